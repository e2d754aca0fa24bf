// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governance} from "../../main/solidity/Governance.sol";
import {EXECUTION, Plan, REGISTRY} from "../../main/solidity/MembersBase.sol";
import {Registry} from "../../main/solidity/Registry.sol";
import {RegistryStorage} from "../../main/solidity/RegistryStorage.sol";
import {MembersTest} from "./MembersTest.sol";

contract EpochsTest is MembersTest {
    /// Adds validators with keys from `first` on, all ready, and lets an epoch take them in.
    function grow(uint256 first, uint256 count) internal {
        Governance.Action[] memory list = new Governance.Action[](count);
        for (uint256 i = 0; i < count; i++) {
            list[i] = Governance.Action(REGISTRY, add(spec(first + i, 1 + uint32(i % 4))));
        }
        pass(list);
        for (uint256 i = 0; i < count; i++) {
            (, uint32 node) = REG.nodeOfAccount(VM.addr(first + i));
            post(first + i, node);
        }
        require(epochIfDue(), "an epoch");
    }

    function removal(uint32 first, uint32 count) internal pure returns (Governance.Action[] memory list) {
        list = new Governance.Action[](count);
        for (uint32 i = 0; i < count; i++) list[i] = Governance.Action(REGISTRY, remove(first + i));
    }

    function n() internal view returns (uint256) {
        (RegistryStorage.EpochState memory now_,) = REG.currentEpoch();
        return now_.n;
    }

    function testFourSevenTenFour() external {
        grow(20, 3);
        eq(n(), 7);
        grow(30, 3);
        eq(n(), 10);
        Plan memory plan = REG.plan();
        require(plan.f == 3 && plan.quorum == 7 && plan.leavingMax == 3, "of ten");
        // As many as may be faulty go at once, and no more.
        refused(removal(0, 4), abi.encodeWithSelector(Registry.TooManyLeave.selector, 4, 3));
        pass(removal(0, 3));
        refused(removal(3, 1), abi.encodeWithSelector(Registry.TooManyLeave.selector, 4, 3));
        epochIfDue();
        eq(n(), 7);
        pass(removal(3, 2));
        epochIfDue();
        pass(removal(5, 1));
        epochIfDue();
        eq(n(), 4);
        eq(REG.nodeCount(), 4);
        refused(removal(6, 1), abi.encodeWithSelector(Registry.TooFewValidators.selector, 3, 4));
        (RegistryStorage.EpochState memory now_, bytes32 hash) = REG.currentEpoch();
        eq(now_.number, 5);
        (uint64 start, bytes32 marked) = REG.epochMark(5);
        require(start == now_.start && marked == hash && start == 5 * 256, "marked");
    }

    function testReplacingOneKeepsFour() external {
        pass(actions(remove(0), add(spec(7, 1))));
        Plan memory plan = REG.plan();
        require(plan.n == 4 && plan.staying == 3 && plan.joining == 1 && plan.leaving == 1, "three stay");
        require(plan.livesWithoutJoiners && plan.waiting == 1, "waits for one");
        require(!epochIfDue(), "deferred");
        post(7, 4);
        require(epochIfDue(), "an epoch");
        eq(n(), 4);
        eq(stateOf(0), 4);
    }

    function testBreakGlassMayLetMoreLeave() external {
        grow(20, 3);
        uint64 id = approved(removal(0, 3), true);
        VM.prank(admin(1));
        GOV.execute(id);
        eq(REG.plan().n, 4);
        // Not even so below four.
        failsWith(
            admin(1),
            address(GOV),
            abi.encodeCall(Governance.propose, (removal(3, 1), "", true)),
            abi.encodeWithSelector(Registry.TooFewValidators.selector, 3, 4)
        );
    }

    function parameters(uint16 c) internal view returns (bytes memory) {
        RegistryStorage.Parameters memory p = REG.parameters();
        p.c = c;
        return abi.encodeCall(Registry.setParameters, (p));
    }

    function testSlowReplicasSuitTheCommittee() external {
        bytes memory tooMany = abi.encodeWithSelector(Registry.SlowReplicasOutOfRange.selector, 1, 0);
        refused(action(REGISTRY, parameters(1)), tooMany);
        grow(20, 3);
        pass(REGISTRY, parameters(1));
        Plan memory plan = REG.plan();
        require(plan.c == 1 && plan.f == 1 && plan.quorum == 5, "of seven");
        refused(action(REGISTRY, parameters(2)), abi.encodeWithSelector(Registry.SlowReplicasOutOfRange.selector, 2, 1));
        epochIfDue();
        (RegistryStorage.EpochState memory now_,) = REG.currentEpoch();
        eq(now_.c, 1);
        eq(REG.plan().leavingMax, 1);
        // c goes down in the same vote that shrinks the committee below what it needs.
        pass(removal(0, 1));
        epochIfDue();
        refused(removal(1, 1), abi.encodeWithSelector(Registry.SlowReplicasOutOfRange.selector, 1, 0));
        pass(actions(remove(1), parameters(0)));
        epochIfDue();
        eq(n(), 5);
    }

    function testManySlowOnesLeaveNoFault() external {
        grow(20, 1);
        refused(
            action(REGISTRY, parameters(65_535)), abi.encodeWithSelector(Registry.SlowReplicasOutOfRange.selector, 65_535, 0)
        );
    }

    function testParametersAreBounded() external {
        bytes4 wrong = Registry.WrongParameter.selector;
        RegistryStorage.Parameters memory p = REG.parameters();
        p.window = 0;
        refused(REGISTRY, abi.encodeCall(Registry.setParameters, (p)), abi.encodeWithSelector(wrong, "window", 0, 1, 1_024));
        p.window = 1_025;
        refused(
            REGISTRY, abi.encodeCall(Registry.setParameters, (p)), abi.encodeWithSelector(wrong, "window", 1_025, 1, 1_024)
        );
        p.window = 8;
        refused(REGISTRY, abi.encodeCall(Registry.setParameters, (p)), abi.encodeWithSelector(wrong, "inFlight", 16, 1, 8));
        p.inFlight = 0;
        refused(REGISTRY, abi.encodeCall(Registry.setParameters, (p)), abi.encodeWithSelector(wrong, "inFlight", 0, 1, 8));
        p.inFlight = 8;
        p.payloadBytes = 163_839;
        refused(
            REGISTRY,
            abi.encodeCall(Registry.setParameters, (p)),
            abi.encodeWithSelector(wrong, "payloadBytes", 163_839, 163_840, 4_194_304)
        );
        p.payloadBytes = 4_194_305;
        refused(
            REGISTRY,
            abi.encodeCall(Registry.setParameters, (p)),
            abi.encodeWithSelector(wrong, "payloadBytes", 4_194_305, 163_840, 4_194_304)
        );
        p.payloadBytes = 4_194_304;
        p.suite = 0;
        refused(REGISTRY, abi.encodeCall(Registry.setParameters, (p)), abi.encodeWithSelector(wrong, "suite", 0, 1, 2));
        p.suite = 3;
        refused(REGISTRY, abi.encodeCall(Registry.setParameters, (p)), abi.encodeWithSelector(wrong, "suite", 3, 1, 2));
        p.suite = 1;
        p.lanes = true;
        pass(REGISTRY, abi.encodeCall(Registry.setParameters, (p)));
        p = REG.parameters();
        require(p.window == 8 && p.inFlight == 8 && p.payloadBytes == 4_194_304 && p.lanes, "set");
        require(epochIfDue(), "an epoch");
    }

    function testEpochsComeInOrder() external {
        bytes4 wrong = Registry.WrongEpoch.selector;
        failsWith(
            EXECUTION,
            REGISTRY,
            abi.encodeCall(Registry.epochFixed, (2, 256, bytes32(0))),
            abi.encodeWithSelector(wrong, 2, 1)
        );
        (uint64 number, uint64 start, bytes32 hash) = epochFixed();
        (RegistryStorage.EpochState memory next, bytes32 nextHash) = REG.nextEpoch();
        require(next.number == number && next.start == start && next.n == 4 && nextHash == hash, "fixed");
        failsWith(
            EXECUTION,
            REGISTRY,
            abi.encodeCall(Registry.epochStarted, (0, 256, bytes32(0))),
            abi.encodeWithSelector(wrong, 0, 1)
        );
        VM.prank(EXECUTION);
        REG.epochStarted(number, start, hash);
        (next, nextHash) = REG.nextEpoch();
        require(next.number == 0 && nextHash == 0, "nothing is fixed");
    }

    /// Operators ended an epoch in which another was fixed: its changes are void and come with the one after.
    function testAnEpochBegunByHand() external {
        uint32 node = join(7, 1);
        post(7, node);
        pass(REGISTRY, remove(0));
        epochFixed();
        VM.prank(EXECUTION);
        REG.epochStarted(1, 100, bytes32(uint256(5)));
        (RegistryStorage.EpochState memory now_, bytes32 hash) = REG.currentEpoch();
        require(now_.number == 1 && now_.start == 100 && now_.n == 4 && uint256(hash) == 5, "begun");
        require(stateOf(node) == 1 && stateOf(0) == 3, "nothing was taken in");
        require(epochIfDue(), "asked for again");
        require(stateOf(node) == 2 && stateOf(0) == 4, "taken in");
        // One in which nothing was fixed.
        VM.prank(EXECUTION);
        REG.epochStarted(3, 900, bytes32(uint256(6)));
        (now_,) = REG.currentEpoch();
        eq(now_.number, 3);
        require(!epochIfDue(), "nothing to do");
    }

    /// A chain without validators has no committee to look at.
    function testAChainThatNobodyOrders() external {
        VM.store(REGISTRY, bytes32(uint256(1)), 0);
        VM.store(REGISTRY, bytes32(uint256(6)), bytes32(uint256(4) << 112));
        REG.checkPlan(false);
        VM.store(REGISTRY, bytes32(uint256(1)), bytes32(uint256(4) << 128));
        failsWith(
            STRANGER,
            REGISTRY,
            abi.encodeCall(Registry.checkPlan, (false)),
            abi.encodeWithSelector(Registry.TooFewValidators.selector, 0, 4)
        );
    }

    function testEvidenceIsTakenOnceFromThoseWhoAreKnown() external {
        bytes memory proof = "two batches";
        bytes memory submit = abi.encodeCall(Registry.submitEvidence, (proof));
        failsWith(STRANGER, REGISTRY, submit, abi.encodeWithSelector(RegistryStorage.NotAllowed.selector, STRANGER));
        bytes4 wrong = RegistryStorage.WrongLength.selector;
        failsWith(
            validator(0),
            REGISTRY,
            abi.encodeCall(Registry.submitEvidence, ("")),
            abi.encodeWithSelector(wrong, "evidence", 0)
        );
        failsWith(
            validator(0),
            REGISTRY,
            abi.encodeCall(Registry.submitEvidence, (new bytes(65_537))),
            abi.encodeWithSelector(wrong, "evidence", 65_537)
        );
        VM.prank(validator(0));
        REG.submitEvidence(proof);
        eq(REG.evidenceBlock(keccak256(proof)), 10);
        failsWith(
            admin(2), REGISTRY, submit, abi.encodeWithSelector(Registry.EvidenceKnown.selector, keccak256(proof), 10)
        );
        VM.prank(admin(2));
        REG.submitEvidence(new bytes(65_536));
    }

    function testALaneIsFrozenOnce() external {
        VM.prank(EXECUTION);
        REG.laneFrozen(3, 2, bytes32(uint256(5)));
        VM.prank(EXECUTION);
        REG.laneFrozen(3, 2, bytes32(uint256(6)));
        eq(uint256(REG.frozenLane(3, 2)), 5);
        eq(uint256(REG.frozenLane(4, 2)), 0);
    }

    /// The committee's arithmetic is that of the ordering layer for every size and every legal c.
    function testFuzzPlan(uint16 size, uint16 slow) external {
        size = 4 + size % 509;
        slow = slow % ((size - 4) / 2 + 1);
        VM.store(REGISTRY, bytes32(uint256(6)), bytes32(uint256(size)));
        VM.store(REGISTRY, bytes32(uint256(5)), bytes32(uint256(slow)));
        REG.checkPlan(false);
        Plan memory plan = REG.plan();
        require(plan.f >= 1 && 3 * uint256(plan.f) + 2 * slow + 1 <= size, "f");
        require(2 * uint256(plan.quorum) - size >= uint256(plan.f) + 1, "two quorums share a correct one");
        require(plan.quorum <= size - plan.f, "a quorum is there without the faulty");
    }
}
