package io.quorate.node.chaos;

import java.util.Locale;

/** What is done to a network for a while. */
public enum Fault {
    KILL_ONE(false), KILL_LEADER(false),
    /** f + 1 of them: nothing can be ordered until one is back. */
    KILL_BEYOND_F(true), KILL_ALL(true),
    /** Kills at random moments, of any number, and of replicas that are starting or catching up. */
    KILL_ANYTIME(true),
    /** SIGSTOP, and SIGCONT afterwards. */
    PAUSE_ONE(false), PAUSE_LEADER(false), PAUSE_BEYOND_F(true),
    /** All links of a replica stand still, and break when the partition ends. */
    ISOLATE_ONE(false), ISOLATE_LEADER(false), SPLIT(true),
    /** A replica hears the others or is heard by them, not both. */
    ONE_WAY(false),
    /** Links of a replica stand still and go on later with what was under way, unbroken. */
    BLACKHOLE(false),
    /** Every link is slow. */
    DELAY(false),
    /** Connections break again and again. */
    RESETS(false),
    /** No file may grow beyond a size, as if the disk were full: the replica has to stop by itself. */
    FULL_DISK(false),
    /** Killed, and started again on a data folder that it cannot write: it has to refuse. */
    READ_ONLY(false),
    /** All are stopped in order and started again, one after another, as for an upgrade. */
    ROLLING(false);

    private final boolean losesQuorum;

    Fault(boolean losesQuorum) {
        this.losesQuorum = losesQuorum;
    }

    /** Nothing is expected to be ordered before the fault ends. */
    boolean losesQuorum() {
        return losesQuorum;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
