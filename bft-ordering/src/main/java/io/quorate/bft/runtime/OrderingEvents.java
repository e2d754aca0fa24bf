package io.quorate.bft.runtime;

import org.apache.tuweni.bytes.Bytes;

/** What an {@link OrderingService} tells its owner. */
public interface OrderingEvents {
    /**
     * Bytes that a peer's application sent by {@link OrderingService#broadcast} or {@code send}. On
     * one thread that also serves slots to peers: hand long work over.
     */
    void gossip(int fromReplica, Bytes bytes);

    /** A link to that replica is up, so that it can be sent to. On the transport's thread: hand all work over. */
    default void connected(int replica) {
        // an application that only answers has nothing to say first
    }

    /**
     * A slot of this replica's order has come that far. On the thread of the core, which all votes wait for: at most a
     * microsecond of work, no lock, no log.
     */
    default void stage(SlotStage stage, long seqNum) {
        // nobody measures
    }

    /**
     * A replica is proved to lie, this one not excepted: somebody else runs with its key then. Told once for each
     * replica and kind since the start, on the thread that serves gossip.
     */
    void misconduct(Misconduct misconduct);

    /**
     * The replica stopped for good: an invariant broke, the disk or the application failed. Told
     * once, on the thread that failed; the process must end or at least never vote again.
     */
    void fatal(Throwable cause);
}
