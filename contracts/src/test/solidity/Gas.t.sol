// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governance} from "../../main/solidity/Governance.sol";
import {GOVERNANCE, PERMISSIONS, REGISTRY} from "../../main/solidity/MembersBase.sol";
import {Permissions} from "../../main/solidity/Permissions.sol";
import {Registry} from "../../main/solidity/Registry.sol";
import {RegistryNodes} from "../../main/solidity/RegistryNodes.sol";
import {RegistryOrganisations} from "../../main/solidity/RegistryOrganisations.sol";
import {RegistryStorage} from "../../main/solidity/RegistryStorage.sol";
import {MembersTest} from "./MembersTest.sol";

/// What calls of usual size cost as transactions of their own, data included; docs/spec/members.md has the figures, in
/// thousands, rounded up to tens.
contract GasTest is MembersTest {
    error OtherCost(string what, uint256 thousands, uint256 stated);

    /// An action of a vote: without the transaction's own share.
    function vote(string memory what, address target, bytes memory data, uint256 stated) private {
        measure(what, GOVERNANCE, target, data, stated, 0);
    }

    function transaction(string memory what, address sender, address target, bytes memory data, uint256 stated)
        private
    {
        uint256 intrinsic = 21_000;
        for (uint256 i = 0; i < data.length; i++) intrinsic += data[i] == 0 ? 4 : 16;
        measure(what, sender, target, data, stated, intrinsic);
    }

    function measure(
        string memory what,
        address sender,
        address target,
        bytes memory data,
        uint256 stated,
        uint256 intrinsic
    ) private {
        CoolVm vm = CoolVm(address(VM));
        vm.cool(REGISTRY);
        vm.cool(PERMISSIONS);
        vm.cool(GOVERNANCE);
        vm.cool(address(0x5110));
        vm.cool(address(0x5111));
        vm.cool(address(0x5112));
        VM.prank(sender);
        uint256 before = gasleft();
        (bool done,) = target.call(data);
        uint256 thousands = (before - gasleft() + intrinsic + 9_999) / 10_000 * 10;
        require(done, what);
        if (thousands != stated) revert OtherCost(what, thousands, stated);
    }

    function testRegistry() external {
        address[] memory first = new address[](2);
        (first[0], first[1]) = (address(0x10001), address(0x10002));
        bytes memory data = abi.encodeCall(RegistryOrganisations.addOrganisation, ("A fifth organisation", first));
        vote("addOrganisation", REGISTRY, data, 230);
        data = abi.encodeCall(RegistryOrganisations.renameOrganisation, (5, "Another name"));
        vote("renameOrganisation", REGISTRY, data, 20);
        vote("suspendOrganisation", REGISTRY, abi.encodeCall(RegistryOrganisations.suspendOrganisation, (5)), 20);
        vote("reinstateOrganisation", REGISTRY, abi.encodeCall(RegistryOrganisations.reinstateOrganisation, (5)), 20);
        vote("removeOrganisation", REGISTRY, abi.encodeCall(RegistryOrganisations.removeOrganisation, (5)), 30);
        vote("addNode", REGISTRY, add(spec(7, 1)), 400);
        transaction("ready", VM.addr(7), REGISTRY, abi.encodeCall(RegistryNodes.ready, (4)), 40);
        vote("removeNode", REGISTRY, remove(0), 30);
        RegistryStorage.Parameters memory p = REG.parameters();
        p.window = 128;
        vote("setParameters", REGISTRY, abi.encodeCall(Registry.setParameters, (p)), 30);
        vote("setSelfService", REGISTRY, abi.encodeCall(Registry.setSelfService, (15)), 10);
        data = abi.encodeCall(RegistryNodes.describe, (1, "name", "operator", "CH"));
        transaction("describe", admin(2), REGISTRY, data, 100);
        data = abi.encodeCall(RegistryNodes.setEndpoint, (1, "validator-1.example:30303"));
        transaction("setEndpoint", admin(2), REGISTRY, data, 80);
        data = abi.encodeCall(RegistryNodes.rotateTlsKey, (1, keccak256("tls")));
        transaction("rotateTlsKey", admin(2), REGISTRY, data, 90);
        data = abi.encodeCall(RegistryNodes.rotateConsensusKey, (1, keyOf(9), proofOf(9, 2), "", ""));
        transaction("rotateConsensusKey", admin(2), REGISTRY, data, 180);
        data = abi.encodeCall(RegistryNodes.rejoin, (1, bytes16(keccak256("log"))));
        transaction("rejoin", VM.addr(9), REGISTRY, data, 70);
        bytes memory evidence = new bytes(1_024);
        for (uint256 i = 0; i < 1_024; i++) evidence[i] = 0xff;
        data = abi.encodeCall(Registry.submitEvidence, (evidence));
        transaction("submitEvidence", admin(2), REGISTRY, data, 90);
    }

    function testPermissions() external {
        address account = address(0x1111111111111111111111111111111111111111);
        address target = address(0x2222222222222222222222222222222222222222);
        vote("setEnforced", PERMISSIONS, abi.encodeCall(Permissions.setEnforced, (15)), 20);
        vote("setSelfService", PERMISSIONS, abi.encodeCall(Permissions.setSelfService, (3)), 10);
        transaction("setRoles", admin(1), PERMISSIONS, abi.encodeCall(Permissions.setRoles, (account, 1, 6)), 100);
        transaction("setSuspended", admin(1), PERMISSIONS, abi.encodeCall(Permissions.setSuspended, (account, true)), 50);
        transaction(
            "setSuspended", admin(1), PERMISSIONS, abi.encodeCall(Permissions.setSuspended, (account, false)), 50
        );
        vote("setContractOwner", PERMISSIONS, abi.encodeCall(Permissions.setContractOwner, (target, 1)), 80);
        VM.etch(PERM.deployedAt(account, 3), hex"00");
        transaction("claimContract", account, PERMISSIONS, abi.encodeCall(Permissions.claimContract, (3)), 90);
        transaction("removeAccount", admin(1), PERMISSIONS, abi.encodeCall(Permissions.removeAccount, (account)), 60);
        bytes memory data = abi.encodeCall(Permissions.setContractRule, (target, true, 4, true, 16));
        transaction("setContractRule", admin(1), PERMISSIONS, data, 50);
        data = abi.encodeCall(Permissions.setListed, (target, account, true, true));
        transaction("setListed", admin(1), PERMISSIONS, data, 70);
        data = abi.encodeCall(Permissions.setReadRule, (target, bytes32(bytes4(0x12345678)), true, 8));
        transaction("setReadRule", admin(1), PERMISSIONS, data, 70);
    }

    function testGovernance() external {
        Governance.Action[] memory one = action(GOVERNANCE, abi.encodeCall(Governance.setLifetime, (7_200)));
        bytes memory propose = abi.encodeCall(Governance.propose, (one, "", false));
        transaction("propose", admin(1), GOVERNANCE, propose, 390);
        transaction("approve", admin(2), GOVERNANCE, abi.encodeCall(Governance.approve, (1)), 80);
        transaction("withdrawApproval", admin(2), GOVERNANCE, abi.encodeCall(Governance.withdrawApproval, (1)), 60);
        VM.prank(admin(2));
        GOV.approve(1);
        VM.prank(admin(3));
        GOV.approve(1);
        transaction("execute", admin(4), GOVERNANCE, abi.encodeCall(Governance.execute, (1)), 110);
        one = action(REGISTRY, add(spec(7, 1)));
        propose = abi.encodeCall(Governance.propose, (one, "A validator of organisation 1", false));
        transaction("propose addNode", admin(1), GOVERNANCE, propose, 1250);
        VM.prank(admin(2));
        GOV.approve(2);
        VM.prank(admin(3));
        GOV.approve(2);
        transaction("execute addNode", admin(4), GOVERNANCE, abi.encodeCall(Governance.execute, (2)), 550);
        one = action(GOVERNANCE, abi.encodeCall(Governance.setQuorum, (1, 2)));
        propose = abi.encodeCall(Governance.propose, (one, "", false));
        transaction("propose", admin(1), GOVERNANCE, propose, 400);
        transaction("cancel", admin(1), GOVERNANCE, abi.encodeCall(Governance.cancel, (3)), 60);
        vote("setQuorum", GOVERNANCE, abi.encodeCall(Governance.setQuorum, (1, 2)), 10);
        vote("setLifetime", GOVERNANCE, abi.encodeCall(Governance.setLifetime, (86_400)), 10);
    }
}

interface CoolVm {
    function cool(address target) external;
}
