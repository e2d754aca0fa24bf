// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

// What the system contracts share: where they are, and who calls them. docs/spec/members.md is the specification.

address constant REGISTRY = 0x0000000000000000000000000000000000005100;
address constant PERMISSIONS = 0x0000000000000000000000000000000000005101;
address constant GOVERNANCE = 0x0000000000000000000000000000000000005102;
// Up to here addresses are kept for contracts like these.
address constant SYSTEM_RANGE_END = 0x00000000000000000000000000000000000051ff;
// Who calls when execution itself does (EIP-4788).
address constant EXECUTION = 0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE;

// States of an organisation.
uint8 constant ORGANISATION_ACTIVE = 1;
uint8 constant ORGANISATION_SUSPENDED = 2;
uint8 constant ORGANISATION_LEFT = 3;

// Roles of an account.
uint8 constant ADMIN = 1;
uint8 constant DEPLOYER = 2;
uint8 constant SENDER = 4;
uint8 constant AUDITOR = 8;
uint8 constant READER = 16;
uint8 constant ROLES = 31;

// What both numbers of a list's page are held to.
uint256 constant PAGE_MAX = 128;

/// What a system contract answers, so that an upgrade can tell one from another.
interface ISystemContract {
    /// keccak256 of the contract's name: another one is never put in its place.
    function systemContract() external pure returns (bytes32);
}

/// What may come next, for whoever has to vote on it: the committee after all requested changes.
struct Plan {
    /// Its validators, those that are active and those that join.
    uint16 n;
    uint16 c;
    /// How many of them may be faulty: (n - 1 - 2c) / 3.
    uint16 f;
    /// How many decide: (n + f) / 2 + 1.
    uint16 quorum;
    /// Those of the n that are members already.
    uint16 staying;
    uint16 joining;
    uint16 leaving;
    /// Joining ones that are not ready: the epoch waits for them.
    uint16 waiting;
    /// How many may leave at once: f of the current epoch.
    uint16 leavingMax;
    /// Whether those who stay are a quorum, should no joiner come up.
    bool livesWithoutJoiners;
}

interface IRegistry {
    function organisationState(uint32 organisation) external view returns (uint8);
    function activeOrganisations() external view returns (uint256);
    function organisationCount() external view returns (uint256);
    function plan() external view returns (Plan memory);
    function checkPlan(bool breakGlass) external view;
}

interface IPermissions {
    function accountWord(address account) external view returns (uint256);
    function isAdminOf(address account, uint32 organisation) external view returns (bool);
    function rules() external view returns (uint8 enforced, uint8 selfService);
    function enrol(uint32 organisation, address[] calldata admins) external;
    function setNodeAccount(address account, uint32 organisation, bool node) external;
}

/// Who may call.
abstract contract MembersBase is ISystemContract {
    error OnlyGovernance(address caller);
    error OnlyExecution(address caller);
    error OnlyRegistry(address caller);

    modifier onlyGovernance() {
        if (msg.sender != GOVERNANCE) revert OnlyGovernance(msg.sender);
        _;
    }

    modifier onlyExecution() {
        if (msg.sender != EXECUTION) revert OnlyExecution(msg.sender);
        _;
    }
}

/// Where a page of a list ends that begins at `offset`: at most `limit` and 128 entries on.
function pageEnd(uint256 offset, uint256 limit, uint256 length) pure returns (uint256) {
    if (limit > PAGE_MAX) limit = PAGE_MAX;
    if (offset >= length) return offset;
    return limit < length - offset ? offset + limit : length;
}
