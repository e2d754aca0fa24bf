// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {NoProofOfPossession, NotAPoint} from "../../main/solidity/ConsensusKey.sol";
import {Governance} from "../../main/solidity/Governance.sol";
import {REGISTRY} from "../../main/solidity/MembersBase.sol";
import {Registry} from "../../main/solidity/Registry.sol";
import {RegistryNodes} from "../../main/solidity/RegistryNodes.sol";
import {RegistryOrganisations} from "../../main/solidity/RegistryOrganisations.sol";
import {RegistryStorage} from "../../main/solidity/RegistryStorage.sol";
import {MembersTest} from "./MembersTest.sol";

contract NodesTest is MembersTest {
    bytes32 internal constant HASH = bytes32(uint256(0x77));

    function rotate(address by, uint32 node, uint256 key, uint32 organisation, bytes memory bls, bytes memory blsProof)
        internal
    {
        bytes memory consensusKey = keyOf(key);
        bytes memory proof = proofOf(key, organisation);
        VM.prank(by);
        REG.rotateConsensusKey(node, consensusKey, proof, bls, blsProof);
    }

    function testAValidatorJoinsOnceItIsReady() external {
        uint32 node = join(7, 2);
        eq(node, 4);
        eq(stateOf(node), 1);
        require(!epochIfDue(), "it is waited for");
        failsWith(
            STRANGER,
            REGISTRY,
            abi.encodeCall(RegistryNodes.ready, (node)),
            abi.encodeWithSelector(RegistryStorage.NotAllowed.selector, STRANGER)
        );
        post(7, node);
        bytes memory reason = abi.encodeWithSelector(RegistryNodes.NotJoining.selector, node);
        failsWith(VM.addr(7), REGISTRY, abi.encodeCall(RegistryNodes.ready, (node)), reason);
        require(epochIfDue(), "an epoch");
        eq(stateOf(node), 2);
        failsWith(VM.addr(7), REGISTRY, abi.encodeCall(RegistryNodes.ready, (node)), reason);
        eq(REG.plan().n, 5);
        (,,, bool isNode) = PERM.accountInfo(VM.addr(7));
        require(isNode, "may call the system contracts");
    }

    function testAJoinerThatNeverShowsUpIsRemovedByVote() external {
        uint32 node = join(7, 2);
        require(!epochIfDue(), "it is waited for");
        pass(REGISTRY, remove(node));
        eq(stateOf(node), 4);
        (,, uint16 waiting,) = REG.epochRequest();
        eq(waiting, 0);
        eq(REG.nodeCount(), 4);
        require(epochIfDue(), "what waited for it goes on");
        (,,, bool isNode) = PERM.accountInfo(VM.addr(7));
        require(!isNode, "may call no longer");
        // Ready, and removed before an epoch took it in.
        node = join(8, 2);
        post(8, node);
        pass(REGISTRY, remove(node));
        eq(stateOf(node), 4);
        eq(REG.plan().n, 4);
    }

    /// It is a member of the epoch that was fixed already, and leaves with the one after that.
    function testAJoinerOfAFixedEpochLeavesWithTheNext() external {
        uint32 node = join(7, 2);
        post(7, node);
        (uint64 number, uint64 start, bytes32 hash) = epochFixed();
        pass(REGISTRY, remove(node));
        eq(stateOf(node), 3);
        VM.prank(0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE);
        REG.epochStarted(number, start, hash);
        eq(stateOf(node), 3);
        require(epochIfDue(), "an epoch");
        eq(stateOf(node), 4);
        eq(REG.plan().n, 4);
    }

    /// What is asked for while an epoch is fixed waits for the one after it.
    function testAJoinerAfterFixingWaits() external {
        pass(REGISTRY, abi.encodeCall(RegistryNodes.rotateTlsKey, (0, HASH)));
        (uint64 number, uint64 start, bytes32 hash) = epochFixed();
        uint32 node = join(7, 2);
        post(7, node);
        VM.prank(0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE);
        REG.epochStarted(number, start, hash);
        eq(stateOf(node), 1);
        require(epochIfDue(), "an epoch");
        eq(stateOf(node), 2);
    }

    function testARemovedValidatorLeavesWithTheEpochAndNothingOfItComesBack() external {
        uint32 node = join(7, 2);
        post(7, node);
        epochIfDue();
        pass(REGISTRY, remove(0));
        eq(stateOf(0), 3);
        bytes memory reason = abi.encodeWithSelector(RegistryStorage.NoSuchNode.selector, 0, 3);
        refused(REGISTRY, remove(0), reason);
        failsWith(admin(1), REGISTRY, abi.encodeCall(RegistryNodes.setEndpoint, (0, "a:1")), reason);
        require(epochIfDue(), "an epoch");
        eq(stateOf(0), 4);
        reason = abi.encodeWithSelector(RegistryStorage.NoSuchNode.selector, 0, 4);
        refused(REGISTRY, remove(0), reason);
        RegistryNodes.NodeSpec memory again = spec(1, 1);
        refused(
            REGISTRY, add(again), abi.encodeWithSelector(RegistryNodes.KeyInUse.selector, keccak256(again.consensusKey), 0)
        );
        // Its TLS key was given free.
        again = spec(8, 1);
        again.tlsFingerprint = bytes32(uint256(201));
        pass(REGISTRY, add(again));
    }

    function testObserversComeAndGoAtOnce() external {
        pass(REGISTRY, add(observer(7, 3)));
        eq(stateOf(4), 2);
        (uint64 request,,,) = REG.epochRequest();
        eq(request, 0);
        VM.prank(admin(3));
        REG.setEndpoint(4, "b:2");
        (request,,,) = REG.epochRequest();
        eq(request, 0);
        refused(
            REGISTRY,
            abi.encodeCall(RegistryNodes.rejoin, (4, bytes16(uint128(5)))),
            abi.encodeWithSelector(RegistryNodes.WrongRole.selector, 2)
        );
        pass(REGISTRY, remove(4));
        eq(stateOf(4), 4);
        eq(REG.nodeCount(), 4);
        // With a key it may call as well.
        RegistryNodes.NodeSpec memory keyed = observer(7, 3);
        keyed.consensusKey = keyOf(8);
        keyed.keyProof = proofOf(8, 3);
        pass(REGISTRY, add(keyed));
        (bool known,) = REG.nodeOfAccount(VM.addr(8));
        require(known, "known");
        rotate(admin(3), 5, 9, 3, "", "");
        (known,) = REG.nodeOfAccount(VM.addr(8));
        require(!known, "its old account is no node's");
    }

    /// An observer without an account gets one.
    function testAnObserverGetsAKeyLater() external {
        pass(REGISTRY, add(observer(7, 3)));
        rotate(admin(3), 4, 9, 3, "", "");
        (bool known, uint32 node) = REG.nodeOfAccount(VM.addr(9));
        require(known && node == 4, "known");
    }

    function testEveryFieldIsBounded() external {
        bytes4 wrong = RegistryStorage.WrongLength.selector;
        RegistryNodes.NodeSpec memory s = spec(7, 1);
        s.role = 0;
        refused(REGISTRY, add(s), abi.encodeWithSelector(RegistryNodes.WrongRole.selector, 0));
        s.role = 3;
        refused(REGISTRY, add(s), abi.encodeWithSelector(RegistryNodes.WrongRole.selector, 3));
        s = spec(7, 9);
        refused(REGISTRY, add(s), abi.encodeWithSelector(RegistryStorage.NoSuchOrganisation.selector, 9, 0));
        s = spec(7, 1);
        s.name = "";
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "name", 0));
        s.name = string(new bytes(65));
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "name", 65));
        s = spec(7, 1);
        s.operator = string(new bytes(65));
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "operator", 65));
        s = spec(7, 1);
        s.jurisdiction = string(new bytes(65));
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "jurisdiction", 65));
        s = spec(7, 1);
        s.endpoint = "a:";
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "endpoint", 2));
        s.endpoint = string(new bytes(256));
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "endpoint", 256));
        s = spec(7, 1);
        s.tlsFingerprint = 0;
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "tlsFingerprint", 0));
        s.tlsFingerprint = bytes32(uint256(202));
        refused(REGISTRY, add(s), abi.encodeWithSelector(RegistryNodes.TlsKeyInUse.selector, s.tlsFingerprint, 1));
        s = spec(7, 1);
        s.incarnation = 0;
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "incarnation", 0));
        s.incarnation = bytes16(uint128(302));
        refused(REGISTRY, add(s), abi.encodeWithSelector(RegistryNodes.IncarnationInUse.selector, s.incarnation));
    }

    function testKeysArePointsThatTheirOwnerSignedFor() external {
        bytes4 wrong = RegistryStorage.WrongLength.selector;
        bytes32 digest = REG.keyProofDigest(1);
        bytes memory noProof = abi.encodeWithSelector(NoProofOfPossession.selector, digest);
        RegistryNodes.NodeSpec memory s = spec(7, 1);
        s.consensusKey = "";
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "consensusKey", 0));
        s.consensusKey = new bytes(64);
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "consensusKey", 64));
        s.consensusKey = abi.encodePacked(uint8(4), bytes32(uint256(1)));
        refused(REGISTRY, add(s), abi.encodeWithSelector(NotAPoint.selector, 4, bytes32(uint256(1))));
        s.consensusKey = abi.encodePacked(uint8(1), bytes32(uint256(1)));
        refused(REGISTRY, add(s), abi.encodeWithSelector(NotAPoint.selector, 1, bytes32(uint256(1))));
        s.consensusKey = abi.encodePacked(uint8(2), type(uint256).max);
        refused(REGISTRY, add(s), abi.encodeWithSelector(NotAPoint.selector, 2, bytes32(type(uint256).max)));
        s.consensusKey = abi.encodePacked(uint8(2), bytes32(uint256(5))); // 132 is no square there
        refused(REGISTRY, add(s), abi.encodeWithSelector(NotAPoint.selector, 2, bytes32(uint256(5))));
        s = spec(7, 1);
        s.keyProof = proofOf(8, 1); // another's signature
        refused(REGISTRY, add(s), noProof);
        s.keyProof = proofOf(7, 2); // for another organisation
        refused(REGISTRY, add(s), noProof);
        s.keyProof = new bytes(65); // no signature at all
        refused(REGISTRY, add(s), noProof);
        s.keyProof = new bytes(64);
        refused(REGISTRY, add(s), noProof);
        // Both signs of y.
        for (uint256 key = 20; key < 26; key++) join(key, 1);
    }

    function testBlsKeysComeWithTheirProofAndOnce() external {
        bytes4 wrong = RegistryStorage.WrongLength.selector;
        RegistryNodes.NodeSpec memory s = spec(7, 1);
        s.blsKey = new bytes(95);
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "blsKey", 95));
        s.blsKey = new bytes(96);
        refused(REGISTRY, add(s), abi.encodeWithSelector(wrong, "blsProof", 0));
        s.blsProof = new bytes(48);
        pass(REGISTRY, add(s));
        RegistryNodes.NodeSpec memory other = spec(8, 1);
        other.blsKey = s.blsKey;
        other.blsProof = s.blsProof;
        refused(REGISTRY, add(other), abi.encodeWithSelector(RegistryNodes.KeyInUse.selector, keccak256(s.blsKey), 4));
        other.blsKey = "";
        refused(REGISTRY, add(other), abi.encodeWithSelector(wrong, "blsKey", 0));
        // The node itself may keep it while it changes the other key.
        rotate(admin(1), 4, 9, 1, s.blsKey, s.blsProof);
    }

    function testWithSuiteBlsEveryValidatorNeedsSuchAKey() external {
        RegistryStorage.Parameters memory p = REG.parameters();
        p.suite = 2;
        bytes memory set = abi.encodeCall(Registry.setParameters, (p));
        refused(REGISTRY, set, abi.encodeWithSelector(RegistryNodes.BlsKeyMissing.selector, 0));
        pass(REGISTRY, add(observer(50, 1))); // needs none
        for (uint32 k = 0; k < 4; k++) {
            bytes memory key = abi.encodePacked(new bytes(95), uint8(k));
            pass(
                REGISTRY,
                abi.encodeCall(
                    RegistryNodes.rotateConsensusKey, (k, keyOf(60 + k), proofOf(60 + k, k + 1), key, new bytes(48))
                )
            );
        }
        pass(REGISTRY, set);
        refused(REGISTRY, add(spec(7, 1)), abi.encodeWithSelector(RegistryNodes.BlsKeyMissing.selector, 5));
        pass(REGISTRY, add(observer(51, 1)));
    }

    /// One that leaves does not hold the others back.
    function testALeaverNeedsNoBlsKey() external {
        uint32 node = join(7, 1);
        post(7, node);
        epochIfDue();
        for (uint32 k = 1; k < 5; k++) {
            uint32 organisation = REG.nodeRecord(k).organisation;
            bytes memory key = abi.encodePacked(new bytes(95), uint8(k));
            pass(
                REGISTRY,
                abi.encodeCall(
                    RegistryNodes.rotateConsensusKey,
                    (k, keyOf(60 + k), proofOf(60 + k, organisation), key, new bytes(48))
                )
            );
        }
        RegistryStorage.Parameters memory p = REG.parameters();
        p.suite = 2;
        pass(actions(remove(0), abi.encodeCall(Registry.setParameters, (p))));
        eq(REG.parameters().suite, 2);
    }

    function testAnOrganisationRotatesItsKeysAlone() external {
        VM.prank(admin(1));
        REG.rotateTlsKey(0, HASH);
        eq(uint256(REG.nodeRecord(0).tlsFingerprint), uint256(HASH));
        // Until an epoch is fixed, more goes into the same.
        rotate(admin(1), 0, 9, 1, "", "");
        require(REG.nodeRecord(0).account == VM.addr(9), "the new account");
        (,,, bool old) = PERM.accountInfo(validator(0));
        require(!old, "the old one may not call");
        VM.prank(VM.addr(9)); // by the node itself
        REG.rejoin(0, bytes16(uint128(9)));
        VM.prank(admin(1));
        REG.describe(0, "a", "b", "c");
        same(bytes(REG.nodeRecord(0).operator), "b");
        require(epochIfDue(), "an epoch");
        // Then it has to wait, or to be helped by a vote.
        bytes memory reason =
            abi.encodeWithSelector(RegistryNodes.TooSoon.selector, 0, block.timestamp + 3_600);
        failsWith(admin(1), REGISTRY, abi.encodeCall(RegistryNodes.setEndpoint, (0, "a:1")), reason);
        pass(REGISTRY, abi.encodeCall(RegistryNodes.setEndpoint, (0, "a:1")));
        VM.warp(block.timestamp + 3_600);
        VM.prank(admin(1));
        REG.setEndpoint(0, "b:1");
        // A key that was given up does not come back, a TLS key may.
        failsWith(
            admin(1),
            REGISTRY,
            abi.encodeCall(RegistryNodes.rotateConsensusKey, (0, keyOf(1), proofOf(1, 1), "", "")),
            abi.encodeWithSelector(RegistryNodes.KeyInUse.selector, keccak256(keyOf(1)), 0)
        );
        VM.prank(admin(1));
        REG.rotateTlsKey(0, bytes32(uint256(201)));
    }

    function testListsAreFull() external {
        VM.store(REGISTRY, bytes32(uint256(7)), bytes32(uint256(1_024)));
        refused(
            REGISTRY,
            add(observer(7, 1)),
            abi.encodeWithSelector(RegistryStorage.LimitReached.selector, "nodes", 1_024)
        );
        VM.store(REGISTRY, bytes32(uint256(7)), bytes32(uint256(4)));
        uint256 counters = uint256(VM.load(REGISTRY, bytes32(uint256(6))));
        VM.store(REGISTRY, bytes32(uint256(6)), bytes32(counters | 512)); // so many are active
        refused(
            REGISTRY,
            add(spec(7, 1)),
            abi.encodeWithSelector(RegistryStorage.LimitReached.selector, "validators", 512)
        );
    }
}
