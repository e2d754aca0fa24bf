// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governance} from "../../main/solidity/Governance.sol";
import {GOVERNANCE, MembersBase, PERMISSIONS, REGISTRY} from "../../main/solidity/MembersBase.sol";
import {Permissions} from "../../main/solidity/Permissions.sol";
import {Registry} from "../../main/solidity/Registry.sol";
import {RegistryNodes} from "../../main/solidity/RegistryNodes.sol";
import {RegistryOrganisations} from "../../main/solidity/RegistryOrganisations.sol";
import {RegistryStorage} from "../../main/solidity/RegistryStorage.sol";
import {MembersTest} from "./MembersTest.sol";

/// Nobody but those for whom a function is can use it: not a stranger, an admin, a node, another system contract, nor
/// execution.
contract CallersTest is MembersTest {
    address internal constant EXEC = 0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE;

    function governanceOnly() internal returns (address[] memory targets, bytes[] memory calls) {
        targets = new address[](14);
        calls = new bytes[](14);
        RegistryStorage.Parameters memory p = REG.parameters();
        address[] memory admins = new address[](1);
        admins[0] = STRANGER;
        calls[0] = abi.encodeCall(RegistryOrganisations.addOrganisation, ("mine", admins));
        calls[1] = abi.encodeCall(RegistryOrganisations.renameOrganisation, (1, "mine"));
        calls[2] = abi.encodeCall(RegistryOrganisations.suspendOrganisation, (2));
        calls[3] = abi.encodeCall(RegistryOrganisations.reinstateOrganisation, (2));
        calls[4] = abi.encodeCall(RegistryOrganisations.removeOrganisation, (2));
        calls[5] = add(spec(9, 1));
        calls[6] = remove(0);
        calls[7] = abi.encodeCall(Registry.setParameters, (p));
        calls[8] = abi.encodeCall(Registry.setSelfService, (0));
        for (uint256 i = 0; i < 9; i++) targets[i] = REGISTRY;
        calls[9] = abi.encodeCall(Permissions.setEnforced, (1));
        calls[10] = abi.encodeCall(Permissions.setSelfService, (0));
        calls[11] = abi.encodeCall(Permissions.setContractOwner, (address(this), 1));
        for (uint256 i = 9; i < 12; i++) targets[i] = PERMISSIONS;
        calls[12] = abi.encodeCall(Governance.setQuorum, (1, 2));
        calls[13] = abi.encodeCall(Governance.setLifetime, (7_200));
        targets[12] = GOVERNANCE;
        targets[13] = GOVERNANCE;
    }

    function testOnlyAVoteChangesWhatBelongsToAll() external {
        (address[] memory targets, bytes[] memory calls) = governanceOnly();
        address[6] memory callers = [STRANGER, admin(1), validator(0), EXEC, REGISTRY, PERMISSIONS];
        for (uint256 i = 0; i < calls.length; i++) {
            for (uint256 k = 0; k < callers.length; k++) {
                failsWith(
                    callers[k],
                    targets[i],
                    calls[i],
                    abi.encodeWithSelector(MembersBase.OnlyGovernance.selector, callers[k])
                );
            }
        }
    }

    function testOnlyExecutionTellsOfEpochs() external {
        bytes[3] memory calls = [
            abi.encodeCall(Registry.epochFixed, (1, 256, bytes32(0))),
            abi.encodeCall(Registry.epochStarted, (1, 256, bytes32(0))),
            abi.encodeCall(Registry.laneFrozen, (0, 1, bytes32(uint256(1))))
        ];
        address[6] memory callers = [STRANGER, admin(1), validator(0), GOVERNANCE, REGISTRY, PERMISSIONS];
        for (uint256 i = 0; i < calls.length; i++) {
            for (uint256 k = 0; k < callers.length; k++) {
                failsWith(
                    callers[k], REGISTRY, calls[i], abi.encodeWithSelector(MembersBase.OnlyExecution.selector, callers[k])
                );
            }
        }
    }

    function testOnlyTheRegistryEnrols() external {
        address[] memory admins = new address[](1);
        admins[0] = STRANGER;
        bytes[2] memory calls = [
            abi.encodeCall(Permissions.enrol, (1, admins)),
            abi.encodeCall(Permissions.setNodeAccount, (STRANGER, 1, true))
        ];
        address[5] memory callers = [STRANGER, admin(1), validator(0), GOVERNANCE, EXEC];
        for (uint256 i = 0; i < calls.length; i++) {
            for (uint256 k = 0; k < callers.length; k++) {
                failsWith(
                    callers[k], PERMISSIONS, calls[i], abi.encodeWithSelector(MembersBase.OnlyRegistry.selector, callers[k])
                );
            }
        }
    }

    /// What an organisation changes alone, nobody else does: neither another organisation's admin nor its own other accounts.
    function testOnlyItsAdminActsForAnOrganisation() external {
        VM.prank(admin(1));
        PERM.setRoles(address(0x51), 1, 30); // everything but admin
        address[4] memory callers = [STRANGER, admin(2), address(0x51), EXEC];
        bytes[5] memory calls = [
            abi.encodeCall(RegistryNodes.describe, (0, "n", "o", "j")),
            abi.encodeCall(RegistryNodes.setEndpoint, (0, "a:1")),
            abi.encodeCall(RegistryNodes.rotateTlsKey, (0, bytes32(uint256(1)))),
            abi.encodeCall(RegistryNodes.rotateConsensusKey, (0, keyOf(9), proofOf(9, 1), "", "")),
            abi.encodeCall(RegistryNodes.rejoin, (0, bytes16(uint128(1))))
        ];
        for (uint256 k = 0; k < callers.length; k++) {
            bytes memory reason = abi.encodeWithSelector(RegistryStorage.NotAllowed.selector, callers[k]);
            for (uint256 i = 0; i < calls.length; i++) failsWith(callers[k], REGISTRY, calls[i], reason);
            failsWith(callers[k], PERMISSIONS, abi.encodeCall(Permissions.setRoles, (STRANGER, 1, 1)), reason);
            failsWith(callers[k], PERMISSIONS, abi.encodeCall(Permissions.setSuspended, (admin(1), true)), reason);
            failsWith(callers[k], PERMISSIONS, abi.encodeCall(Permissions.removeAccount, (admin(1))), reason);
            failsWith(
                callers[k], PERMISSIONS, abi.encodeCall(Permissions.setListed, (address(this), STRANGER, true, true)), reason
            );
        }
    }

    /// Switched off by vote, it takes a vote; the vote itself may.
    function testSelfServiceIsGivenByVote() external {
        pass(REGISTRY, abi.encodeCall(Registry.setSelfService, (0)));
        pass(PERMISSIONS, abi.encodeCall(Permissions.setSelfService, (0)));
        eq(REG.selfService(), 0);
        bytes memory reason = abi.encodeWithSelector(RegistryStorage.NotAllowed.selector, admin(1));
        failsWith(admin(1), REGISTRY, abi.encodeCall(RegistryNodes.setEndpoint, (0, "a:1")), reason);
        failsWith(admin(1), PERMISSIONS, abi.encodeCall(Permissions.setRoles, (STRANGER, 1, 1)), reason);
        failsWith(
            validator(0),
            REGISTRY,
            abi.encodeCall(RegistryNodes.rejoin, (0, bytes16(uint128(1)))),
            abi.encodeWithSelector(RegistryStorage.NotAllowed.selector, validator(0))
        );
        pass(REGISTRY, abi.encodeCall(RegistryNodes.setEndpoint, (0, "a:1")));
        same(bytes(REG.nodeRecord(0).endpoint), "a:1");
    }

    function testFlagsThatMeanNothingAreRefused() external {
        refused(
            REGISTRY,
            abi.encodeCall(Registry.setSelfService, (16)),
            abi.encodeWithSelector(Registry.WrongParameter.selector, "flags", 16, 0, 15)
        );
        refused(
            PERMISSIONS,
            abi.encodeCall(Permissions.setSelfService, (4)),
            abi.encodeWithSelector(Permissions.WrongFlags.selector, 4, 3)
        );
        refused(
            PERMISSIONS,
            abi.encodeCall(Permissions.setEnforced, (16)),
            abi.encodeWithSelector(Permissions.WrongFlags.selector, 16, 15)
        );
    }
}
