// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ADMIN, IPermissions, PERMISSIONS, Plan} from "./MembersBase.sol";
import {RegistryNodes} from "./RegistryNodes.sol";

/// Organisations, their nodes, and the epochs of the ordering layer that follow from them. Behind the proxy at 0x…5100.
///
/// Execution reads `request` at the end of each block. When it differs from `consumed` and no joiner is waited for, execution
/// fixes the next epoch from the records and says so by `epochFixed`; when that epoch begins, by `epochStarted`.
contract Registry is RegistryNodes {
    uint256 public constant WINDOW_MAX = 1_024;
    uint256 public constant PAYLOAD_BYTES_MIN = 163_840;
    uint256 public constant PAYLOAD_BYTES_MAX = 4_194_304;
    uint256 public constant EVIDENCE_BYTES_MAX = 65_536;
    /// Bit 41 of an account's word.
    uint256 private constant NODE_ACCOUNT = 1 << 41;

    event ParametersChanged(uint16 c, uint16 window, uint16 inFlight, uint32 payloadBytes, uint8 suite, bool lanes);
    event SelfServiceChanged(uint8 flags);
    event EpochFixed(uint64 indexed number, uint64 start, bytes32 hash, uint64 request);
    event EpochStarted(uint64 indexed number, uint64 start, bytes32 hash);
    event EvidenceSubmitted(address indexed by, bytes32 indexed evidenceHash, bytes evidence);
    event LaneFrozen(uint64 indexed epoch, uint32 indexed node, bytes32 evidenceHash);

    error WrongEpoch(uint64 number, uint64 expected);
    error WrongParameter(string what, uint256 value, uint256 min, uint256 max);
    error TooFewValidators(uint256 n, uint256 min);
    /// So many slow ones leave no faulty one that the committee could bear.
    error SlowReplicasOutOfRange(uint256 c, uint256 max);
    /// As many as this may be faulty: were more to go at once, those who stay might be no quorum.
    error TooManyLeave(uint256 leaving, uint256 max);
    error EvidenceKnown(bytes32 evidenceHash, uint256 blockNumber);

    /// keccak256("quorate.Registry").
    function systemContract() external pure returns (bytes32) {
        return keccak256("quorate.Registry");
    }

    /// By what rules the next epoch orders. Whether c suits the committee is seen when all actions of a vote are done.
    function setParameters(Parameters calldata p) external onlyGovernance {
        _requireRange("window", p.window, 1, WINDOW_MAX);
        _requireRange("inFlight", p.inFlight, 1, p.window);
        _requireRange("payloadBytes", p.payloadBytes, PAYLOAD_BYTES_MIN, PAYLOAD_BYTES_MAX);
        _requireRange("suite", p.suite, SUITE_SECP256K1, SUITE_BLS12381);
        if (p.suite == SUITE_BLS12381) _requireBlsKeys();
        _parameters = p;
        _requestEpoch();
        emit ParametersChanged(p.c, p.window, p.inFlight, p.payloadBytes, p.suite, p.lanes);
    }

    /// What an organisation may change of its own nodes without a vote: SELF_ENDPOINT and so on, added up.
    function setSelfService(uint8 flags) external onlyGovernance {
        _requireRange("flags", flags, 0, 15);
        _counters.selfService = flags;
        emit SelfServiceChanged(flags);
    }

    function _requireRange(string memory what, uint256 value, uint256 min, uint256 max) private pure {
        if (value < min || value > max) revert WrongParameter(what, value, min, max);
    }

    function _requireBlsKeys() private view {
        for (uint256 i = 0; i < _nodeIds.length; i++) {
            Node storage entry = _nodes[_nodeIds[i]];
            if (entry.role == VALIDATOR && entry.state != LEAVING && entry.blsKey.length == 0) {
                revert BlsKeyMissing(_nodeIds[i]);
            }
        }
    }

    /// Execution computed the next epoch out of the records: its first slot is the one after `start`.
    function epochFixed(uint64 number, uint64 start, bytes32 hash) external onlyExecution {
        if (number != _current.number + 1) revert WrongEpoch(number, _current.number + 1);
        _consumed = _request;
        _pending = true;
        _next = EpochState(number, start, _counters.active + _counters.joining, _parameters.c);
        _nextHash = hash;
        emit EpochFixed(number, start, hash, _request);
    }

    /// An epoch begins. Of one that was fixed, who joined is active now and who was to leave has left. Another one was begun by
    /// operators' hand (docs/spec/wire-format.md, recovery records): then what was fixed is void, and asked for again.
    function epochStarted(uint64 number, uint64 start, bytes32 hash) external onlyExecution {
        if (number <= _current.number) revert WrongEpoch(number, _current.number + 1);
        bool pending = _pending;
        bool planned = pending && number == _next.number && hash == _nextHash;
        if (planned) _current = _next;
        _current.number = number;
        _current.start = start;
        _currentHash = hash;
        _epochs[number] = EpochMark(start, hash);
        delete _next;
        delete _nextHash;
        _pending = false;
        if (planned) _takeIn(_consumed);
        else if (pending) _requestEpoch();
        emit EpochStarted(number, start, hash);
    }

    function _takeIn(uint64 consumed) private {
        // Backwards: a leaver's place is taken by the last of the list, which was looked at.
        for (uint256 i = _nodeIds.length; i > 0; i--) {
            uint32 id = _nodeIds[i - 1];
            Node storage entry = _nodes[id];
            if (entry.change > consumed) continue;
            if (entry.state == JOINING) _activate(id, entry);
            else if (entry.state == LEAVING) _retire(id, entry);
        }
    }

    function _activate(uint32 id, Node storage entry) private {
        entry.state = ACTIVE;
        _counters.joining--;
        _counters.active++;
        emit NodeActive(id);
    }

    function _retire(uint32 id, Node storage entry) private {
        _counters.leaving--;
        _leave(id, entry);
    }

    /// Takes the proof that somebody signed two things that exclude each other. Execution may verify it; this contract keeps
    /// its hash, so that the same bytes come once.
    function submitEvidence(bytes calldata evidence) external {
        uint256 word = IPermissions(PERMISSIONS).accountWord(msg.sender);
        if (word & NODE_ACCOUNT == 0 && uint8(word >> 32) & ADMIN == 0) revert NotAllowed(msg.sender);
        _requireLength("evidence", evidence.length, 1, EVIDENCE_BYTES_MAX);
        bytes32 evidenceHash = keccak256(evidence);
        if (_evidence[evidenceHash] != 0) revert EvidenceKnown(evidenceHash, _evidence[evidenceHash]);
        _evidence[evidenceHash] = block.number;
        emit EvidenceSubmitted(msg.sender, evidenceHash, evidence);
    }

    /// Execution verified the evidence: of this epoch's lane of that node nothing more is taken.
    function laneFrozen(uint64 epoch, uint32 id, bytes32 evidenceHash) external onlyExecution {
        if (_frozen[epoch][id] != 0) return;
        _frozen[epoch][id] = evidenceHash;
        emit LaneFrozen(epoch, id, evidenceHash);
    }

    /// The committee after all that was asked for.
    function plan() public view returns (Plan memory result) {
        Counters memory count = _counters;
        result.n = count.active + count.joining;
        result.c = _parameters.c;
        result.f = _faulty(result.n, result.c);
        result.quorum = (result.n + result.f) / 2 + 1;
        result.staying = count.active;
        result.joining = count.joining;
        result.leaving = count.leaving;
        result.waiting = _waiting;
        result.leavingMax = _faulty(_current.n, _current.c);
        result.livesWithoutJoiners = count.active >= result.quorum;
    }

    /// Fails where no ordering layer could work with it, or, but for break-glass, where too many leave at once.
    function checkPlan(bool breakGlass) external view {
        Plan memory next = plan();
        if (next.n == 0 && _current.n == 0) return; // a chain that nobody orders
        if (next.n < COMMITTEE_MIN) revert TooFewValidators(next.n, COMMITTEE_MIN);
        uint256 max = (next.n - COMMITTEE_MIN) / 2;
        if (next.c > max) revert SlowReplicasOutOfRange(next.c, max);
        if (!breakGlass && next.leaving > next.leavingMax) revert TooManyLeave(next.leaving, next.leavingMax);
    }

    /// (n - 1 - 2c) / 3, and 0 where that is nothing.
    function _faulty(uint16 n, uint16 c) private pure returns (uint16) {
        uint256 slow = 1 + 2 * uint256(c);
        // No more than n.
        // forge-lint: disable-next-line(unsafe-typecast)
        return n > slow ? uint16((n - slow) / 3) : 0;
    }

    /// `request`, `consumed`, `waiting` and `pending` as of slot 0.
    function epochRequest() external view returns (uint64 request, uint64 consumed, uint16 waiting, bool pending) {
        return (_request, _consumed, _waiting, _pending);
    }

    /// Number, last slot before it, n and c, and the hash of the configuration (0 in the first epoch).
    function currentEpoch() external view returns (EpochState memory state, bytes32 hash) {
        return (_current, _currentHash);
    }

    /// The epoch that is fixed and not begun; number 0 where there is none.
    function nextEpoch() external view returns (EpochState memory state, bytes32 hash) {
        return (_next, _nextHash);
    }

    /// Start and hash of an epoch that began by `epochStarted`.
    function epochMark(uint64 number) external view returns (uint64 start, bytes32 hash) {
        EpochMark storage mark = _epochs[number];
        return (mark.start, mark.hash);
    }

    function parameters() external view returns (Parameters memory) {
        return _parameters;
    }

    function selfService() external view returns (uint8) {
        return _counters.selfService;
    }

    /// Number of the block that holds this evidence, 0 for none.
    function evidenceBlock(bytes32 evidenceHash) external view returns (uint256) {
        return _evidence[evidenceHash];
    }

    /// Hash of the evidence for which the lane is frozen, 0 for none.
    function frozenLane(uint64 epoch, uint32 id) external view returns (bytes32) {
        return _frozen[epoch][id];
    }

    /// The number of the node whose account this is.
    function nodeOfAccount(address account) external view returns (bool known, uint32 id) {
        uint256 holder = _nodeOfAccount[account];
        // A node's number plus 1.
        // forge-lint: disable-next-line(unsafe-typecast)
        return holder == 0 ? (false, uint32(0)) : (true, uint32(holder - 1));
    }
}
