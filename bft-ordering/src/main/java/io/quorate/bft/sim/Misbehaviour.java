package io.quorate.bft.sim;

import java.util.EnumSet;
import java.util.List;

/** Ways in which a faulty replica lies or fails; one replica may combine several. */
enum Misbehaviour {
    /** Says nothing at all. */
    SILENT,
    /** Speaks to some replicas only. */
    SELECTIVE,
    /** Says everything up to 1.2 s late: just below, or above, the patience of the others. */
    DELAYING,
    /** As leader proposes different values to two halves, and votes with each for its own. */
    EQUIVOCATING,
    /** Votes for two values at once, and in both rounds without a quorum. */
    DOUBLE_VOTING,
    /** Repeats what it or others said long ago. */
    REPLAYING,
    /** Makes up certificates: short ones, ones with garbage for signatures, ones of its own share. */
    FORGING,
    /** Leaves things out of its ViewChange, names an old base, invents votes, shadows good certificates. */
    LYING_VIEW_CHANGE,
    /** As leader of a new view chooses something else than its ViewChanges demand. */
    LYING_NEW_VIEW,
    /** Claims to be ahead or behind by any amount, and answers fetches with altered slots and values. */
    LYING_STATUS,
    /** Suspects every view, and asks for enormous ones. */
    SHOUTING,
    /** Signs wrong results. */
    WRONG_RESULT,
    /** Answers no fetch. */
    WITHHOLDING,
    /** As leader leaves out what some clients want. */
    CENSORING,
    /** Puts two batches at each place of its lane, one for each half of the others. */
    DOUBLE_BATCHING,
    /** Sends the batches of its lane to one other replica only. */
    HIDING_BATCHES,
    /** Reports to hold any place of any lane. */
    LYING_HAVE,
    /** As leader cites places that were executed already. */
    CITING_BACK,
    /** Offers snapshots with other chunks, sends wrong chunks, and proves what is not true of how epochs ended. */
    LYING_SNAPSHOT,
    /** Answers a question for one chunk with a dozen: again, of other places and of other snapshots. */
    ENDLESS_CHUNKS,
    /** Offers the oldest snapshot that it has, or one under another slot's number. */
    STALE_SNAPSHOT,
    /** Sends another place's chunk, or one of another snapshot. */
    FOREIGN_CHUNKS,
    /** Sends chunks that are a byte too long or too short, and offers with too many or too few. */
    WRONG_LENGTHS;

    /** Those that make sense where nothing travels in lanes. */
    static List<Misbehaviour> withoutLanes() {
        return List.copyOf(EnumSet.complementOf(EnumSet.range(DOUBLE_BATCHING, CITING_BACK)));
    }
}
