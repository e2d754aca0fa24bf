// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {
    ADMIN,
    GOVERNANCE,
    IPermissions,
    IRegistry,
    MembersBase,
    ORGANISATION_ACTIVE,
    ORGANISATION_LEFT,
    PERMISSIONS,
    Plan,
    REGISTRY,
    pageEnd
} from "./MembersBase.sol";

/// How organisations decide together. An admin proposes calls to the system contracts; organisations approve, one vote each;
/// a quorum of the active ones lets any admin execute them. Behind the proxy at 0x…5102, and the only one that may change it.
///
/// Break-glass is for when the ordinary way is blocked: all organisations that have not left count and vote, suspended ones and
/// suspended admins too, at least four in five of them must agree, and more validators than f may leave at once.
contract Governance is MembersBase {
    uint256 public constant ACTIONS_MAX = 16;
    uint256 public constant ACTION_BYTES_MAX = 16_384;
    uint256 public constant DESCRIPTION_BYTES_MAX = 1_024;
    /// Open proposals of one organisation, of each way.
    uint256 public constant OPEN_MAX = 8;
    uint256 public constant LIFETIME_MIN = 3_600;
    uint256 public constant LIFETIME_MAX = 365 days;

    uint8 public constant OPEN = 1;
    uint8 public constant EXECUTED = 2;
    uint8 public constant CANCELLED = 3;
    uint8 public constant EXPIRED = 4;

    struct Settings {
        /// More than numerator / denominator of the active organisations decide.
        uint8 numerator;
        uint8 denominator;
        /// Seconds after which a proposal cannot be executed any more.
        uint32 lifetime;
        uint64 proposals;
    }

    struct Action {
        address target;
        bytes data;
    }

    struct Proposal {
        uint32 organisation;
        uint8 state;
        bool breakGlass;
        uint64 expiresAt;
        address proposer;
        string description;
        Action[] actions;
        uint32[] approvals;
    }

    /// What a proposal would do: the committee, the voters and the rules before and after.
    struct Effect {
        Plan planBefore;
        Plan planAfter;
        uint256 organisationsBefore;
        uint256 organisationsAfter;
        uint256 neededBefore;
        uint256 neededAfter;
        uint8 enforcedBefore;
        uint8 enforcedAfter;
    }

    Settings internal _settings; // slot 0
    mapping(uint64 id => Proposal) internal _proposals; // slot 1
    /// Place of the organisation in `approvals` + 1.
    mapping(uint64 id => mapping(uint32 organisation => uint256)) internal _approved; // slot 2
    mapping(uint32 organisation => mapping(bool breakGlass => uint64[])) internal _open; // slot 3
    bool internal transient _running;

    event Proposed(
        uint64 indexed id,
        uint32 indexed organisation,
        address indexed proposer,
        bool breakGlass,
        uint64 expiresAt,
        string description
    );
    event Approved(uint64 indexed id, uint32 indexed organisation, address indexed by);
    event ApprovalWithdrawn(uint64 indexed id, uint32 indexed organisation, address indexed by);
    event Executed(uint64 indexed id, address indexed by, bool breakGlass);
    event Cancelled(uint64 indexed id, address indexed by);
    event QuorumChanged(uint8 numerator, uint8 denominator);
    event LifetimeChanged(uint32 lifetime);

    error NotAVoter(address caller);
    error NotYours(uint64 id, uint32 organisation);
    error NoActions();
    error TooLong(string what, uint256 length, uint256 max);
    /// Proposals call the system contracts and nothing else.
    error ForeignTarget(address target);
    error TooManyOpen(uint32 organisation, uint256 max);
    error NotOpen(uint64 id, uint8 state);
    error ApprovedAlready(uint64 id, uint32 organisation);
    error NotApproved(uint64 id, uint32 organisation);
    error QuorumMissing(uint64 id, uint256 approvals, uint256 needed);
    error ActionFailed(uint256 index, bytes reason);
    error WrongQuorum(uint8 numerator, uint8 denominator);
    error WrongLifetime(uint32 lifetime);
    error Reentered();
    /// Carries the answer of a dry run out of what it undoes.
    error DryRun(Effect effect);

    /// keccak256("quorate.Governance").
    function systemContract() external pure returns (bytes32) {
        return keccak256("quorate.Governance");
    }

    // The way of a proposal

    /// Opens a proposal and approves it for the proposer's organisation. Fails as `dryRun` does where it could not be executed
    /// as things are.
    function propose(Action[] calldata actions, string calldata description, bool breakGlass)
        external
        returns (uint64 id)
    {
        uint32 organisation = _requireVoter(breakGlass);
        _requireWellFormed(actions);
        if (bytes(description).length > DESCRIPTION_BYTES_MAX) {
            revert TooLong("description", bytes(description).length, DESCRIPTION_BYTES_MAX);
        }
        dryRun(actions, breakGlass);
        id = ++_settings.proposals;
        _admit(organisation, breakGlass, id);
        Proposal storage proposal_ = _proposals[id];
        proposal_.organisation = organisation;
        proposal_.state = OPEN;
        proposal_.breakGlass = breakGlass;
        proposal_.expiresAt = uint64(block.timestamp) + _settings.lifetime;
        proposal_.proposer = msg.sender;
        proposal_.description = description;
        for (uint256 i = 0; i < actions.length; i++) {
            proposal_.actions.push(actions[i]);
        }
        emit Proposed(id, organisation, msg.sender, breakGlass, proposal_.expiresAt, description);
        _approve(proposal_, id, organisation);
    }

    function approve(uint64 id) external {
        Proposal storage proposal_ = _requireOpen(id);
        uint32 organisation = _requireVoter(proposal_.breakGlass);
        if (_approved[id][organisation] != 0) revert ApprovedAlready(id, organisation);
        _approve(proposal_, id, organisation);
    }

    /// An organisation takes its approval back while the proposal is open.
    function withdrawApproval(uint64 id) external {
        Proposal storage proposal_ = _requireOpen(id);
        uint32 organisation = _requireVoter(proposal_.breakGlass);
        uint256 place = _approved[id][organisation];
        if (place == 0) revert NotApproved(id, organisation);
        uint32[] storage list = proposal_.approvals;
        uint32 last = list[list.length - 1];
        list[place - 1] = last;
        _approved[id][last] = place;
        delete _approved[id][organisation];
        list.pop();
        emit ApprovalWithdrawn(id, organisation, msg.sender);
    }

    /// Carries out what a quorum approved: all of it or nothing.
    function execute(uint64 id) external {
        Proposal storage proposal_ = _requireOpen(id);
        bool breakGlass = proposal_.breakGlass;
        _requireVoter(breakGlass);
        (uint256 approvals, uint256 needed) = tally(id);
        if (approvals < needed) revert QuorumMissing(id, approvals, needed);
        _close(proposal_, id, EXECUTED);
        emit Executed(id, msg.sender, breakGlass);
        _run(proposal_.actions, breakGlass);
    }

    /// By the organisation that proposed it.
    function cancel(uint64 id) external {
        Proposal storage proposal_ = _requireOpen(id);
        if (_requireVoter(proposal_.breakGlass) != proposal_.organisation) revert NotYours(id, proposal_.organisation);
        _close(proposal_, id, CANCELLED);
        emit Cancelled(id, msg.sender);
    }

    /// What executing these actions now would do, or why it would fail. For eth_call: it leaves nothing behind.
    function dryRun(Action[] calldata actions, bool breakGlass) public returns (Effect memory) {
        _requireWellFormed(actions);
        try this.runAndRevert(actions, breakGlass) {
            revert Reentered();
        } catch (bytes memory answer) {
            if (bytes4(answer) != DryRun.selector) {
                assembly ("memory-safe") {
                    revert(add(answer, 32), mload(answer))
                }
            }
            assembly ("memory-safe") {
                // The selector makes way: what follows is the encoded effect.
                let length := sub(mload(answer), 4)
                answer := add(answer, 4)
                mstore(answer, length)
            }
            return abi.decode(answer, (Effect));
        }
    }

    /// For `dryRun` alone; reverts always.
    function runAndRevert(Action[] calldata actions, bool breakGlass) external {
        if (msg.sender != address(this)) revert OnlyGovernance(msg.sender);
        Effect memory effect;
        (effect.planBefore, effect.organisationsBefore, effect.neededBefore, effect.enforcedBefore) = _state(breakGlass);
        _run(actions, breakGlass);
        (effect.planAfter, effect.organisationsAfter, effect.neededAfter, effect.enforcedAfter) = _state(breakGlass);
        revert DryRun(effect);
    }

    function _state(bool breakGlass) private view returns (Plan memory plan, uint256 voters, uint256 needed, uint8 enforced) {
        plan = IRegistry(REGISTRY).plan();
        voters = _voters(breakGlass);
        needed = votesNeeded(voters, breakGlass);
        (enforced,) = IPermissions(PERMISSIONS).rules();
    }

    function _run(Action[] memory actions, bool breakGlass) private {
        if (_running) revert Reentered();
        _running = true;
        for (uint256 i = 0; i < actions.length; i++) {
            (bool done, bytes memory answer) = actions[i].target.call(actions[i].data);
            if (!done) revert ActionFailed(i, answer);
        }
        IRegistry(REGISTRY).checkPlan(breakGlass);
        _running = false;
    }

    function _requireWellFormed(Action[] calldata actions) private pure {
        if (actions.length == 0) revert NoActions();
        if (actions.length > ACTIONS_MAX) revert TooLong("actions", actions.length, ACTIONS_MAX);
        uint256 size = 0;
        for (uint256 i = 0; i < actions.length; i++) {
            address target = actions[i].target;
            if (target != REGISTRY && target != PERMISSIONS && target != GOVERNANCE) revert ForeignTarget(target);
            size += actions[i].data.length;
        }
        if (size > ACTION_BYTES_MAX) revert TooLong("actions' data", size, ACTION_BYTES_MAX);
    }

    /// Takes the place of one that expired, or one more.
    function _admit(uint32 organisation, bool breakGlass, uint64 id) private {
        uint64[] storage list = _open[organisation][breakGlass];
        for (uint256 i = list.length; i > 0; i--) {
            if (_proposals[list[i - 1]].expiresAt < block.timestamp) {
                list[i - 1] = list[list.length - 1];
                list.pop();
            }
        }
        if (list.length >= OPEN_MAX) revert TooManyOpen(organisation, OPEN_MAX);
        list.push(id);
    }

    function _close(Proposal storage proposal_, uint64 id, uint8 state) private {
        proposal_.state = state;
        uint64[] storage list = _open[proposal_.organisation][proposal_.breakGlass];
        uint256 i = 0;
        while (list[i] != id) i++; // an open one is in the list, which has at most OPEN_MAX
        list[i] = list[list.length - 1];
        list.pop();
    }

    function _approve(Proposal storage proposal_, uint64 id, uint32 organisation) private {
        proposal_.approvals.push(organisation);
        _approved[id][organisation] = proposal_.approvals.length;
        emit Approved(id, organisation, msg.sender);
    }

    // Who decides

    /// The caller's organisation, for which he may vote.
    function _requireVoter(bool breakGlass) private view returns (uint32 organisation) {
        uint256 word = IPermissions(PERMISSIONS).accountWord(msg.sender);
        organisation = uint32(word);
        if (breakGlass) {
            uint8 state = IRegistry(REGISTRY).organisationState(organisation);
            if (uint8(word >> 32) & ADMIN == 0 || state == 0 || state == ORGANISATION_LEFT) revert NotAVoter(msg.sender);
        } else if (!IPermissions(PERMISSIONS).isAdminOf(msg.sender, organisation)) {
            revert NotAVoter(msg.sender);
        }
    }

    function _voters(bool breakGlass) private view returns (uint256) {
        return breakGlass ? IRegistry(REGISTRY).organisationCount() : IRegistry(REGISTRY).activeOrganisations();
    }

    /// Approvals that count now, of organisations that may vote now, and how many are needed.
    function tally(uint64 id) public view returns (uint256 approvals, uint256 needed) {
        Proposal storage proposal_ = _proposals[id];
        bool breakGlass = proposal_.breakGlass;
        uint256 length = proposal_.approvals.length;
        for (uint256 i = 0; i < length; i++) {
            uint8 state = IRegistry(REGISTRY).organisationState(proposal_.approvals[i]);
            if (breakGlass ? state != ORGANISATION_LEFT : state == ORGANISATION_ACTIVE) approvals++;
        }
        needed = votesNeeded(_voters(breakGlass), breakGlass);
    }

    /// So many of `voters` organisations decide. The ordinary way never asks for more than break-glass: one organisation of
    /// four or more that is silent for ever cannot block the others, whatever the quorum is set to.
    function votesNeeded(uint256 voters, bool breakGlass) public view returns (uint256) {
        uint256 absent = voters / 5;
        if (absent == 0 && voters >= 4) absent = 1;
        uint256 most = voters - absent;
        if (breakGlass) return most;
        uint256 needed = voters * _settings.numerator / _settings.denominator + 1;
        return needed < most ? needed : most;
    }

    /// More than numerator / denominator decide: from a half on, below 1.
    function setQuorum(uint8 numerator, uint8 denominator) external onlyGovernance {
        if (denominator == 0 || numerator >= denominator || uint256(numerator) * 2 < denominator) {
            revert WrongQuorum(numerator, denominator);
        }
        _settings.numerator = numerator;
        _settings.denominator = denominator;
        emit QuorumChanged(numerator, denominator);
    }

    /// Of proposals made from now on, in seconds of block time.
    function setLifetime(uint32 lifetime) external onlyGovernance {
        if (lifetime < LIFETIME_MIN || lifetime > LIFETIME_MAX) revert WrongLifetime(lifetime);
        _settings.lifetime = lifetime;
        emit LifetimeChanged(lifetime);
    }

    // What there is

    function _requireOpen(uint64 id) private view returns (Proposal storage proposal_) {
        proposal_ = _proposals[id];
        uint8 state = stateOf(id);
        if (state != OPEN) revert NotOpen(id, state);
    }

    /// 0 none, 1 open, 2 executed, 3 cancelled, 4 expired.
    function stateOf(uint64 id) public view returns (uint8) {
        Proposal storage proposal_ = _proposals[id];
        return proposal_.state == OPEN && proposal_.expiresAt < block.timestamp ? EXPIRED : proposal_.state;
    }

    function settings() external view returns (Settings memory) {
        return _settings;
    }

    /// Proposals are numbered from 1.
    function proposal(uint64 id) external view returns (Proposal memory) {
        return _proposals[id];
    }

    function hasApproved(uint64 id, uint32 organisation) external view returns (bool) {
        return _approved[id][organisation] != 0;
    }

    /// States of the proposals from number `offset` + 1 on: at most `limit` and 128.
    function states(uint256 offset, uint256 limit) external view returns (uint8[] memory page) {
        uint256 end = pageEnd(offset, limit, _settings.proposals);
        page = new uint8[](end - offset);
        for (uint256 i = offset; i < end; i++) {
            // No more than `proposals`.
            // forge-lint: disable-next-line(unsafe-typecast)
            page[i - offset] = stateOf(uint64(i + 1));
        }
    }

    /// Open proposals of an organisation, those that expired and were not replaced among them.
    function openOf(uint32 organisation, bool breakGlass) external view returns (uint64[] memory) {
        return _open[organisation][breakGlass];
    }
}
