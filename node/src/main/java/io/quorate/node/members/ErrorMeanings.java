package io.quorate.node.members;

import java.util.Map;

/** What errors of the members' contracts mean, and what to do next. */
final class ErrorMeanings {
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            // who may
            Map.entry("NotAllowed", "this account may not do that: an admin of the organisation"
                    + " can where a vote left it to organisations, else it needs a vote"),
            Map.entry("NotAVoter", "this account is no admin of an active organisation;"
                    + " 'accounts list' shows the admins"),
            Map.entry("OnlyGovernance", "a vote alone can do that; open one with 'members"
                    + " propose'"),
            Map.entry("OnlyExecution", "only the execution of blocks calls that"),
            Map.entry("OnlyRegistry", "only the Registry calls that"),
            // votes
            Map.entry("NotYours", "only the organisation that proposed it can cancel it"),
            Map.entry("NotOpen", "the proposal is not open: 0 there is none, 2 executed,"
                    + " 3 cancelled, 4 expired"),
            Map.entry("ApprovedAlready", "that organisation has approved it already"),
            Map.entry("NotApproved", "that organisation has not approved it"),
            Map.entry("QuorumMissing", "more organisations must approve it first"),
            Map.entry("NoActions", "a proposal needs an action"),
            Map.entry("TooLong", "it is longer than a proposal may be"),
            Map.entry("ForeignTarget", "proposals call the three contracts of the members alone"),
            Map.entry("TooManyOpen", "the organisation has so many open proposals already;"
                    + " cancel one, or let one expire"),
            Map.entry("ActionFailed", "an action of the proposal fails"),
            Map.entry("Reentered", "a proposal cannot execute another one"),
            Map.entry("DryRun", "the answer of a dry run"),
            Map.entry("WrongQuorum", "a quorum is a fraction from 1/2 on and below 1"),
            Map.entry("WrongLifetime", "proposals live from an hour to a year, in seconds"),
            // organisations
            Map.entry("NoSuchOrganisation", "there is no such organisation that could do that:"
                    + " state 0 none, 1 active, 2 suspended, 3 left"),
            Map.entry("OrganisationHasNodes", "its nodes have to leave first, or with the same"
                    + " vote"),
            Map.entry("LastOrganisation", "without the last active organisation nobody could"
                    + " vote"),
            // nodes
            Map.entry("NoSuchNode", "there is no such node any more: state 0 none, 4 left"),
            Map.entry("WrongRole", "a node is a validator (1) or an observer (2), and only"
                    + " validators have a log"),
            Map.entry("KeyInUse", "this consensus key is or was that node's; no key comes back:"
                    + " make a new one"),
            Map.entry("TlsKeyInUse", "that node has this TLS key; make a new one"),
            Map.entry("IncarnationInUse", "this log was named before; a new one has a name of its"
                    + " own"),
            Map.entry("TooSoon", "an organisation alone may ask for an epoch once an hour a node;"
                    + " wait until then (seconds since 1970), or vote"),
            Map.entry("NotJoining", "the node does not wait to join"),
            Map.entry("BlsKeyMissing", "with the suite bls12381 each validator needs a BLS key"),
            Map.entry("NoProofOfPossession", "the consensus key did not sign for this chain and"
                    + " organisation; make the file again with 'members prepare'"),
            Map.entry("NotAPoint", "the consensus key is no point of secp256k1"),
            Map.entry("TooFewValidators", "so few validators would be left; an ordering layer"
                    + " needs more"),
            Map.entry("SlowReplicasOutOfRange", "c is too large for the committee that comes of"
                    + " it"),
            Map.entry("TooManyLeave", "at most f validators of the current epoch may leave at"
                    + " once; let the others go with a later vote"),
            // parameters and the rest
            Map.entry("WrongParameter", "the value is out of its range"),
            Map.entry("WrongLength", "a text or key is missing, or has not the length that it"
                    + " should have"),
            Map.entry("WrongFlags", "there are no such roles or rules"),
            Map.entry("LimitReached", "there can be no more of them"),
            Map.entry("WrongEpoch", "that epoch is not the next one"),
            Map.entry("EvidenceKnown", "this evidence is on chain already, in that block"),
            Map.entry("WrongImplementation", "there is no code of the same contract at that"
                    + " address"),
            // accounts
            Map.entry("NoSuchAccount", "that account belongs to no organisation"),
            Map.entry("OtherOrganisation", "the account belongs to that other organisation, which"
                    + " has to remove it first"),
            Map.entry("LastAdmin", "an organisation keeps one admin that can act; name another"
                    + " one first"),
            Map.entry("SystemAddress", "nobody may restrict a system contract"),
            Map.entry("NoCode", "the account deployed nothing with that nonce"),
            Map.entry("OwnedAlready", "the contract has an owner or rules already; a vote can"
                    + " give it to another organisation"));

    private ErrorMeanings() {}

    static String of(String error) {
        return MEANINGS.getOrDefault(error, "the contract gives no other reason");
    }

    static boolean explains(String error) {
        return MEANINGS.containsKey(error);
    }
}
