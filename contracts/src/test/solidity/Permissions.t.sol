// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {GOVERNANCE, PERMISSIONS, REGISTRY} from "../../main/solidity/MembersBase.sol";
import {Permissions} from "../../main/solidity/Permissions.sol";
import {RegistryOrganisations} from "../../main/solidity/RegistryOrganisations.sol";
import {MembersTest} from "./MembersTest.sol";

/// A contract that may be owned.
contract Target {
    function nothing() external {}
}

contract PermissionsTest is MembersTest {
    address internal constant A = address(0xa10000);
    address internal constant B = address(0xb10000);

    function give(uint32 organisation, address account, uint8 roles) internal {
        VM.prank(admin(organisation));
        PERM.setRoles(account, organisation, roles);
    }

    function testAnAdminSetsRolesInItsOrganisation() external {
        give(1, A, 4);
        (uint32 organisation, uint8 roles, bool suspended, bool node) = PERM.accountInfo(A);
        require(organisation == 1 && roles == 4 && !suspended && !node, "a sender");
        give(1, A, 31);
        eq(PERM.adminCount(1), 2);
        eq(PERM.accountCount(1), 2);
        VM.prank(A);
        PERM.setSuspended(admin(1), true);
        eq(PERM.adminCount(1), 1);
        require(!PERM.isAdminOf(admin(1), 1), "suspended");
        failsWith(
            admin(1),
            PERMISSIONS,
            abi.encodeCall(Permissions.setRoles, (B, 1, 1)),
            abi.encodeWithSelector(Permissions.NotAllowed.selector, admin(1))
        );
        // It keeps its roles, other roles do not lift it, and it comes back.
        VM.prank(A);
        PERM.setRoles(admin(1), 1, 3);
        (, roles, suspended,) = PERM.accountInfo(admin(1));
        require(roles == 3 && suspended, "suspended still");
        VM.prank(A);
        PERM.setSuspended(admin(1), false);
        eq(PERM.adminCount(1), 2);
    }

    function testTheLastAdminStays() external {
        bytes memory reason = abi.encodeWithSelector(Permissions.LastAdmin.selector, admin(1), 1);
        address[2] memory callers = [admin(1), GOVERNANCE];
        for (uint256 i = 0; i < 2; i++) {
            failsWith(callers[i], PERMISSIONS, abi.encodeCall(Permissions.setRoles, (admin(1), 1, 30)), reason);
            failsWith(callers[i], PERMISSIONS, abi.encodeCall(Permissions.setSuspended, (admin(1), true)), reason);
            failsWith(callers[i], PERMISSIONS, abi.encodeCall(Permissions.removeAccount, (admin(1))), reason);
        }
        give(1, A, 1);
        VM.prank(admin(1));
        PERM.removeAccount(admin(1));
        eq(PERM.accountWord(admin(1)), 0);
        eq(PERM.accounts(1, 0, 9).length, 1);
        failsWith(
            A,
            PERMISSIONS,
            abi.encodeCall(Permissions.removeAccount, (A)),
            abi.encodeWithSelector(Permissions.LastAdmin.selector, A, 1)
        );
    }

    /// A key that is lost is replaced by vote, of a suspended organisation too.
    function testAVoteNamesANewAdmin() external {
        pass(REGISTRY, abi.encodeCall(RegistryOrganisations.suspendOrganisation, (4)));
        pass(PERMISSIONS, abi.encodeCall(Permissions.setRoles, (A, 4, 1)));
        pass(PERMISSIONS, abi.encodeCall(Permissions.removeAccount, (admin(4))));
        pass(REGISTRY, abi.encodeCall(RegistryOrganisations.reinstateOrganisation, (4)));
        require(PERM.isAdminOf(A, 4) && !PERM.isAdminOf(admin(4), 4), "replaced");
    }

    function testAccountsOfOthersAreNotTaken() external {
        failsWith(
            admin(1),
            PERMISSIONS,
            abi.encodeCall(Permissions.setRoles, (admin(2), 1, 1)),
            abi.encodeWithSelector(Permissions.OtherOrganisation.selector, admin(2), 2)
        );
        // A node's account belongs to its organisation.
        failsWith(
            admin(1),
            PERMISSIONS,
            abi.encodeCall(Permissions.setRoles, (validator(1), 1, 1)),
            abi.encodeWithSelector(Permissions.OtherOrganisation.selector, validator(1), 2)
        );
        failsWith(
            admin(1),
            PERMISSIONS,
            abi.encodeCall(Permissions.setSuspended, (STRANGER, true)),
            abi.encodeWithSelector(Permissions.NoSuchAccount.selector, STRANGER)
        );
        failsWith(
            admin(1),
            PERMISSIONS,
            abi.encodeCall(Permissions.removeAccount, (validator(0))),
            abi.encodeWithSelector(Permissions.NoSuchAccount.selector, validator(0))
        );
        failsWith(
            admin(1),
            PERMISSIONS,
            abi.encodeCall(Permissions.setRoles, (A, 1, 32)),
            abi.encodeWithSelector(Permissions.WrongFlags.selector, 32, 31)
        );
    }

    /// It stays a node's account whatever becomes of its roles.
    function testANodesAccountMayHaveRoles() external {
        give(1, validator(0), 4);
        (uint32 organisation, uint8 roles,, bool node) = PERM.accountInfo(validator(0));
        require(organisation == 1 && roles == 4 && node, "both");
        VM.prank(admin(1));
        PERM.removeAccount(validator(0));
        (organisation, roles,, node) = PERM.accountInfo(validator(0));
        require(organisation == 1 && roles == 0 && node, "a node's");
    }

    /// Another organisation that enrolled the account first cannot keep a node out.
    function testAnEnrolledAccountCanBecomeANodes() external {
        give(2, VM.addr(7), 4);
        join(7, 1);
        (uint32 organisation, uint8 roles,, bool node) = PERM.accountInfo(VM.addr(7));
        require(organisation == 2 && roles == 4 && node, "both");
    }

    /// Of an organisation that left: a node's account too is free for another.
    function testAccountsOfOneThatLeftAreFree() external {
        join(7, 1);
        post(7, 4);
        epochIfDue();
        pass(actions(remove(3), abi.encodeCall(RegistryOrganisations.removeOrganisation, (4))));
        VM.prank(admin(1));
        PERM.setRoles(validator(3), 1, 4);
        (uint32 organisation,,, bool node) = PERM.accountInfo(validator(3));
        require(organisation == 1 && node, "a node's until it left");
        VM.prank(admin(1));
        PERM.setRoles(admin(4), 1, 4);
        eq(PERM.accountCount(4), 0);
        eq(PERM.adminCount(4), 0);
    }

    function testListsAreBounded() external {
        VM.store(PERMISSIONS, keccak256(abi.encode(1, 5)), bytes32(uint256(65_536)));
        failsWith(
            admin(1),
            PERMISSIONS,
            abi.encodeCall(Permissions.setRoles, (A, 1, 4)),
            abi.encodeWithSelector(Permissions.LimitReached.selector, "accounts", 65_536)
        );
    }

    function testSwitches() external {
        pass(PERMISSIONS, abi.encodeCall(Permissions.setEnforced, (15)));
        eq(uint8(uint256(VM.load(PERMISSIONS, 0))), 15);
        pass(PERMISSIONS, abi.encodeCall(Permissions.setSelfService, (2)));
        (uint8 enforced, uint8 selfService) = PERM.rules();
        require(enforced == 15 && selfService == 2, "set");
    }

    // Contracts

    function testTheOwnerOfAContractSetsItsRules() external {
        address target = address(new Target());
        bytes memory rule = abi.encodeCall(Permissions.setContractRule, (target, true, 4, true, 16));
        failsWith(admin(1), PERMISSIONS, rule, abi.encodeWithSelector(Permissions.NotAllowed.selector, admin(1)));
        pass(PERMISSIONS, abi.encodeCall(Permissions.setContractOwner, (target, 1)));
        failsWith(admin(2), PERMISSIONS, rule, abi.encodeWithSelector(Permissions.NotAllowed.selector, admin(2)));
        VM.prank(admin(1));
        PERM.setContractRule(target, true, 4, true, 16);
        eq(PERM.contractWord(target), 1 | 2 | 4 << 8 | 16 << 16 | 1 << 32 | 1 << 64);
        (uint32 owner, bool restricted, uint8 callRoles, bool readRestricted, uint8 readRoles) =
            PERM.contractInfo(target);
        require(owner == 1 && restricted && callRoles == 4 && readRestricted && readRoles == 16, "set");
        VM.prank(admin(1));
        PERM.setListed(target, A, true, false);
        (bool mayCall, bool mayRead) = PERM.listed(target, A);
        require(mayCall && !mayRead, "may call");
        VM.prank(admin(1));
        PERM.setListed(target, A, false, true);
        (mayCall, mayRead) = PERM.listed(target, A);
        require(!mayCall && mayRead, "may read");
        VM.prank(admin(1));
        PERM.setReadRule(target, bytes32(bytes4(0x12345678)), true, 8);
        (bool set, uint8 roles) = PERM.readRule(target, bytes32(bytes4(0x12345678)));
        require(set && roles == 8, "a rule");
        VM.prank(admin(1));
        PERM.setReadRule(target, bytes32(bytes4(0x12345678)), false, 8);
        (set, roles) = PERM.readRule(target, bytes32(bytes4(0x12345678)));
        require(!set && roles == 0, "none");
        VM.prank(admin(1));
        PERM.setContractRule(target, false, 0, false, 0);
        eq(PERM.contractWord(target), 1 << 32 | 1 << 64);
        // Given to all, a vote sets them.
        pass(PERMISSIONS, abi.encodeCall(Permissions.setContractOwner, (target, 0)));
        failsWith(admin(1), PERMISSIONS, rule, abi.encodeWithSelector(Permissions.NotAllowed.selector, admin(1)));
        pass(PERMISSIONS, rule);
        eq(PERM.contractCount(), 1);
        require(PERM.contracts(0, 9)[0] == target, "listed");
    }

    function testRolesOfRulesAreKnown() external {
        bytes memory reason = abi.encodeWithSelector(Permissions.WrongFlags.selector, 32, 31);
        refused(PERMISSIONS, abi.encodeCall(Permissions.setContractRule, (A, true, 32, true, 0)), reason);
        refused(PERMISSIONS, abi.encodeCall(Permissions.setContractRule, (A, true, 0, true, 32)), reason);
        refused(PERMISSIONS, abi.encodeCall(Permissions.setReadRule, (A, bytes32(0), true, 32)), reason);
    }

    /// Else one vote could make the next one impossible.
    function testSystemContractsHaveNoRules() external {
        address[3] memory targets = [address(0), GOVERNANCE, address(0x51ff)];
        for (uint256 i = 0; i < targets.length; i++) {
            bytes memory reason = abi.encodeWithSelector(Permissions.SystemAddress.selector, targets[i]);
            refused(PERMISSIONS, abi.encodeCall(Permissions.setContractRule, (targets[i], true, 0, true, 0)), reason);
            refused(PERMISSIONS, abi.encodeCall(Permissions.setListed, (targets[i], A, true, true)), reason);
            refused(PERMISSIONS, abi.encodeCall(Permissions.setReadRule, (targets[i], bytes32(0), true, 0)), reason);
            refused(PERMISSIONS, abi.encodeCall(Permissions.setContractOwner, (targets[i], 1)), reason);
        }
    }

    function testAnOwnerIsAnActiveOrganisation() external {
        pass(REGISTRY, abi.encodeCall(RegistryOrganisations.suspendOrganisation, (4)));
        refused(
            PERMISSIONS,
            abi.encodeCall(Permissions.setContractOwner, (A, 4)),
            abi.encodeWithSelector(Permissions.NoSuchOrganisation.selector, 4, 2)
        );
    }

    function testTheDeployerClaimsItsContract() external {
        // Nonces of each length: the address is that of an account's n-th transaction.
        uint64[5] memory nonces = [uint64(0), 1, 0x7f, 0x80, 0x1_0000];
        for (uint256 i = 0; i < nonces.length; i++) {
            address expected = PERM.deployedAt(A, nonces[i]);
            VM.etch(expected, hex"00");
        }
        bytes memory claim = abi.encodeCall(Permissions.claimContract, (0));
        failsWith(A, PERMISSIONS, claim, abi.encodeWithSelector(Permissions.NoSuchAccount.selector, A));
        give(1, A, 4);
        failsWith(A, PERMISSIONS, claim, abi.encodeWithSelector(Permissions.NotAllowed.selector, A));
        give(1, A, 2);
        for (uint256 i = 0; i < nonces.length; i++) {
            VM.prank(A);
            address target = PERM.claimContract(nonces[i]);
            (uint32 owner,,,,) = PERM.contractInfo(target);
            eq(owner, 1);
        }
        failsWith(
            A,
            PERMISSIONS,
            claim,
            abi.encodeWithSelector(Permissions.OwnedAlready.selector, PERM.deployedAt(A, 0), 1)
        );
        failsWith(
            A,
            PERMISSIONS,
            abi.encodeCall(Permissions.claimContract, (5)),
            abi.encodeWithSelector(Permissions.NoCode.selector, PERM.deployedAt(A, 5))
        );
        VM.prank(admin(1));
        PERM.setSuspended(A, true);
        failsWith(A, PERMISSIONS, claim, abi.encodeWithSelector(Permissions.NotAllowed.selector, A));
    }

    function testWhereContractsAreDeployed() external view {
        // Published: the second transaction of the account of the well-known mnemonic, and others by hand.
        address dev = 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266;
        require(PERM.deployedAt(dev, 0) == 0x5FbDB2315678afecb367f032d93F642f64180aa3, "0");
        require(PERM.deployedAt(dev, 1) == 0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512, "1");
        require(PERM.deployedAt(dev, 2) == 0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0, "2");
    }

    /// The address of CREATE for every nonce, by the EVM itself.
    function testFuzzDeployedAt(uint64 nonce) external {
        nonce = nonce % (type(uint64).max - 1) + 1;
        NonceVm(address(VM)).setNonceUnsafe(address(this), nonce);
        require(address(new Target()) == PERM.deployedAt(address(this), nonce), "where CREATE puts it");
    }
}

interface NonceVm {
    function setNonceUnsafe(address account, uint64 nonce) external;
}
