// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governance} from "../../main/solidity/Governance.sol";
import {Plan, REGISTRY} from "../../main/solidity/MembersBase.sol";
import {RegistryStorage} from "../../main/solidity/RegistryStorage.sol";
import {MembersTest} from "./MembersTest.sol";

/// The storage that Java writes is what the contracts read: each view answers as if they had admitted the validators.
contract GenesisTest is MembersTest {
    function testOrganisations() external view {
        eq(REG.organisationCount(), 4);
        eq(REG.activeOrganisations(), 4);
        uint32[] memory page = REG.organisations(1, 2);
        eq(page.length, 2);
        eq(page[0], 2);
        eq(page[1], 3);
        RegistryStorage.Organisation memory third = REG.organisationRecord(3);
        eq(third.state, 1);
        eq(third.nodes, 1);
        eq(third.liveNodes, 1);
        eq(third.place, 2);
        same(bytes(third.name), "organisation 2");
        eq(REG.organisationState(4), 1);
        eq(REG.organisationState(5), 0);
    }

    function testNodes() external {
        eq(REG.nodeCount(), 4);
        uint32[] memory page = REG.nodes(0, 1_000);
        eq(page.length, 4);
        eq(page[3], 3);
        RegistryStorage.Node memory node = REG.nodeRecord(2);
        eq(node.organisation, 3);
        eq(node.role, 1);
        eq(node.state, 2);
        require(node.ready, "ready");
        eq(node.place, 2);
        eq(node.change, 0);
        same(abi.encodePacked(node.keyPrefix, node.keyX), keyOf(3));
        eq(uint256(node.tlsFingerprint), 203);
        require(node.account == validator(2), "account");
        eq(uint128(node.incarnation), 303);
        same(bytes(node.name), "validator-2");
        same(bytes(node.endpoint), "validator-2.a-host-with-a-long-name.example:30303");
        eq(node.blsKey.length, 0);
        (bool known, uint32 id) = REG.nodeOfAccount(validator(2));
        require(known, "known");
        eq(id, 2);
        (known,) = REG.nodeOfAccount(STRANGER);
        require(!known, "unknown");
    }

    function testEpochAndParameters() external view {
        (RegistryStorage.EpochState memory now_, bytes32 hash) = REG.currentEpoch();
        eq(now_.number, 0);
        eq(now_.n, 4);
        eq(now_.c, 0);
        eq(uint256(hash), 0);
        RegistryStorage.Parameters memory p = REG.parameters();
        eq(p.c, 0);
        eq(p.window, 64);
        eq(p.inFlight, 16);
        eq(p.payloadBytes, 262_144);
        eq(p.suite, 1);
        require(!p.lanes, "lanes");
        (uint64 request, uint64 consumed, uint16 waiting, bool pending) = REG.epochRequest();
        require(request == 0 && consumed == 0 && waiting == 0 && !pending, "nothing is asked for");
        eq(REG.selfService(), 15);
        Plan memory plan = REG.plan();
        eq(plan.n, 4);
        eq(plan.f, 1);
        eq(plan.quorum, 3);
        eq(plan.leavingMax, 1);
        REG.checkPlan(false);
    }

    function testAccounts() external view {
        for (uint32 k = 1; k <= 4; k++) {
            (uint32 organisation, uint8 roles, bool suspended, bool node) = PERM.accountInfo(admin(k));
            require(organisation == k && roles == 1 && !suspended && !node, "an admin");
            require(PERM.isAdminOf(admin(k), k) && !PERM.isAdminOf(admin(k), k % 4 + 1), "of his own");
            eq(PERM.adminCount(k), 1);
            eq(PERM.accountCount(k), 1);
            require(PERM.accounts(k, 0, 10)[0] == admin(k), "listed");
            (organisation, roles,, node) = PERM.accountInfo(validator(k - 1));
            require(organisation == k && roles == 0 && node, "a node's");
        }
        eq(PERM.accountWord(STRANGER), 0);
        (uint8 enforced, uint8 selfService) = PERM.rules();
        require(enforced == 0 && selfService == 3, "rules");
    }

    function testGovernance() external view {
        Governance.Settings memory settings = GOV.settings();
        require(settings.numerator == 2 && settings.denominator == 3 && settings.proposals == 0, "settings");
        eq(settings.lifetime, 604_800);
    }

    /// The documented slots, as execution reads them.
    function testSlots() external {
        join(7, 2);
        uint256 word = uint256(VM.load(REGISTRY, bytes32(0)));
        eq(uint64(word), 1); // request
        eq(uint64(word >> 64), 0); // consumed
        eq(uint16(word >> 128), 1); // waiting
        bytes32 node = keccak256(abi.encode(4, 8));
        word = uint256(VM.load(REGISTRY, node));
        eq(uint32(word), 2);
        eq(uint8(word >> 40), 1); // joining
        eq(uint64(word >> 80), 1); // change
        epochFixed();
        word = uint256(VM.load(REGISTRY, bytes32(0)));
        eq(uint64(word >> 64), 1);
        eq(uint8(word >> 144), 1); // pending
        word = uint256(VM.load(REGISTRY, bytes32(uint256(2))));
        require(uint64(word) == 1 && uint64(word >> 64) == 256 && uint16(word >> 128) == 5, "the next epoch");
        eq(uint256(VM.load(REGISTRY, bytes32(uint256(4)))), uint256(keccak256(abi.encode(1))));
        word = uint256(VM.load(REGISTRY, keccak256(abi.encode(7))));
        eq(word, 0x0000000000000000000000000000000400000003000000020000000100000000);
    }
}
