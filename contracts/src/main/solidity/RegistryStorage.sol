// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {GOVERNANCE, PERMISSIONS, IPermissions, MembersBase} from "./MembersBase.sol";

/// What the Registry keeps, in the slots that docs/spec/members.md names: execution reads them without a call. New variables
/// go to the end.
abstract contract RegistryStorage is MembersBase {
    uint8 public constant VALIDATOR = 1;
    uint8 public constant OBSERVER = 2;

    uint8 public constant JOINING = 1;
    uint8 public constant ACTIVE = 2;
    uint8 public constant LEAVING = 3;
    uint8 public constant LEFT = 4;

    uint8 public constant SELF_ENDPOINT = 1;
    uint8 public constant SELF_TLS_KEY = 2;
    uint8 public constant SELF_CONSENSUS_KEY = 4;
    uint8 public constant SELF_INCARNATION = 8;

    uint8 public constant SUITE_SECP256K1 = 1;
    uint8 public constant SUITE_BLS12381 = 2;

    uint256 public constant ORGANISATIONS_MAX = 1_024;
    uint256 public constant NODES_MAX = 1_024;
    uint256 public constant VALIDATORS_MAX = 512;
    uint256 public constant COMMITTEE_MIN = 4;

    /// An epoch: its number, the last slot before it, how many members, how many of them may be slow.
    struct EpochState {
        uint64 number;
        uint64 start;
        uint16 n;
        uint16 c;
    }

    /// By what rules the next epoch orders.
    struct Parameters {
        uint16 c;
        uint16 window;
        uint16 inFlight;
        uint32 payloadBytes;
        uint8 suite;
        bool lanes;
    }

    struct Counters {
        uint16 active;
        uint16 joining;
        uint16 leaving;
        uint32 nextNode;
        uint32 nextOrganisation;
        uint16 activeOrganisations;
        uint8 selfService;
    }

    struct Node {
        uint32 organisation;
        uint8 role;
        uint8 state;
        bool ready;
        uint8 keyPrefix;
        uint16 place;
        uint64 change;
        bytes32 keyX;
        bytes32 tlsFingerprint;
        address account;
        uint64 askedAt;
        bytes16 incarnation;
        uint64 asked;
        string name;
        string endpoint;
        string operator;
        string jurisdiction;
        bytes blsKey;
        bytes blsProof;
    }

    struct Organisation {
        uint8 state;
        uint16 nodes;
        uint16 liveNodes;
        uint16 place;
        string name;
    }

    struct EpochMark {
        uint64 start;
        bytes32 hash;
    }

    uint64 internal _request; // slot 0
    uint64 internal _consumed;
    uint16 internal _waiting;
    bool internal _pending;
    EpochState internal _current; // slot 1
    EpochState internal _next; // slot 2
    bytes32 internal _currentHash; // slot 3
    bytes32 internal _nextHash; // slot 4
    Parameters internal _parameters; // slot 5
    Counters internal _counters; // slot 6
    uint32[] internal _nodeIds; // slot 7
    mapping(uint32 node => Node) internal _nodes; // slot 8
    uint32[] internal _organisationIds; // slot 9
    mapping(uint32 organisation => Organisation) internal _organisations; // slot 10
    mapping(bytes32 keyHash => uint256) internal _nodeOfKey; // slot 11
    mapping(bytes32 tlsFingerprint => uint256) internal _nodeOfTls; // slot 12
    mapping(bytes16 incarnation => bool) internal _incarnations; // slot 13
    mapping(uint64 epoch => EpochMark) internal _epochs; // slot 14
    mapping(bytes32 evidenceHash => uint256) internal _evidence; // slot 15
    mapping(uint64 epoch => mapping(uint32 node => bytes32)) internal _frozen; // slot 16
    mapping(address account => uint256) internal _nodeOfAccount; // slot 17

    error NoSuchOrganisation(uint32 organisation, uint8 state);
    error NoSuchNode(uint32 node, uint8 state);
    error NotAllowed(address caller);
    /// One of the texts or byte strings has another length than is allowed.
    error WrongLength(string what, uint256 length);
    error LimitReached(string what, uint256 limit);

    event EpochRequested(uint64 indexed request);

    /// Governance always; an admin of the organisation where governance left that to organisations.
    function _requireMayChange(uint32 organisation, uint8 what) internal view {
        if (msg.sender == GOVERNANCE) return;
        if (_counters.selfService & what == 0 || !IPermissions(PERMISSIONS).isAdminOf(msg.sender, organisation)) {
            revert NotAllowed(msg.sender);
        }
    }

    function _requireLength(string memory what, uint256 length, uint256 min, uint256 max) internal pure {
        if (length < min || length > max) revert WrongLength(what, length);
    }

    function _requestEpoch() internal returns (uint64 request) {
        request = ++_request;
        emit EpochRequested(request);
    }
}
