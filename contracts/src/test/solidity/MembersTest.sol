// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governance} from "../../main/solidity/Governance.sol";
import {EXECUTION, GOVERNANCE, PERMISSIONS, REGISTRY} from "../../main/solidity/MembersBase.sol";
import {Permissions} from "../../main/solidity/Permissions.sol";
import {Registry} from "../../main/solidity/Registry.sol";
import {RegistryNodes} from "../../main/solidity/RegistryNodes.sol";
import {RegistryStorage} from "../../main/solidity/RegistryStorage.sol";
import {SystemProxy} from "../../main/solidity/SystemProxy.sol";

struct Log {
    bytes32[] topics;
    bytes data;
    address emitter;
}

interface Vm {
    function addr(uint256 key) external pure returns (address);
    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function etch(address target, bytes calldata code) external;
    function loadAllocs(string calldata file) external;
    function load(address target, bytes32 slot) external view returns (bytes32);
    function store(address target, bytes32 slot, bytes32 value) external;
    function prank(address sender) external;
    function warp(uint256 time) external;
    function roll(uint256 number) external;
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
    function snapshotState() external returns (uint256);
    function revertToState(uint256 snapshot) external returns (bool);
    function createWallet(uint256 key) external returns (Wallet memory);
}

struct Wallet {
    address addr;
    uint256 publicKeyX;
    uint256 publicKeyY;
    uint256 privateKey;
}

