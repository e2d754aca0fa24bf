// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {accountOf, possessionDigest, requirePossession} from "./ConsensusKey.sol";
import {GOVERNANCE, IPermissions, PERMISSIONS, pageEnd} from "./MembersBase.sol";
import {RegistryOrganisations} from "./RegistryOrganisations.sol";

/// Validators and observers. A change of validators becomes an epoch of the ordering layer: the record says what the next
/// epoch is to take, not what the current one has.
abstract contract RegistryNodes is RegistryOrganisations {
    /// An organisation that changes a validator alone may ask for an epoch that often, in seconds.
    uint256 public constant SELF_SERVICE_INTERVAL = 3_600;

    /// A node as it is proposed. Keys that an observer does not need may be empty.
    struct NodeSpec {
        uint32 organisation;
        uint8 role;
        bytes consensusKey;
        bytes keyProof;
        bytes32 tlsFingerprint;
        bytes16 incarnation;
        string name;
        string endpoint;
        string operator;
        string jurisdiction;
        bytes blsKey;
        bytes blsProof;
    }

    event NodeAdded(uint32 indexed node, uint32 indexed organisation, uint8 role, address account);
    event NodeReady(uint32 indexed node);
    event NodeLeaving(uint32 indexed node);
    event NodeLeft(uint32 indexed node);
    event NodeActive(uint32 indexed node);
    event NodeDescribed(uint32 indexed node, string name, string operator, string jurisdiction);
    event EndpointChanged(uint32 indexed node, string endpoint);
    event TlsKeyRotated(uint32 indexed node, bytes32 previous, bytes32 tlsFingerprint);
    event ConsensusKeyRotated(uint32 indexed node, address previous, address account, bytes blsKey);
    event IncarnationChanged(uint32 indexed node, bytes16 previous, bytes16 incarnation);

    error WrongRole(uint8 role);
    /// It is, or was, another node's.
    error KeyInUse(bytes32 keyHash, uint32 node);
    error TlsKeyInUse(bytes32 tlsFingerprint, uint32 node);
    error IncarnationInUse(bytes16 incarnation);
    /// An organisation may not ask again so soon; a vote may.
    error TooSoon(uint32 node, uint256 until);
    error NotJoining(uint32 node);
    error BlsKeyMissing(uint32 node);

    /// Admits a node. A validator joins with an epoch once it posted that it is ready.
    function addNode(NodeSpec calldata spec) external onlyGovernance returns (uint32 node) {
        if (spec.role != VALIDATOR && spec.role != OBSERVER) revert WrongRole(spec.role);
        if (_nodeIds.length >= NODES_MAX) revert LimitReached("nodes", NODES_MAX);
        Organisation storage owner = _requirePresent(spec.organisation);
        node = _counters.nextNode++;
        Node storage entry = _nodes[node];
        entry.organisation = spec.organisation;
        entry.role = spec.role;
        // Below NODES_MAX.
        // forge-lint: disable-next-line(unsafe-typecast)
        entry.place = uint16(_nodeIds.length);
        _nodeIds.push(node);
        owner.nodes++;
        owner.liveNodes++;
        _describe(entry, spec.name, spec.operator, spec.jurisdiction);
        _setEndpoint(entry, spec.endpoint);
        _setTls(node, entry, spec.tlsFingerprint);
        if (spec.role == VALIDATOR || spec.consensusKey.length > 0) {
            _setConsensusKey(node, entry, spec.consensusKey, spec.keyProof, spec.blsKey, spec.blsProof);
        }
        if (spec.role == VALIDATOR) {
            _setIncarnation(entry, spec.incarnation);
            _join(entry);
        } else {
            entry.state = ACTIVE;
        }
        emit NodeAdded(node, spec.organisation, spec.role, entry.account);
    }

    /// Lets a node go: an observer at once, a validator with an epoch, one that never joined at once.
    function removeNode(uint32 node) external onlyGovernance {
        Node storage entry = _requireLive(node);
        _organisations[entry.organisation].liveNodes--;
        if (entry.role == OBSERVER) {
            _leave(node, entry);
        } else if (entry.state == JOINING && !(_pending && entry.change <= _consumed)) {
            if (!entry.ready) _waiting--;
            _counters.joining--;
            _requestEpoch(); // what waited for this one may go on
            _leave(node, entry);
        } else {
            if (entry.state == JOINING) _counters.joining--;
            else _counters.active--;
            _counters.leaving++;
            entry.state = LEAVING;
            entry.change = _requestEpoch();
            emit NodeLeaving(node);
        }
    }

    /// A joining validator says that it follows the chain and can vote.
    function ready(uint32 node) external {
        Node storage entry = _nodes[node];
        if (msg.sender != entry.account) revert NotAllowed(msg.sender);
        if (entry.state != JOINING || entry.ready) revert NotJoining(node);
        entry.ready = true;
        _waiting--;
        emit NodeReady(node);
    }

    /// For people; nothing is decided by it.
    function describe(uint32 node, string calldata name, string calldata operator, string calldata jurisdiction)
        external
    {
        Node storage entry = _requireLive(node);
        _requireMayChange(entry.organisation, SELF_ENDPOINT);
        _describe(entry, name, operator, jurisdiction);
        emit NodeDescribed(node, name, operator, jurisdiction);
    }

    /// `host:port` that others dial; a name is resolved at each dial.
    function setEndpoint(uint32 node, string calldata endpoint) external {
        Node storage entry = _requireLive(node);
        _requireMayChange(entry.organisation, SELF_ENDPOINT);
        _setEndpoint(entry, endpoint);
        _asked(node, entry);
        emit EndpointChanged(node, endpoint);
    }

    function rotateTlsKey(uint32 node, bytes32 tlsFingerprint) external {
        Node storage entry = _requireLive(node);
        _requireMayChange(entry.organisation, SELF_TLS_KEY);
        bytes32 previous = entry.tlsFingerprint;
        _setTls(node, entry, tlsFingerprint);
        delete _nodeOfTls[previous];
        _asked(node, entry);
        emit TlsKeyRotated(node, previous, tlsFingerprint);
    }

    /// The new key signs votes from the next epoch on; the old one is not taken back.
    function rotateConsensusKey(
        uint32 node,
        bytes calldata consensusKey,
        bytes calldata keyProof,
        bytes calldata blsKey,
        bytes calldata blsProof
    ) external {
        Node storage entry = _requireLive(node);
        _requireMayChange(entry.organisation, SELF_CONSENSUS_KEY);
        address previous = entry.account;
        _setConsensusKey(node, entry, consensusKey, keyProof, blsKey, blsProof);
        if (previous != address(0)) _releaseAccount(previous, entry.organisation);
        _asked(node, entry);
        emit ConsensusKeyRotated(node, previous, entry.account, blsKey);
    }

    /// A validator that lost its log asks for an epoch that names its new one. Its own account may ask as well.
    function rejoin(uint32 node, bytes16 incarnation) external {
        Node storage entry = _requireLive(node);
        if (entry.role != VALIDATOR) revert WrongRole(entry.role);
        if (msg.sender != entry.account || _counters.selfService & SELF_INCARNATION == 0) {
            _requireMayChange(entry.organisation, SELF_INCARNATION);
        }
        bytes16 previous = entry.incarnation;
        _setIncarnation(entry, incarnation);
        _asked(node, entry);
        emit IncarnationChanged(node, previous, incarnation);
    }

    function _join(Node storage entry) private {
        if (uint256(_counters.active) + _counters.joining + _counters.leaving >= VALIDATORS_MAX) {
            revert LimitReached("validators", VALIDATORS_MAX);
        }
        entry.state = JOINING;
        _counters.joining++;
        _waiting++;
        entry.change = _requestEpoch();
    }

    /// A validator's change needs an epoch; what is asked for before one is fixed goes into the same.
    function _asked(uint32 node, Node storage entry) private {
        if (entry.role != VALIDATOR) return;
        uint64 request = _requestEpoch();
        if (msg.sender == GOVERNANCE) return;
        uint256 until = entry.askedAt + SELF_SERVICE_INTERVAL;
        if (entry.asked != 0 && entry.asked <= _consumed && block.timestamp < until) revert TooSoon(node, until);
        entry.askedAt = uint64(block.timestamp);
        entry.asked = request;
    }

    function _describe(Node storage entry, string calldata name, string calldata operator, string calldata jurisdiction)
        private
    {
        _requireLength("name", bytes(name).length, 1, 64);
        _requireLength("operator", bytes(operator).length, 0, 64);
        _requireLength("jurisdiction", bytes(jurisdiction).length, 0, 64);
        entry.name = name;
        entry.operator = operator;
        entry.jurisdiction = jurisdiction;
    }

    function _setEndpoint(Node storage entry, string calldata endpoint) private {
        _requireLength("endpoint", bytes(endpoint).length, 3, 255);
        entry.endpoint = endpoint;
    }

    function _setTls(uint32 node, Node storage entry, bytes32 fingerprint) private {
        if (fingerprint == 0) revert WrongLength("tlsFingerprint", 0);
        if (_nodeOfTls[fingerprint] != 0) revert TlsKeyInUse(fingerprint, uint32(_nodeOfTls[fingerprint] - 1));
        _nodeOfTls[fingerprint] = uint256(node) + 1;
        entry.tlsFingerprint = fingerprint;
    }

    function _setIncarnation(Node storage entry, bytes16 incarnation) private {
        if (incarnation == 0) revert WrongLength("incarnation", 0);
        if (_incarnations[incarnation]) revert IncarnationInUse(incarnation);
        _incarnations[incarnation] = true;
        entry.incarnation = incarnation;
    }

    function _setConsensusKey(
        uint32 node,
        Node storage entry,
        bytes calldata key,
        bytes calldata proof,
        bytes calldata blsKey,
        bytes calldata blsProof
    ) private {
        _requireLength("consensusKey", key.length, 33, 33);
        if (blsKey.length != 0 || blsProof.length != 0) {
            _requireLength("blsKey", blsKey.length, 96, 96);
            _requireLength("blsProof", blsProof.length, 48, 48);
        } else if (entry.role == VALIDATOR && _parameters.suite == SUITE_BLS12381) {
            revert BlsKeyMissing(node);
        }
        _claimKey(keccak256(key), node);
        // A node may keep its BLS key while it changes the other.
        if (blsKey.length != 0 && keccak256(blsKey) != keccak256(entry.blsKey)) _claimKey(keccak256(blsKey), node);
        entry.keyPrefix = uint8(key[0]);
        entry.keyX = bytes32(key[1:]);
        address account = accountOf(entry.keyPrefix, entry.keyX);
        requirePossession(account, possessionDigest(entry.organisation), proof);
        entry.account = account;
        entry.blsKey = blsKey;
        entry.blsProof = blsProof;
        _nodeOfAccount[account] = uint256(node) + 1;
        IPermissions(PERMISSIONS).setNodeAccount(account, entry.organisation, true);
    }

    /// No key is named twice, so that what one of them signed tells one node, in one time of its life.
    function _claimKey(bytes32 keyHash, uint32 node) private {
        uint256 holder = _nodeOfKey[keyHash];
        if (holder != 0) revert KeyInUse(keyHash, uint32(holder - 1));
        _nodeOfKey[keyHash] = uint256(node) + 1;
    }

    function _releaseAccount(address account, uint32 organisation) private {
        delete _nodeOfAccount[account];
        IPermissions(PERMISSIONS).setNodeAccount(account, organisation, false);
    }

    /// Out of the list; the record stays, so that number and keys are not given again.
    function _leave(uint32 node, Node storage entry) internal {
        entry.state = LEFT;
        _organisations[entry.organisation].nodes--;
        uint32 last = _nodeIds[_nodeIds.length - 1];
        _nodeIds[entry.place] = last;
        _nodes[last].place = entry.place;
        _nodeIds.pop();
        delete _nodeOfTls[entry.tlsFingerprint];
        if (entry.account != address(0)) _releaseAccount(entry.account, entry.organisation);
        emit NodeLeft(node);
    }

    function _requireLive(uint32 node) internal view returns (Node storage entry) {
        entry = _nodes[node];
        if (entry.state != JOINING && entry.state != ACTIVE) revert NoSuchNode(node, entry.state);
    }

    function nodeRecord(uint32 id) external view returns (Node memory) {
        return _nodes[id];
    }

    function nodeCount() external view returns (uint256) {
        return _nodeIds.length;
    }

    /// Numbers of those that have not left: at most `limit` and 128 from the `offset`-th on.
    function nodes(uint256 offset, uint256 limit) external view returns (uint32[] memory page) {
        uint256 end = pageEnd(offset, limit, _nodeIds.length);
        page = new uint32[](end - offset);
        for (uint256 i = offset; i < end; i++) {
            page[i - offset] = _nodeIds[i];
        }
    }

    /// What the owner of a consensus key of that organisation signs.
    function keyProofDigest(uint32 organisation) external view returns (bytes32) {
        return possessionDigest(organisation);
    }
}
