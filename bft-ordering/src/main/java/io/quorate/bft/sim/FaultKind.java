package io.quorate.bft.sim;

/** What may go wrong in a run; how often and how badly is drawn from the seed. */
public enum FaultKind {
    /** Replicas stop, alone or all at once, and return; what was not synced is lost or torn. */
    CRASH,
    /** Two sides, one-way cuts, single links. */
    PARTITION,
    /** Messages are lost, repeated, delayed and overtake each other. */
    LOSS,
    /** Slow and full disks, and bit rot in the last group of one replica. */
    DISK,
    /** Up to f clocks are wrong by seconds. */
    CLOCK,
    /** Up to f replicas lie. */
    BYZANTINE,
    /** Up to f replicas run twice, with one key. */
    TWINS,
    /** Replicas keep few old slots: who was away for long needs a snapshot, and proofs where epochs ended meanwhile. */
    PRUNING,
    /** Members change, once or twice: keys rotate, a machine joins or takes another's place. Not with twins. */
    EPOCHS
}