/// A chain as its genesis file lays it out: four organisations with a validator and an admin each. `genesis.json` is what
/// Java writes; keys are small numbers (MembersFixture).
abstract contract MembersTest {
    Vm internal constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    Registry internal constant REG = Registry(REGISTRY);
    Permissions internal constant PERM = Permissions(PERMISSIONS);
    Governance internal constant GOV = Governance(GOVERNANCE);
    address internal constant STRANGER = address(0xbad);
    uint256 internal constant ORGANISATIONS = 4;

    function setUp() public virtual {
        VM.loadAllocs("src/test/solidity/genesis.json");
        bytes memory proxy = type(SystemProxy).runtimeCode;
        VM.etch(REGISTRY, proxy);
        VM.etch(PERMISSIONS, proxy);
        VM.etch(GOVERNANCE, proxy);
        VM.etch(address(0x5110), type(Registry).runtimeCode);
        VM.etch(address(0x5111), type(Permissions).runtimeCode);
        VM.etch(address(0x5112), type(Governance).runtimeCode);
        VM.warp(1_800_000_000);
        VM.roll(10);
    }

    /// Admin of the organisation: its first account.
    function admin(uint256 organisation) internal pure returns (address) {
        return VM.addr(100 + organisation);
    }

    /// Account of the genesis file's k-th validator.
    function validator(uint256 k) internal pure returns (address) {
        return VM.addr(1 + k);
    }

    // Calls that are expected to fail

    function fails(address caller, address target, bytes memory data) internal returns (bytes memory answer) {
        bool done;
        VM.prank(caller);
        (done, answer) = target.call(data);
        require(!done, "succeeded");
    }

    function failsWith(address caller, address target, bytes memory data, bytes memory reason) internal {
        same(fails(caller, target, data), reason);
    }

    function same(bytes memory actual, bytes memory expected) internal pure {
        if (keccak256(actual) != keccak256(expected)) revert Differs(actual, expected);
    }

    error Differs(bytes actual, bytes expected);
    error Numbers(uint256 actual, uint256 expected);

    function eq(uint256 actual, uint256 expected) internal pure {
        if (actual != expected) revert Numbers(actual, expected);
    }

    // Votes

    function action(address target, bytes memory data) internal pure returns (Governance.Action[] memory list) {
        list = new Governance.Action[](1);
        list[0] = Governance.Action(target, data);
    }

    function actions(bytes memory first, bytes memory second) internal pure returns (Governance.Action[] memory list) {
        list = new Governance.Action[](2);
        list[0] = Governance.Action(REGISTRY, first);
        list[1] = Governance.Action(REGISTRY, second);
    }

    /// Proposed by organisation 1 and approved by as many as are needed, in ascending order.
    function approved(Governance.Action[] memory list, bool breakGlass) internal returns (uint64 id) {
        VM.prank(admin(1));
        id = GOV.propose(list, "", breakGlass);
        for (uint256 k = 2; k <= ORGANISATIONS; k++) {
            (uint256 approvals, uint256 needed) = GOV.tally(id);
            if (approvals >= needed) break;
            VM.prank(admin(k));
            GOV.approve(id);
        }
    }

    function pass(Governance.Action[] memory list) internal returns (uint64 id) {
        id = approved(list, false);
        VM.prank(admin(1));
        GOV.execute(id);
    }

    function pass(address target, bytes memory data) internal {
        pass(action(target, data));
    }

    /// The proposal is refused from the start, for this reason of its only action.
    function refused(address target, bytes memory data, bytes memory reason) internal {
        failsWith(
            admin(1),
            GOVERNANCE,
            abi.encodeCall(Governance.propose, (action(target, data), "", false)),
            abi.encodeWithSelector(Governance.ActionFailed.selector, 0, reason)
        );
    }

    function refused(Governance.Action[] memory list, bytes memory reason) internal {
        failsWith(admin(1), GOVERNANCE, abi.encodeCall(Governance.propose, (list, "", false)), reason);
    }

    // Nodes

    function keyOf(uint256 key) internal returns (bytes memory) {
        Wallet memory wallet = VM.createWallet(key);
        return abi.encodePacked(uint8(2 + wallet.publicKeyY % 2), wallet.publicKeyX);
    }

    function proofOf(uint256 key, uint32 organisation) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, REG.keyProofDigest(organisation));
        return abi.encodePacked(r, s, v);
    }

    /// A validator whose keys, account, TLS key and log follow from one number.
    function spec(uint256 key, uint32 organisation) internal returns (RegistryNodes.NodeSpec memory s) {
        s.organisation = organisation;
        s.role = 1;
        s.consensusKey = keyOf(key);
        s.keyProof = proofOf(key, organisation);
        s.tlsFingerprint = bytes32(1_000 + key);
        s.incarnation = bytes16(uint128(2_000 + key));
        s.name = "node";
        s.endpoint = "node.example:30303";
        s.operator = "operator";
        s.jurisdiction = "CH";
    }

    function observer(uint256 key, uint32 organisation) internal pure returns (RegistryNodes.NodeSpec memory s) {
        s.organisation = organisation;
        s.role = 2;
        s.tlsFingerprint = bytes32(1_000 + key);
        s.name = "observer";
        s.endpoint = "observer.example:30303";
    }

    function add(RegistryNodes.NodeSpec memory s) internal pure returns (bytes memory) {
        return abi.encodeCall(RegistryNodes.addNode, (s));
    }

    function remove(uint32 node) internal pure returns (bytes memory) {
        return abi.encodeCall(RegistryNodes.removeNode, (node));
    }

    /// Admits a validator by vote; its number.
    function join(uint256 key, uint32 organisation) internal returns (uint32 node) {
        pass(REGISTRY, add(spec(key, organisation)));
        bool known;
        (known, node) = REG.nodeOfAccount(VM.addr(key));
        require(known, "the account is a node's");
    }

    function post(uint256 key, uint32 node) internal {
        VM.prank(VM.addr(key));
        REG.ready(node);
    }

    function stateOf(uint32 node) internal view returns (uint8) {
        return REG.nodeRecord(node).state;
    }

    // What execution does

    function epochFixed() internal returns (uint64 number, uint64 start, bytes32 hash) {
        (RegistryStorage.EpochState memory now_,) = REG.currentEpoch();
        number = now_.number + 1;
        start = now_.start + 256;
        hash = keccak256(abi.encode(number));
        VM.prank(EXECUTION);
        REG.epochFixed(number, start, hash);
    }

    function epoch() internal {
        (uint64 number, uint64 start, bytes32 hash) = epochFixed();
        VM.prank(EXECUTION);
        REG.epochStarted(number, start, hash);
    }

    /// As execution decides: an epoch is fixed if one is asked for and nobody is waited for.
    function epochIfDue() internal returns (bool due) {
        (uint64 request, uint64 consumed, uint16 waiting, bool pending) = REG.epochRequest();
        due = request != consumed && waiting == 0 && !pending;
        if (due) epoch();
    }
}
