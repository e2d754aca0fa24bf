// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {
    ADMIN,
    DEPLOYER,
    GOVERNANCE,
    IRegistry,
    MembersBase,
    ORGANISATION_ACTIVE,
    ORGANISATION_LEFT,
    ORGANISATION_SUSPENDED,
    REGISTRY,
    ROLES,
    SYSTEM_RANGE_END,
    pageEnd
} from "./MembersBase.sol";

/// Accounts with their roles, and rules of contracts. Behind the proxy at 0x…5101. Execution reads one word an account and
/// one a contract (docs/spec/members.md); new variables go to the end.
contract Permissions is MembersBase {
    uint8 public constant ENFORCE_SENDERS = 1;
    uint8 public constant ENFORCE_DEPLOYERS = 2;
    uint8 public constant ENFORCE_CONTRACTS = 4;
    uint8 public constant ENFORCE_READERS = 8;

    uint8 public constant SELF_ACCOUNTS = 1;
    uint8 public constant SELF_CONTRACTS = 2;

    uint256 public constant ACCOUNTS_MAX = 65_536;

    // Fields of an account's word.
    uint256 private constant ORGANISATION_MASK = type(uint32).max;
    uint256 private constant ROLES_AT = 32;
    uint256 private constant SUSPENDED = 1 << 40;
    uint256 private constant NODE_ACCOUNT = 1 << 41;
    uint256 private constant PLACE_AT = 64;
    uint256 private constant PLACE_MASK = uint256(type(uint32).max) << PLACE_AT;

    // Fields of a contract's word.
    uint256 private constant RESTRICTED = 1;
    uint256 private constant READ_RESTRICTED = 2;
    uint256 private constant CALL_ROLES_AT = 8;
    uint256 private constant READ_ROLES_AT = 16;
    uint256 private constant OWNER_AT = 32;
    uint256 private constant OWNER_MASK = uint256(type(uint32).max) << OWNER_AT;

    struct Rules {
        uint8 enforced;
        uint8 selfService;
    }

    Rules internal _rules; // slot 0
    mapping(address account => uint256) internal _accounts; // slot 1
    mapping(address target => uint256) internal _contracts; // slot 2
    mapping(address target => mapping(address account => uint256)) internal _listed; // slot 3
    mapping(address target => mapping(bytes32 key => uint256)) internal _readRules; // slot 4
    mapping(uint32 organisation => address[]) internal _members; // slot 5
    mapping(uint32 organisation => uint256) internal _admins; // slot 6
    address[] internal _contractList; // slot 7

    event RulesEnforced(uint8 enforced);
    event SelfServiceChanged(uint8 flags);
    event AccountChanged(address indexed account, uint32 indexed organisation, uint8 roles, bool suspended);
    event AccountRemoved(address indexed account, uint32 indexed organisation);
    event NodeAccountChanged(address indexed account, uint32 indexed organisation, bool node);
    event ContractOwned(address indexed target, uint32 indexed organisation);
    event ContractRestricted(
        address indexed target, bool restricted, uint8 callRoles, bool readRestricted, uint8 readRoles
    );
    event AccountListed(address indexed target, address indexed account, bool mayCall, bool mayRead);
    event ReadRuleChanged(address indexed target, bytes32 indexed key, bool set, uint8 roles);

    error NotAllowed(address caller);
    error WrongFlags(uint8 flags, uint8 known);
    error NoSuchOrganisation(uint32 organisation, uint8 state);
    error NoSuchAccount(address account);
    /// The account belongs to another organisation that has not left.
    error OtherOrganisation(address account, uint32 organisation);
    /// Each organisation keeps one that can act.
    error LastAdmin(address account, uint32 organisation);
    error LimitReached(string what, uint256 limit);
    /// Rules for it could lock everybody out.
    error SystemAddress(address target);
    error NoCode(address target);
    error OwnedAlready(address target, uint32 organisation);

    modifier onlyRegistry() {
        if (msg.sender != REGISTRY) revert OnlyRegistry(msg.sender);
        _;
    }

    /// keccak256("quorate.Permissions").
    function systemContract() external pure returns (bytes32) {
        return keccak256("quorate.Permissions");
    }

    // What is enforced

    /// ENFORCE_SENDERS and so on, added up. From the next block on.
    function setEnforced(uint8 enforced) external onlyGovernance {
        if (enforced > 15) revert WrongFlags(enforced, 15);
        _rules.enforced = enforced;
        emit RulesEnforced(enforced);
    }

    /// What an organisation's admins may change alone: SELF_ACCOUNTS, SELF_CONTRACTS.
    function setSelfService(uint8 flags) external onlyGovernance {
        if (flags > 3) revert WrongFlags(flags, 3);
        _rules.selfService = flags;
        emit SelfServiceChanged(flags);
    }

    function rules() external view returns (uint8 enforced, uint8 selfService) {
        return (_rules.enforced, _rules.selfService);
    }

    // Accounts

    /// The first admins of a new organisation.
    function enrol(uint32 organisation, address[] calldata admins) external onlyRegistry {
        for (uint256 i = 0; i < admins.length; i++) {
            _setRoles(admins[i], organisation, ADMIN);
        }
    }

    /// Registry tells whose key signs votes: such an account may always call the system contracts.
    function setNodeAccount(address account, uint32 organisation, bool node) external onlyRegistry {
        uint256 word = _accounts[account];
        if (word & ORGANISATION_MASK == 0) word |= organisation;
        _accounts[account] = node ? word | NODE_ACCOUNT : word & ~NODE_ACCOUNT;
        emit NodeAccountChanged(account, organisation, node);
    }

    /// Puts an account into an organisation with these roles, or gives one there other roles.
    function setRoles(address account, uint32 organisation, uint8 roles) external {
        _requireMayChange(organisation, SELF_ACCOUNTS);
        uint8 state = IRegistry(REGISTRY).organisationState(organisation);
        if (state != ORGANISATION_ACTIVE && state != ORGANISATION_SUSPENDED) {
            revert NoSuchOrganisation(organisation, state);
        }
        _setRoles(account, organisation, roles);
    }

    /// A suspended account keeps its roles and may use none of them.
    function setSuspended(address account, bool suspended) external {
        uint256 word = _requireAccount(account);
        _requireMayChange(_organisationOf(word), SELF_ACCOUNTS);
        _store(account, word, suspended ? word | SUSPENDED : word & ~SUSPENDED);
    }

    function removeAccount(address account) external {
        uint256 word = _requireAccount(account);
        uint32 organisation = _organisationOf(word);
        _requireMayChange(organisation, SELF_ACCOUNTS);
        _unlist(account, word);
        emit AccountRemoved(account, organisation);
    }

    function _setRoles(address account, uint32 organisation, uint8 roles) private {
        if (roles > ROLES) revert WrongFlags(roles, ROLES);
        if (account == address(0)) revert NoSuchAccount(account);
        uint256 word = _accounts[account];
        uint32 owner = _organisationOf(word);
        if (owner != organisation && owner != 0) {
            if (IRegistry(REGISTRY).organisationState(owner) != ORGANISATION_LEFT) {
                revert OtherOrganisation(account, owner);
            }
            if (word & PLACE_MASK != 0) _unlist(account, word);
            word = _accounts[account] & NODE_ACCOUNT;
        }
        uint256 next = word & ~(uint256(type(uint8).max) << ROLES_AT) & ~ORGANISATION_MASK;
        next |= organisation | uint256(roles) << ROLES_AT;
        if (word & PLACE_MASK == 0) {
            address[] storage list = _members[organisation];
            if (list.length >= ACCOUNTS_MAX) revert LimitReached("accounts", ACCOUNTS_MAX);
            list.push(account);
            next |= list.length << PLACE_AT;
        }
        _store(account, word, next);
    }

    /// Writes the word, counts admins, and refuses to leave an organisation without one.
    function _store(address account, uint256 word, uint256 next) private {
        _countAdmin(account, word, next, _organisationOf(next));
        _accounts[account] = next;
        emit AccountChanged(account, _organisationOf(next), uint8(next >> ROLES_AT), next & SUSPENDED != 0);
    }

    function _countAdmin(address account, uint256 word, uint256 next, uint32 organisation) private {
        bool before = _isAdmin(word);
        bool after_ = _isAdmin(next);
        if (after_ && !before) {
            _admins[organisation]++;
        } else if (before && !after_) {
            uint256 left = --_admins[organisation];
            if (left == 0 && IRegistry(REGISTRY).organisationState(organisation) != ORGANISATION_LEFT) {
                revert LastAdmin(account, organisation);
            }
        }
    }

    function _isAdmin(uint256 word) private pure returns (bool) {
        return word & (uint256(ADMIN) << ROLES_AT) != 0 && word & SUSPENDED == 0;
    }

    /// Out of its organisation; what makes it a node's account stays.
    function _unlist(address account, uint256 word) private {
        uint32 organisation = _organisationOf(word);
        uint256 next = word & NODE_ACCOUNT == 0 ? 0 : NODE_ACCOUNT | organisation;
        _countAdmin(account, word, next, organisation);
        address[] storage list = _members[organisation];
        address last = list[list.length - 1];
        uint256 place = word & PLACE_MASK;
        list[(place >> PLACE_AT) - 1] = last;
        _accounts[last] = _accounts[last] & ~PLACE_MASK | place;
        list.pop();
        _accounts[account] = next;
    }

    function _requireAccount(address account) private view returns (uint256 word) {
        word = _accounts[account];
        if (word & PLACE_MASK == 0) revert NoSuchAccount(account);
    }

    function _organisationOf(uint256 word) private pure returns (uint32) {
        return uint32(word & ORGANISATION_MASK);
    }

    // Contracts

    /// Gives a contract to an organisation, whose admins then set its rules; to 0: Governance alone sets them.
    function setContractOwner(address target, uint32 organisation) external onlyGovernance {
        _requireTarget(target);
        _own(target, organisation);
    }

    /// Whoever deployed a contract takes it for his organisation: `nonce` is that of his deploying transaction.
    function claimContract(uint64 nonce) external returns (address target) {
        uint256 word = _requireAccount(msg.sender);
        uint32 organisation = _organisationOf(word);
        if (uint8(word >> ROLES_AT) & (ADMIN | DEPLOYER) == 0 || !_isGood(word)) revert NotAllowed(msg.sender);
        target = deployedAt(msg.sender, nonce);
        if (target.code.length == 0) revert NoCode(target);
        if (_contracts[target] != 0) revert OwnedAlready(target, _ownerOf(target));
        _own(target, organisation);
    }

    /// Who may call and who may read it. Roles let every good account that has one of them; others are listed one by one.
    function setContractRule(address target, bool restricted, uint8 callRoles, bool readRestricted, uint8 readRoles)
        external
    {
        _requireContractAdmin(target);
        if (callRoles > ROLES) revert WrongFlags(callRoles, ROLES);
        if (readRoles > ROLES) revert WrongFlags(readRoles, ROLES);
        uint256 word = _enlisted(target) & ~uint256(type(uint32).max);
        word |= uint256(callRoles) << CALL_ROLES_AT | uint256(readRoles) << READ_ROLES_AT;
        if (restricted) word |= RESTRICTED;
        if (readRestricted) word |= READ_RESTRICTED;
        _contracts[target] = word;
        emit ContractRestricted(target, restricted, callRoles, readRestricted, readRoles);
    }

    function setListed(address target, address account, bool mayCall, bool mayRead) external {
        _requireContractAdmin(target);
        _listed[target][account] = (mayCall ? 1 : 0) | (mayRead ? 2 : 0);
        emit AccountListed(target, account, mayCall, mayRead);
    }

    /// Who may read what a selector (4 bytes, left-aligned) answers, or events of a topic, instead of `readRoles`.
    function setReadRule(address target, bytes32 key, bool set, uint8 roles) external {
        _requireContractAdmin(target);
        if (roles > ROLES) revert WrongFlags(roles, ROLES);
        _readRules[target][key] = set ? 1 | uint256(roles) << READ_ROLES_AT : 0;
        emit ReadRuleChanged(target, key, set, roles);
    }

    function _own(address target, uint32 organisation) private {
        if (organisation != 0) {
            uint8 state = IRegistry(REGISTRY).organisationState(organisation);
            if (state != ORGANISATION_ACTIVE) revert NoSuchOrganisation(organisation, state);
        }
        _contracts[target] = _enlisted(target) & ~OWNER_MASK | uint256(organisation) << OWNER_AT;
        emit ContractOwned(target, organisation);
    }

    /// The contract's word, with a place in the list.
    function _enlisted(address target) private returns (uint256 word) {
        word = _contracts[target];
        if (word == 0) {
            _contractList.push(target);
            word = _contractList.length << PLACE_AT;
        }
    }

    function _ownerOf(address target) private view returns (uint32) {
        return uint32(_contracts[target] >> OWNER_AT);
    }

    function _requireTarget(address target) private pure {
        if (uint160(target) <= uint160(SYSTEM_RANGE_END)) revert SystemAddress(target);
    }

    function _requireContractAdmin(address target) private view {
        _requireTarget(target);
        if (msg.sender != GOVERNANCE) {
            uint32 owner = _ownerOf(target);
            if (owner == 0) revert NotAllowed(msg.sender);
            _requireMayChange(owner, SELF_CONTRACTS);
        }
    }

    // Who may

    function _requireMayChange(uint32 organisation, uint8 what) private view {
        if (msg.sender == GOVERNANCE) return;
        if (_rules.selfService & what == 0 || !isAdminOf(msg.sender, organisation)) revert NotAllowed(msg.sender);
    }

    function _isGood(uint256 word) private view returns (bool) {
        return word & SUSPENDED == 0
            && IRegistry(REGISTRY).organisationState(_organisationOf(word)) == ORGANISATION_ACTIVE;
    }

    /// A good account with the admin role there.
    function isAdminOf(address account, uint32 organisation) public view returns (bool) {
        uint256 word = _accounts[account];
        return _organisationOf(word) == organisation && _isAdmin(word) && _isGood(word);
    }

    /// As docs/spec/members.md lays it out; 0 for a stranger.
    function accountWord(address account) external view returns (uint256) {
        return _accounts[account];
    }

    function accountInfo(address account)
        external
        view
        returns (uint32 organisation, uint8 roles, bool suspended, bool node)
    {
        uint256 word = _accounts[account];
        return (_organisationOf(word), uint8(word >> ROLES_AT), word & SUSPENDED != 0, word & NODE_ACCOUNT != 0);
    }

    function contractWord(address target) external view returns (uint256) {
        return _contracts[target];
    }

    function contractInfo(address target)
        external
        view
        returns (uint32 organisation, bool restricted, uint8 callRoles, bool readRestricted, uint8 readRoles)
    {
        uint256 word = _contracts[target];
        return (
            _ownerOf(target),
            word & RESTRICTED != 0,
            uint8(word >> CALL_ROLES_AT),
            word & READ_RESTRICTED != 0,
            uint8(word >> READ_ROLES_AT)
        );
    }

    function listed(address target, address account) external view returns (bool mayCall, bool mayRead) {
        uint256 bits = _listed[target][account];
        return (bits & 1 != 0, bits & 2 != 0);
    }

    function readRule(address target, bytes32 key) external view returns (bool set, uint8 roles) {
        uint256 word = _readRules[target][key];
        return (word & 1 != 0, uint8(word >> READ_ROLES_AT));
    }

    /// Admins of an organisation that are not suspended.
    function adminCount(uint32 organisation) external view returns (uint256) {
        return _admins[organisation];
    }

    function accountCount(uint32 organisation) external view returns (uint256) {
        return _members[organisation].length;
    }

    /// Accounts of an organisation: at most `limit` and 128 from the `offset`-th on.
    function accounts(uint32 organisation, uint256 offset, uint256 limit) external view returns (address[] memory) {
        return _page(_members[organisation], offset, limit);
    }

    function contractCount() external view returns (uint256) {
        return _contractList.length;
    }

    /// Contracts that have an owner or a rule: at most `limit` and 128 from the `offset`-th on.
    function contracts(uint256 offset, uint256 limit) external view returns (address[] memory) {
        return _page(_contractList, offset, limit);
    }

    function _page(address[] storage list, uint256 offset, uint256 limit)
        private
        view
        returns (address[] memory page)
    {
        uint256 end = pageEnd(offset, limit, list.length);
        page = new address[](end - offset);
        for (uint256 i = offset; i < end; i++) {
            page[i - offset] = list[i];
        }
    }

    /// Where the n-th transaction of an account deploys: RLP of account and nonce (EIP-161 has contracts begin with 1).
    function deployedAt(address deployer, uint64 nonce) public pure returns (address) {
        bytes memory number;
        if (nonce == 0) {
            number = hex"80";
        } else if (nonce < 0x80) {
            number = abi.encodePacked(uint8(nonce));
        } else {
            uint256 size = 1;
            while (nonce >> (8 * size) != 0 && size < 8) size++;
            bytes memory padded = abi.encodePacked(nonce);
            number = abi.encodePacked(uint8(0x80 + size));
            for (uint256 i = 8 - size; i < 8; i++) {
                number = abi.encodePacked(number, padded[i]);
            }
        }
        bytes32 digest = keccak256(abi.encodePacked(uint8(0xc0 + 21 + number.length), uint8(0x94), deployer, number));
        return address(uint160(uint256(digest)));
    }
}
