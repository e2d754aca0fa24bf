// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governance} from "../../main/solidity/Governance.sol";
import {GOVERNANCE, MembersBase, PERMISSIONS, REGISTRY} from "../../main/solidity/MembersBase.sol";
import {Permissions} from "../../main/solidity/Permissions.sol";
import {RegistryOrganisations} from "../../main/solidity/RegistryOrganisations.sol";
import {MembersTest} from "./MembersTest.sol";

contract GovernanceTest is MembersTest {
    function lifetime(uint32 seconds_) internal pure returns (Governance.Action[] memory) {
        return action(GOVERNANCE, abi.encodeCall(Governance.setLifetime, (seconds_)));
    }

    function propose(Governance.Action[] memory list, bool breakGlass) internal pure returns (bytes memory) {
        return abi.encodeCall(Governance.propose, (list, "why", breakGlass));
    }

    function open(uint256 organisation) internal returns (uint64 id) {
        VM.prank(admin(organisation));
        id = GOV.propose(lifetime(7_200), "why", false);
    }

    function approve(uint256 organisation, uint64 id) internal {
        VM.prank(admin(organisation));
        GOV.approve(id);
    }

    function testMoreThanTwoThirdsDecide() external {
        uint64 id = open(1);
        eq(id, 1);
        Governance.Proposal memory p = GOV.proposal(id);
        require(p.organisation == 1 && p.state == 1 && !p.breakGlass && p.proposer == admin(1), "open");
        eq(p.expiresAt, block.timestamp + 604_800);
        same(bytes(p.description), "why");
        require(p.actions.length == 1 && p.actions[0].target == GOVERNANCE, "what");
        require(GOV.hasApproved(id, 1) && !GOV.hasApproved(id, 2), "the proposer's vote");
        bytes memory execute = abi.encodeCall(Governance.execute, (id));
        failsWith(
            admin(1), GOVERNANCE, execute, abi.encodeWithSelector(Governance.QuorumMissing.selector, id, 1, 3)
        );
        failsWith(
            admin(1),
            GOVERNANCE,
            abi.encodeCall(Governance.approve, (id)),
            abi.encodeWithSelector(Governance.ApprovedAlready.selector, id, 1)
        );
        approve(2, id);
        failsWith(
            admin(1), GOVERNANCE, execute, abi.encodeWithSelector(Governance.QuorumMissing.selector, id, 2, 3)
        );
        approve(3, id);
        failsWith(STRANGER, GOVERNANCE, execute, abi.encodeWithSelector(Governance.NotAVoter.selector, STRANGER));
        failsWith(
            validator(0), GOVERNANCE, execute, abi.encodeWithSelector(Governance.NotAVoter.selector, validator(0))
        );
        VM.prank(admin(4));
        GOV.execute(id);
        eq(GOV.settings().lifetime, 7_200);
        eq(GOV.stateOf(id), 2);
        bytes memory closed = abi.encodeWithSelector(Governance.NotOpen.selector, id, 2);
        failsWith(admin(1), GOVERNANCE, execute, closed);
        failsWith(admin(4), GOVERNANCE, abi.encodeCall(Governance.approve, (id)), closed);
        failsWith(admin(1), GOVERNANCE, abi.encodeCall(Governance.cancel, (id)), closed);
        failsWith(admin(1), GOVERNANCE, abi.encodeCall(Governance.withdrawApproval, (id)), closed);
        failsWith(
            admin(1),
            GOVERNANCE,
            abi.encodeCall(Governance.approve, (9)),
            abi.encodeWithSelector(Governance.NotOpen.selector, 9, 0)
        );
    }

    /// One organisation has one vote, however many admins it names.
    function testOneVoteAnOrganisation() external {
        VM.prank(admin(1));
        PERM.setRoles(address(0xa1), 1, 1);
        uint64 id = open(1);
        failsWith(
            address(0xa1),
            GOVERNANCE,
            abi.encodeCall(Governance.approve, (id)),
            abi.encodeWithSelector(Governance.ApprovedAlready.selector, id, 1)
        );
    }

    function testApprovalsAreTakenBack() external {
        uint64 id = open(1);
        approve(2, id);
        approve(3, id);
        bytes memory none = abi.encodeWithSelector(Governance.NotApproved.selector, id, 4);
        failsWith(admin(4), GOVERNANCE, abi.encodeCall(Governance.withdrawApproval, (id)), none);
        VM.prank(admin(1));
        GOV.withdrawApproval(id); // the first of the list
        (uint256 approvals,) = GOV.tally(id);
        eq(approvals, 2);
        VM.prank(admin(3));
        GOV.withdrawApproval(id); // moved into its place
        VM.prank(admin(2));
        GOV.withdrawApproval(id);
        (approvals,) = GOV.tally(id);
        eq(approvals, 0);
        approve(3, id);
        eq(GOV.proposal(id).approvals[0], 3);
    }

    /// Only organisations that may vote when it is executed count.
    function testAVoteOfOneThatIsSuspendedCountsNoMore() external {
        uint64 id = open(4);
        approve(3, id);
        approve(2, id);
        pass(REGISTRY, abi.encodeCall(RegistryOrganisations.suspendOrganisation, (4)));
        (uint256 approvals, uint256 needed) = GOV.tally(id);
        eq(approvals, 2);
        eq(needed, 3);
        failsWith(
            admin(1),
            GOVERNANCE,
            abi.encodeCall(Governance.execute, (id)),
            abi.encodeWithSelector(Governance.QuorumMissing.selector, id, 2, 3)
        );
        failsWith(
            admin(4),
            GOVERNANCE,
            abi.encodeCall(Governance.cancel, (id)),
            abi.encodeWithSelector(Governance.NotAVoter.selector, admin(4))
        );
    }

    function testOnlyItsOrganisationCancels() external {
        uint64 id = open(1);
        bytes memory cancel = abi.encodeCall(Governance.cancel, (id));
        failsWith(admin(2), GOVERNANCE, cancel, abi.encodeWithSelector(Governance.NotYours.selector, id, 1));
        VM.prank(admin(1));
        GOV.cancel(id);
        eq(GOV.stateOf(id), 3);
        eq(GOV.openOf(1, false).length, 0);
    }

    function testItExpires() external {
        uint64 id = open(1);
        approve(2, id);
        approve(3, id);
        VM.warp(block.timestamp + 604_800);
        eq(GOV.stateOf(id), 1);
        VM.warp(block.timestamp + 1);
        eq(GOV.stateOf(id), 4);
        failsWith(
            admin(1),
            GOVERNANCE,
            abi.encodeCall(Governance.execute, (id)),
            abi.encodeWithSelector(Governance.NotOpen.selector, id, 4)
        );
        eq(GOV.states(0, 10)[0], 4);
    }

    /// So that nobody fills the chain with proposals; those of others are not in the way.
    function testOpenOnesAreBounded() external {
        for (uint256 i = 0; i < 8; i++) open(1);
        bytes memory full = abi.encodeWithSelector(Governance.TooManyOpen.selector, 1, 8);
        failsWith(admin(1), GOVERNANCE, propose(lifetime(7_200), false), full);
        open(2);
        VM.prank(admin(1));
        GOV.propose(lifetime(7_200), "", true); // break-glass has places of its own
        VM.prank(admin(1));
        GOV.cancel(5);
        uint64 last = open(1);
        uint64[] memory list = GOV.openOf(1, false);
        eq(list.length, 8);
        VM.warp(block.timestamp + 604_801);
        uint64 id = open(1); // all others have expired
        list = GOV.openOf(1, false);
        require(list.length == 1 && list[0] == id && id > last, "one is open");
    }

    function testProposalsAreWellFormed() external {
        bytes4 long = Governance.TooLong.selector;
        failsWith(
            admin(1),
            GOVERNANCE,
            propose(new Governance.Action[](0), false),
            abi.encodeWithSelector(Governance.NoActions.selector)
        );
        failsWith(
            admin(1),
            GOVERNANCE,
            propose(new Governance.Action[](17), false),
            abi.encodeWithSelector(long, "actions", 17, 16)
        );
        failsWith(
            admin(1),
            GOVERNANCE,
            propose(action(address(this), ""), false),
            abi.encodeWithSelector(Governance.ForeignTarget.selector, address(this))
        );
        failsWith(
            admin(1),
            GOVERNANCE,
            propose(action(REGISTRY, new bytes(16_385)), false),
            abi.encodeWithSelector(long, "actions' data", 16_385, 16_384)
        );
        failsWith(
            admin(1),
            GOVERNANCE,
            abi.encodeCall(Governance.propose, (lifetime(7_200), string(new bytes(1_025)), false)),
            abi.encodeWithSelector(long, "description", 1_025, 1_024)
        );
        failsWith(
            STRANGER,
            GOVERNANCE,
            propose(lifetime(7_200), false),
            abi.encodeWithSelector(Governance.NotAVoter.selector, STRANGER)
        );
    }

    /// Everybody may ask what a proposal would do; nothing is left of it.
    function testTheDryRunTellsTheEffect() external {
        VM.prank(STRANGER);
        Governance.Effect memory effect = GOV.dryRun(actions(remove(0), add(spec(7, 1))), false);
        require(effect.planBefore.n == 4 && effect.planBefore.leaving == 0, "before");
        require(effect.planAfter.n == 4 && effect.planAfter.leaving == 1 && effect.planAfter.joining == 1, "after");
        require(effect.neededBefore == 3 && effect.organisationsBefore == 4, "voters");
        eq(REG.plan().leaving, 0);
        eq(REG.nodeCount(), 4);
        effect = GOV.dryRun(action(PERMISSIONS, abi.encodeCall(Permissions.setEnforced, (5))), true);
        require(effect.enforcedBefore == 0 && effect.enforcedAfter == 5, "rules");
        effect = GOV.dryRun(
            action(REGISTRY, abi.encodeCall(RegistryOrganisations.suspendOrganisation, (1))), false
        );
        require(effect.organisationsAfter == 3 && effect.neededAfter == 3, "voters after");
        failsWith(
            STRANGER,
            GOVERNANCE,
            abi.encodeCall(Governance.dryRun, (new Governance.Action[](0), false)),
            abi.encodeWithSelector(Governance.NoActions.selector)
        );
        failsWith(
            STRANGER,
            GOVERNANCE,
            abi.encodeCall(Governance.runAndRevert, (lifetime(7_200), false)),
            abi.encodeWithSelector(MembersBase.OnlyGovernance.selector, STRANGER)
        );
    }

    /// Votes do not get in by the back door: the contract itself belongs to no organisation.
    function testAProposalCannotVote() external {
        uint64 id = open(1);
        refused(
            GOVERNANCE,
            abi.encodeCall(Governance.approve, (id)),
            abi.encodeWithSelector(Governance.NotAVoter.selector, GOVERNANCE)
        );
    }

    /// A dry run or a proposal inside a proposal finds the door closed.
    function testNothingRunsInsideARun() external {
        bytes memory inner = abi.encodeCall(Governance.dryRun, (lifetime(7_200), false));
        refused(GOVERNANCE, inner, abi.encodeWithSelector(Governance.Reentered.selector));
    }

    /// What could be done when it was proposed may fail later: then nothing of it is done, and it stays open.
    function testAllOrNothing() external {
        Governance.Action[] memory list = new Governance.Action[](2);
        list[0] = lifetime(7_200)[0];
        list[1] = Governance.Action(REGISTRY, abi.encodeCall(RegistryOrganisations.suspendOrganisation, (4)));
        uint64 id = approved(list, false);
        pass(REGISTRY, abi.encodeCall(RegistryOrganisations.suspendOrganisation, (4)));
        bytes memory reason = abi.encodeWithSignature("NoSuchOrganisation(uint32,uint8)", 4, 2);
        failsWith(
            admin(1),
            GOVERNANCE,
            abi.encodeCall(Governance.execute, (id)),
            abi.encodeWithSelector(Governance.ActionFailed.selector, 1, reason)
        );
        eq(GOV.settings().lifetime, 604_800);
        eq(GOV.stateOf(id), 1);
    }

    function testQuorumsAreFromAHalfOnAndBelowOne() external {
        uint8[2][4] memory wrong = [[uint8(1), 0], [3, 3], [4, 3], [1, 3]];
        for (uint256 i = 0; i < wrong.length; i++) {
            refused(
                GOVERNANCE,
                abi.encodeCall(Governance.setQuorum, (wrong[i][0], wrong[i][1])),
                abi.encodeWithSelector(Governance.WrongQuorum.selector, wrong[i][0], wrong[i][1])
            );
        }
        pass(GOVERNANCE, abi.encodeCall(Governance.setQuorum, (1, 2)));
        eq(GOV.votesNeeded(4, false), 3);
        eq(GOV.votesNeeded(9, false), 5);
        pass(GOVERNANCE, abi.encodeCall(Governance.setQuorum, (254, 255)));
        eq(GOV.votesNeeded(10, false), 8);
    }

    function testLifetimesAreBounded() external {
        uint32[2] memory wrong = [uint32(3_599), 365 days + 1];
        for (uint256 i = 0; i < wrong.length; i++) {
            refused(
                GOVERNANCE,
                abi.encodeCall(Governance.setLifetime, (wrong[i])),
                abi.encodeWithSelector(Governance.WrongLifetime.selector, wrong[i])
            );
        }
    }

    function testFuzzVotesNeeded(uint16 voters, uint8 numerator, uint8 denominator) external {
        voters = 1 + voters % 1_024;
        denominator = 2 + denominator % 254;
        numerator = uint8((uint256(denominator) + 1) / 2 + uint256(numerator) % (denominator / 2));
        pass(GOVERNANCE, abi.encodeCall(Governance.setQuorum, (numerator, denominator)));
        uint256 ordinary = GOV.votesNeeded(voters, false);
        uint256 breakGlass = GOV.votesNeeded(voters, true);
        require(2 * ordinary > voters, "no two halves decide differently");
        require(ordinary <= breakGlass && breakGlass <= voters, "never more than break-glass");
        require(5 * breakGlass >= 4 * uint256(voters) || voters == 4, "four in five");
        require(voters < 4 || breakGlass < voters, "one that is silent does not block");
    }

    // Break-glass

    /// Three of four suspended two accounts and an organisation; still all of them can repair it together.
    function testBreakGlassCountsTheSuspended() external {
        pass(REGISTRY, abi.encodeCall(RegistryOrganisations.suspendOrganisation, (4)));
        pass(REGISTRY, abi.encodeCall(RegistryOrganisations.suspendOrganisation, (3)));
        Governance.Action[] memory list =
            action(REGISTRY, abi.encodeCall(RegistryOrganisations.reinstateOrganisation, (4)));
        VM.prank(admin(4));
        uint64 id = GOV.propose(list, "", true);
        (uint256 approvals, uint256 needed) = GOV.tally(id);
        require(approvals == 1 && needed == 3, "three of four");
        VM.prank(admin(3));
        GOV.approve(id);
        failsWith(
            admin(3),
            GOVERNANCE,
            abi.encodeCall(Governance.execute, (id)),
            abi.encodeWithSelector(Governance.QuorumMissing.selector, id, 2, 3)
        );
        VM.prank(admin(1));
        GOV.approve(id);
        VM.prank(admin(4));
        GOV.execute(id);
        eq(REG.organisationState(4), 1);
        eq(GOV.proposal(id).state, 2);
    }

    function testASuspendedAdminMayBreakTheGlass() external {
        VM.prank(admin(1));
        PERM.setRoles(address(0xa1), 1, 1);
        VM.prank(address(0xa1));
        PERM.setSuspended(admin(1), true);
        failsWith(
            admin(1),
            GOVERNANCE,
            propose(lifetime(7_200), false),
            abi.encodeWithSelector(Governance.NotAVoter.selector, admin(1))
        );
        VM.prank(admin(1));
        GOV.propose(lifetime(7_200), "", true);
    }

    function testStrangersAndLeaversDoNot() external {
        failsWith(
            STRANGER,
            GOVERNANCE,
            propose(lifetime(7_200), true),
            abi.encodeWithSelector(Governance.NotAVoter.selector, STRANGER)
        );
        VM.prank(admin(1));
        PERM.setRoles(address(0xa1), 1, 30);
        failsWith(
            address(0xa1),
            GOVERNANCE,
            propose(lifetime(7_200), true),
            abi.encodeWithSelector(Governance.NotAVoter.selector, address(0xa1))
        );
        address[] memory admins = new address[](1);
        admins[0] = address(0x501);
        pass(REGISTRY, abi.encodeCall(RegistryOrganisations.addOrganisation, ("fifth", admins)));
        VM.prank(address(0x501));
        uint64 id = GOV.propose(lifetime(7_200), "", true);
        pass(REGISTRY, abi.encodeCall(RegistryOrganisations.removeOrganisation, (5)));
        (uint256 approvals, uint256 needed) = GOV.tally(id);
        require(approvals == 0 && needed == 3, "it counts no more");
        failsWith(
            address(0x501),
            GOVERNANCE,
            abi.encodeCall(Governance.approve, (id)),
            abi.encodeWithSelector(Governance.NotAVoter.selector, address(0x501))
        );
    }
}
