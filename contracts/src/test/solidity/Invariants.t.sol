// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governance} from "../../main/solidity/Governance.sol";
import {GOVERNANCE, PERMISSIONS, Plan, REGISTRY} from "../../main/solidity/MembersBase.sol";
import {Permissions} from "../../main/solidity/Permissions.sol";
import {Registry} from "../../main/solidity/Registry.sol";
import {RegistryNodes} from "../../main/solidity/RegistryNodes.sol";
import {RegistryOrganisations} from "../../main/solidity/RegistryOrganisations.sol";
import {RegistryStorage} from "../../main/solidity/RegistryStorage.sol";
import {MembersTest} from "./MembersTest.sol";

/// Does at random what members, strangers and execution can do. Calls that are refused leave things as they were.
contract Members is MembersTest {
    uint256 private nextKey = 1_000;
    uint64 private fixedNumber;
    uint64 private fixedStart;

    function setUp() public override {}

    /// An admin of the organisation: any account of it that has the role.
    function adminOf(uint32 organisation) public view returns (address) {
        address[] memory list = PERM.accounts(organisation, 0, 128);
        for (uint256 i = 0; i < list.length; i++) {
            if (PERM.isAdminOf(list[i], organisation)) return list[i];
        }
        return address(0);
    }

    /// All active organisations agree.
    function agree(Governance.Action[] memory list) private returns (bool) {
        uint32[] memory ids = REG.organisations(0, 128);
        uint64 id;
        for (uint256 i = 0; i < ids.length; i++) {
            address voter = adminOf(ids[i]);
            if (voter == address(0)) continue;
            VM.prank(voter);
            if (id == 0) {
                try GOV.propose(list, "", false) returns (uint64 made) {
                    id = made;
                } catch {
                    return false;
                }
            } else {
                GOV.approve(id);
            }
        }
        for (uint256 i = 0; i < ids.length; i++) {
            address voter = adminOf(ids[i]);
            if (voter == address(0)) continue;
            VM.prank(voter);
            GOV.execute(id);
            return true;
        }
        return false;
    }

    function vote(address target, bytes memory data) private {
        agree(action(target, data));
    }

    function pick(uint256 seed) private view returns (uint32) {
        uint32[] memory ids = REG.nodes(0, 128);
        return ids[seed % ids.length];
    }

    function organisationOf(uint256 seed) private view returns (uint32) {
        uint32[] memory ids = REG.organisations(0, 128);
        return ids[seed % ids.length];
    }

    function accountOf(uint256 seed) private view returns (address) {
        uint32 organisation = organisationOf(seed);
        uint256 count = PERM.accountCount(organisation);
        return PERM.accounts(organisation, (seed >> 32) % count, 1)[0];
    }

    function addNode(uint256 seed, bool validating) external {
        uint256 key = nextKey++;
        uint32 organisation = organisationOf(seed);
        vote(REGISTRY, add(validating ? spec(key, organisation) : observer(key, organisation)));
    }

    function removeNode(uint256 seed) external {
        vote(REGISTRY, remove(pick(seed)));
    }

    function replaceNode(uint256 seed) external {
        uint256 key = nextKey++;
        agree(actions(remove(pick(seed)), add(spec(key, organisationOf(seed >> 8)))));
    }

    function becomeReady(uint256 seed) external {
        uint32 node = pick(seed);
        VM.prank(REG.nodeRecord(node).account);
        try REG.ready(node) {} catch {}
    }

    function rotate(uint256 seed, uint8 what, bool byVote) external {
        uint32 node = pick(seed);
        uint32 organisation = REG.nodeRecord(node).organisation;
        uint256 key = nextKey++;
        bytes memory data = abi.encodeCall(RegistryNodes.setEndpoint, (node, "x:1"));
        if (what % 4 == 1) data = abi.encodeCall(RegistryNodes.rotateTlsKey, (node, bytes32(key)));
        if (what % 4 == 2) data = abi.encodeCall(RegistryNodes.rejoin, (node, bytes16(uint128(key))));
        if (what % 4 == 3) {
            data = abi.encodeCall(
                RegistryNodes.rotateConsensusKey, (node, keyOf(key), proofOf(key, organisation), "", "")
            );
        }
        if (byVote) return vote(REGISTRY, data);
        VM.prank(adminOf(organisation));
        (bool done,) = REGISTRY.call(data);
        done;
    }

    function parameters(uint16 c, uint16 window) external {
        RegistryStorage.Parameters memory p = REG.parameters();
        p.c = c % 4;
        p.window = 16 + window % 64;
        vote(REGISTRY, abi.encodeCall(Registry.setParameters, (p)));
    }

    function organisation(uint256 seed, uint8 what) external {
        address[] memory first = new address[](1);
        first[0] = address(uint160(0xabcd0000 + nextKey++));
        uint32 id = organisationOf(seed);
        if (what % 5 < 2) vote(REGISTRY, abi.encodeCall(RegistryOrganisations.addOrganisation, ("more", first)));
        else if (what % 5 == 2) vote(REGISTRY, abi.encodeCall(RegistryOrganisations.suspendOrganisation, (id)));
        else if (what % 5 == 3) vote(REGISTRY, abi.encodeCall(RegistryOrganisations.reinstateOrganisation, (id)));
        else vote(REGISTRY, abi.encodeCall(RegistryOrganisations.removeOrganisation, (id)));
    }

    function roles(uint256 seed, uint8 bits, bool fresh, bool byVote) external {
        uint32 id = organisationOf(seed);
        address account = fresh ? address(uint160(0xabcd0000 + nextKey++)) : accountOf(seed);
        bytes memory data = abi.encodeCall(Permissions.setRoles, (account, id, bits % 32));
        if (byVote) return vote(PERMISSIONS, data);
        VM.prank(adminOf(id));
        (bool done,) = PERMISSIONS.call(data);
        done;
    }

    function suspend(uint256 seed, bool suspended, bool byVote) external {
        address account = accountOf(seed);
        (uint32 id,,,) = PERM.accountInfo(account);
        bytes memory data = abi.encodeCall(Permissions.setSuspended, (account, suspended));
        if (byVote) return vote(PERMISSIONS, data);
        VM.prank(adminOf(id));
        (bool done,) = PERMISSIONS.call(data);
        done;
    }

    function removeAccount(uint256 seed, bool byVote) external {
        address account = accountOf(seed);
        (uint32 id,,,) = PERM.accountInfo(account);
        bytes memory data = abi.encodeCall(Permissions.removeAccount, (account));
        if (byVote) return vote(PERMISSIONS, data);
        VM.prank(adminOf(id));
        (bool done,) = PERMISSIONS.call(data);
        done;
    }

    function switches(uint8 enforced, uint8 registry, uint8 permissions) external {
        vote(PERMISSIONS, abi.encodeCall(Permissions.setEnforced, (enforced % 16)));
        vote(REGISTRY, abi.encodeCall(Registry.setSelfService, (registry % 16)));
        vote(PERMISSIONS, abi.encodeCall(Permissions.setSelfService, (permissions % 4)));
    }

    function quorum(uint8 numerator, uint8 denominator) external {
        vote(GOVERNANCE, abi.encodeCall(Governance.setQuorum, (numerator, denominator)));
    }

    function time(uint16 seconds_) external {
        VM.warp(block.timestamp + seconds_);
    }

    /// Execution fixes an epoch when it is due, and begins it some calls later.
    function execution() external {
        (uint64 request, uint64 consumed, uint16 waiting, bool pending) = REG.epochRequest();
        if (pending) {
            VM.prank(0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE);
            REG.epochStarted(fixedNumber, fixedStart, keccak256(abi.encode(fixedNumber)));
        } else if (request != consumed && waiting == 0) {
            (fixedNumber, fixedStart,) = epochFixed();
        }
    }

    /// Whether organisations that agree still decide something.
    function decides() external returns (bool) {
        return agree(action(GOVERNANCE, abi.encodeCall(Governance.setLifetime, (86_400))));
    }
}

