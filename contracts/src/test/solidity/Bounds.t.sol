// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governance} from "../../main/solidity/Governance.sol";
import {EXECUTION, GOVERNANCE, PERMISSIONS, REGISTRY} from "../../main/solidity/MembersBase.sol";
import {MembersTest} from "./MembersTest.sol";

/// At their largest, lists fit what a system call (30,000,000) and a transaction (16,777,216, EIP-7825) may use.
contract BoundsTest is MembersTest {
    uint256 private constant SYSTEM_CALL = 30_000_000;
    uint256 private constant TRANSACTION = 16_777_216;

    /// 512 validators of which as many join and leave at once as a vote allows, and 512 observers beside them.
    function testTheLargestCommitteeBeginsAnEpoch() external {
        for (uint256 key = 10_000; key < 10_338; key++) {
            admit(key);
        }
        everybodyReady();
        epoch();
        eq(REG.plan().staying, 342);
        for (uint32 id = 0; id < 113; id++) {
            VM.prank(GOVERNANCE);
            REG.removeNode(id);
        }
        for (uint256 key = 20_000; key < 20_057; key++) {
            admit(key);
        }
        eq(REG.plan().leaving + REG.plan().n, 399);
        for (uint256 key = 30_000; key < 30_512; key++) {
            VM.prank(GOVERNANCE);
            REG.addNode(observer(key, 1));
        }
        everybodyReady();
        (uint64 number, uint64 start, bytes32 hash) = epochFixed();
        cool();
        VM.prank(EXECUTION);
        uint256 before = gasleft();
        REG.epochStarted(number, start, hash);
        uint256 used = before - gasleft();
        require(used < SYSTEM_CALL, "fits a system call");
        eq(REG.plan().leaving, 0);
        eq(REG.plan().n, 286);
    }

    /// What a transaction of its own would find: nothing was read before.
    function cool() private {
        CoolVm(address(VM)).cool(REGISTRY);
        CoolVm(address(VM)).cool(PERMISSIONS);
        CoolVm(address(VM)).cool(GOVERNANCE);
    }

    function admit(uint256 key) private {
        bytes memory data = add(spec(key, 1));
        VM.prank(GOVERNANCE);
        (bool done,) = REGISTRY.call(data);
        require(done, "admitted");
    }

    function everybodyReady() private {
        for (uint256 offset = 0; offset < REG.nodeCount(); offset += 128) {
            uint32[] memory page = REG.nodes(offset, 128);
            for (uint256 i = 0; i < page.length; i++) {
                if (stateOf(page[i]) != 1 || REG.nodeRecord(page[i]).ready) continue;
                VM.prank(REG.nodeRecord(page[i]).account);
                REG.ready(page[i]);
            }
        }
    }

    /// 1,024 organisations that all approved: their votes are counted again when the proposal is executed.
    function testTheLargestQuorumIsCounted() external {
        for (uint160 k = 5; k <= 1_024; k++) {
            address[] memory first = new address[](1);
            first[0] = address(0x10000000 + k);
            VM.prank(GOVERNANCE);
            REG.addOrganisation("one of many", first);
        }
        VM.prank(admin(1));
        uint64 id = GOV.propose(action(GOVERNANCE, abi.encodeCall(Governance.setLifetime, (7_200))), "", false);
        for (uint160 k = 5; k <= 1_024; k++) {
            VM.prank(address(0x10000000 + k));
            GOV.approve(id);
        }
        cool();
        VM.prank(admin(1));
        uint256 before = gasleft();
        GOV.execute(id);
        uint256 used = before - gasleft();
        require(used < TRANSACTION, "fits a transaction");
        eq(GOV.stateOf(id), 2);
    }

    /// As many bytes of actions as a proposal may have.
    function testTheLargestProposalIsStored() external {
        Governance.Action[] memory list = new Governance.Action[](16);
        for (uint256 i = 0; i < 16; i++) {
            bytes memory call = abi.encodeCall(Governance.setLifetime, (7_200));
            list[i] = Governance.Action(GOVERNANCE, abi.encodePacked(call, new bytes(1_024 - call.length)));
            for (uint256 k = 36; k < 1_024; k++) list[i].data[k] = 0xff;
        }
        cool();
        VM.prank(admin(1));
        uint256 before = gasleft();
        uint64 id = GOV.propose(list, string(new bytes(1_024)), false);
        uint256 used = before - gasleft();
        require(used < TRANSACTION, "fits a transaction");
        eq(GOV.proposal(id).actions.length, 16);
    }
}

interface CoolVm {
    function cool(address target) external;
}
