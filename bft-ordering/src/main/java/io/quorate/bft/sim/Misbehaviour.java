package io.quorate.bft.sim;

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
    /** Offers snapshots with other chunks, stale ones too, and sends wrong chunks, unasked ones too. */
    LYING_SNAPSHOT
}