contract InvariantsTest is MembersTest {
    Members private members;

    function setUp() public override {
        super.setUp();
        members = new Members();
    }

    /// Where forge looks for what it may call.
    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(members);
    }

    /// Counters are what a count over the lists gives, and every place is right.
    function invariant_CountersAreRight() external view {
        uint32[] memory ids = REG.nodes(0, 128);
        uint256[5] memory states;
        uint256 waiting = 0;
        for (uint256 i = 0; i < ids.length; i++) {
            RegistryStorage.Node memory node = REG.nodeRecord(ids[i]);
            eq(node.place, i);
            if (node.role == 1) {
                states[node.state]++;
                if (node.state == 1 && !node.ready) waiting++;
            } else {
                eq(node.state, 2);
            }
            if (node.account != address(0)) {
                (bool known, uint32 id) = REG.nodeOfAccount(node.account);
                require(known && id == ids[i], "its account");
                (,,, bool isNode) = PERM.accountInfo(node.account);
                require(isNode, "may call");
            }
        }
        Plan memory plan = REG.plan();
        (,, uint16 counted,) = REG.epochRequest();
        eq(states[4], 0);
        eq(plan.joining, states[1]);
        eq(plan.staying, states[2]);
        eq(plan.leaving, states[3]);
        eq(counted, waiting);
    }

    /// Every organisation that has not left keeps an admin that can act, and one of them may vote.
    function invariant_NobodyIsLockedOut() external view {
        uint32[] memory ids = REG.organisations(0, 128);
        uint256 active = 0;
        for (uint256 i = 0; i < ids.length; i++) {
            RegistryStorage.Organisation memory entry = REG.organisationRecord(ids[i]);
            eq(entry.place, i);
            if (entry.state == 1) active++;
            address[] memory list = PERM.accounts(ids[i], 0, 128);
            uint256 admins = 0;
            for (uint256 k = 0; k < list.length; k++) {
                (uint32 organisation, uint8 roles, bool suspended,) = PERM.accountInfo(list[k]);
                eq(organisation, ids[i]);
                eq(uint32(PERM.accountWord(list[k]) >> 64), k + 1);
                if (roles & 1 != 0 && !suspended) admins++;
            }
            eq(PERM.adminCount(ids[i]), admins);
            require(admins > 0, "an admin");
        }
        eq(REG.activeOrganisations(), active);
        require(active > 0, "somebody votes");
    }

    /// No sequence of votes leads to a committee that could not order.
    function invariant_TheCommitteeCanOrder() external view {
        Plan memory plan = REG.plan();
        require(plan.n >= 4 && plan.n <= 512 && plan.f >= 1, "a fault is borne");
        require(plan.leaving <= plan.leavingMax || plan.leavingMax == 0, "enough stay");
        (RegistryStorage.EpochState memory now_,) = REG.currentEpoch();
        require(now_.n >= 4, "the epoch has members");
    }

    /// Whatever happened, organisations that agree decide.
    function afterInvariant() external {
        require(members.decides(), "nothing is decided any more");
    }
}
