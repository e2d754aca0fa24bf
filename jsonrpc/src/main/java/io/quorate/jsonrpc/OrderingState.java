package io.quorate.jsonrpc;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How ordering stands at one moment, seen from one replica.
 *
 * @param self the number of the replica that answers
 * @param position empty while it starts
 * @param work what there is to do
 */
public record OrderingState(int self, Optional<Position> position, Disk disk, Work work,
        Optional<SyncProgress> syncing) {
    /** Room on the disk of the data folder; without any the replica stops. */
    public enum Disk {
        ENOUGH, LOW, NONE
    }

    /**
     * Where the protocol is.
     *
     * @param viewActive false while a view change is under way, when {@code view} is the awaited one
     * @param leader number of the view's leader
     * @param base last slot with a certificate
     * @param decided end of the decided slots; {@code executed} of the executed ones
     * @param connected numbers of the replicas that this one has a link to, without itself
     * @param learner why this replica does not vote; empty if it does
     * @param rttMillis within which a quorum answers
     */
    public record Position(long epoch, long view, boolean viewActive, OptionalInt leader, long base,
            long decided, long executed, Set<Integer> connected, Optional<String> learner,
            long rttMillis, Decisions decisions) {
        public Position {
            connected = Set.copyOf(connected);
        }
    }

    /** Counts since the start; {@code lastViewChangeMillis} is Unix time, 0 if there was none. */
    public record Decisions(long fast, long slow, long fetched, long viewChanges,
            long lastViewChangeMillis) {}

    /**
     * What waits.
     *
     * @param runnable whether something waits that could be in the next block
     * @param waitingMillis how long it has waited without a block; 0 where nothing does
     * @param sinceBlockMillis since the last block that was made here, or the start
     */
    public record Work(boolean runnable, int transactions, long waitingMillis,
            long sinceBlockMillis) {}
}
