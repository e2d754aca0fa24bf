// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governance} from "../../main/solidity/Governance.sol";
import {PERMISSIONS, REGISTRY} from "../../main/solidity/MembersBase.sol";
import {Permissions} from "../../main/solidity/Permissions.sol";
import {RegistryOrganisations} from "../../main/solidity/RegistryOrganisations.sol";
import {RegistryStorage} from "../../main/solidity/RegistryStorage.sol";
import {MembersTest} from "./MembersTest.sol";

contract OrganisationsTest is MembersTest {
    function addOf(string memory name, address first, uint256 count) internal pure returns (bytes memory) {
        address[] memory admins = new address[](count);
        for (uint256 i = 0; i < count; i++) admins[i] = address(uint160(first) + uint160(i));
        return abi.encodeCall(RegistryOrganisations.addOrganisation, (name, admins));
    }

    function call(bytes4 selector, uint32 organisation) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, organisation);
    }

    function testOneIsAdmittedRenamedAndVotedOut() external {
        pass(REGISTRY, addOf("fifth", address(0x501), 2));
        eq(REG.organisationCount(), 5);
        eq(REG.activeOrganisations(), 5);
        require(PERM.isAdminOf(address(0x501), 5) && PERM.isAdminOf(address(0x502), 5), "its admins");
        pass(REGISTRY, abi.encodeCall(RegistryOrganisations.renameOrganisation, (5, "quinta")));
        same(bytes(REG.organisationRecord(5).name), "quinta");
        pass(REGISTRY, call(RegistryOrganisations.removeOrganisation.selector, 5));
        eq(REG.organisationState(5), 3);
        eq(REG.organisationCount(), 4);
        require(!PERM.isAdminOf(address(0x501), 5), "no admin any more");
        // Its number is not given again, its accounts may go elsewhere.
        pass(REGISTRY, addOf("sixth", address(0x501), 1));
        require(PERM.isAdminOf(address(0x501), 6), "moved");
        eq(PERM.accountCount(5), 1);
        eq(PERM.adminCount(5), 1);
    }

    function testNamesAndFirstAdminsAreBounded() external {
        bytes4 wrong = RegistryStorage.WrongLength.selector;
        refused(REGISTRY, addOf("", address(0x501), 1), abi.encodeWithSelector(wrong, "name", 0));
        refused(REGISTRY, addOf(string(new bytes(65)), address(0x501), 1), abi.encodeWithSelector(wrong, "name", 65));
        refused(REGISTRY, addOf("x", address(0x501), 0), abi.encodeWithSelector(wrong, "admins", 0));
        refused(REGISTRY, addOf("x", address(0x501), 17), abi.encodeWithSelector(wrong, "admins", 17));
        refused(
            REGISTRY,
            abi.encodeCall(RegistryOrganisations.renameOrganisation, (1, "")),
            abi.encodeWithSelector(wrong, "name", 0)
        );
        refused(
            REGISTRY, addOf("x", address(0), 1), abi.encodeWithSelector(Permissions.NoSuchAccount.selector, address(0))
        );
        // Another's account is not taken over.
        refused(
            REGISTRY, addOf("x", admin(2), 1), abi.encodeWithSelector(Permissions.OtherOrganisation.selector, admin(2), 2)
        );
        VM.store(REGISTRY, bytes32(uint256(9)), bytes32(uint256(1_024)));
        refused(
            REGISTRY,
            addOf("x", address(0x501), 1),
            abi.encodeWithSelector(RegistryStorage.LimitReached.selector, "organisations", 1_024)
        );
    }

    function testASuspendedOneHasNoVoteAndComesBack() external {
        pass(REGISTRY, call(RegistryOrganisations.suspendOrganisation.selector, 4));
        eq(REG.organisationState(4), 2);
        eq(REG.activeOrganisations(), 3);
        require(!PERM.isAdminOf(admin(4), 4), "not good");
        failsWith(
            admin(4),
            address(GOV),
            abi.encodeCall(Governance.propose, (action(REGISTRY, ""), "", false)),
            abi.encodeWithSelector(Governance.NotAVoter.selector, admin(4))
        );
        bytes memory reason = abi.encodeWithSelector(RegistryStorage.NoSuchOrganisation.selector, 4, 2);
        refused(REGISTRY, call(RegistryOrganisations.suspendOrganisation.selector, 4), reason);
        pass(REGISTRY, call(RegistryOrganisations.reinstateOrganisation.selector, 4));
        eq(REG.activeOrganisations(), 4);
        require(PERM.isAdminOf(admin(4), 4), "good again");
        reason = abi.encodeWithSelector(RegistryStorage.NoSuchOrganisation.selector, 4, 1);
        refused(REGISTRY, call(RegistryOrganisations.reinstateOrganisation.selector, 4), reason);
    }

    function testOneThatIsNotThereIsRefused() external {
        bytes memory reason = abi.encodeWithSelector(RegistryStorage.NoSuchOrganisation.selector, 9, 0);
        refused(REGISTRY, call(RegistryOrganisations.suspendOrganisation.selector, 9), reason);
        refused(REGISTRY, call(RegistryOrganisations.reinstateOrganisation.selector, 9), reason);
        refused(REGISTRY, call(RegistryOrganisations.removeOrganisation.selector, 9), reason);
        refused(REGISTRY, abi.encodeCall(RegistryOrganisations.renameOrganisation, (9, "x")), reason);
        refused(PERMISSIONS, abi.encodeCall(Permissions.setRoles, (STRANGER, 9, 1)), reason);
    }

    function testOneWithNodesStays() external {
        refused(
            REGISTRY,
            call(RegistryOrganisations.removeOrganisation.selector, 4),
            abi.encodeWithSelector(RegistryOrganisations.OrganisationHasNodes.selector, 4, 1)
        );
    }

    /// Nodes and organisation go in one vote; the node's record outlives it until its epoch is over.
    function testItLeavesTogetherWithItsNodes() external {
        join(7, 1);
        post(7, 4);
        require(epochIfDue(), "an epoch");
        pass(actions(remove(3), call(RegistryOrganisations.removeOrganisation.selector, 4)));
        eq(REG.organisationRecord(4).nodes, 1);
        eq(REG.organisationRecord(4).liveNodes, 0);
        require(epochIfDue(), "an epoch");
        eq(stateOf(3), 4);
        eq(REG.organisationRecord(4).nodes, 0);
        eq(REG.nodeCount(), 4);
    }

    /// All but one may go; somebody has to be left to vote.
    function testTheLastOneStays() external {
        Governance.Action[] memory list = new Governance.Action[](4);
        for (uint32 k = 0; k < 4; k++) {
            list[k] = Governance.Action(REGISTRY, call(RegistryOrganisations.suspendOrganisation.selector, k + 1));
        }
        bytes memory last = abi.encodeWithSelector(RegistryOrganisations.LastOrganisation.selector, 4);
        refused(list, abi.encodeWithSelector(Governance.ActionFailed.selector, 3, last));
    }

    function testASuspendedOneIsRemovedWithoutCountingTwice() external {
        pass(REGISTRY, addOf("fifth", address(0x501), 1));
        pass(REGISTRY, call(RegistryOrganisations.suspendOrganisation.selector, 5));
        eq(REG.activeOrganisations(), 4);
        pass(REGISTRY, call(RegistryOrganisations.removeOrganisation.selector, 5));
        eq(REG.activeOrganisations(), 4);
        eq(REG.organisationCount(), 4);
    }

    function testPagesEndWhereTheListDoes() external view {
        eq(REG.organisations(4, 10).length, 0);
        eq(REG.organisations(9, 10).length, 0);
        eq(REG.organisations(0, 0).length, 0);
        eq(REG.organisations(2, type(uint256).max).length, 2);
        eq(REG.nodes(3, 9).length, 1);
        eq(PERM.accounts(1, 5, 5).length, 0);
        eq(GOV.states(0, 5).length, 0);
    }
}
