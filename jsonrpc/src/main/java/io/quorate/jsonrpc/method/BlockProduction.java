package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.Committee;
import io.quorate.jsonrpc.CommitteeMember;
import io.quorate.jsonrpc.OrderingState;
import io.quorate.jsonrpc.ReplicaDiagnosis;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why there is a next block soon, or none: the gravest thing that this replica sees, and what mends it.
 *
 * @param status one stable word
 * @param explanation sentences for people
 * @param reached members with whom this replica has a link, and itself
 * @param silent all others
 */
record BlockProduction(Status status, String explanation, List<CommitteeMember> reached,
        List<CommitteeMember> silent) {
    /** The words of {@code bft_explain}. */
    enum Status {
        DISK_FULL("disk-full"), STARTING("starting"), LEARNER("learner"), BEHIND(
                "behind"),
        NO_QUORUM("no-quorum"), VIEW_CHANGE(
                "view-change"),
        STALLED("stalled"), WORKING("working"), IDLE("idle");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static BlockProduction of(OrderingState state, Committee committee) {
        List<CommitteeMember> reached = committee.members().stream()
                .filter(member -> ReplicaDiagnosis.isReached(member, state)).toList();
        List<CommitteeMember> silent = committee.members().stream()
                .filter(member -> !ReplicaDiagnosis.isReached(member, state)).toList();
        Status status = status(state, committee, reached);
        return new BlockProduction(status, explanation(status, state, committee, silent), reached,
                silent);
    }

    private static Status status(OrderingState state, Committee committee,
            List<CommitteeMember> reached) {
        if (state.disk() == OrderingState.Disk.NONE) {
            return Status.DISK_FULL;
        }
        if (state.position().isEmpty()) {
            return Status.STARTING;
        }
        OrderingState.Position position = state.position().get();
        if (position.learner().isPresent()) {
            return Status.LEARNER;
        }
        if (reached.size() < committee.quorum()) {
            return Status.NO_QUORUM;
        }
        if (state.syncing().isPresent()) {
            return Status.BEHIND;
        }
        if (!position.viewActive()) {
            return Status.VIEW_CHANGE;
        }
        if (!state.work().runnable()) {
            return Status.IDLE;
        }
        return state.work().waitingMillis() > ReplicaDiagnosis.STALL_MILLIS ? Status.STALLED
                : Status.WORKING;
    }

    private static String explanation(Status status, OrderingState state, Committee committee,
            List<CommitteeMember> silent) {
        return switch (status) {
            case DISK_FULL -> "This replica's disk is full, and it stops before a write fails half"
                    + " way. Make room and start it again; the others go on while they are a"
                    + " quorum.";
            case STARTING -> "This replica is starting. Ask again in a moment.";
            case LEARNER -> "This replica follows the order but does not vote: "
                    + state.position().flatMap(OrderingState.Position::learner).orElse("")
                    + ". The others make blocks while they are a quorum; see the operator's"
                    + " manual for how a member with a new log comes back.";
            case BEHIND -> "This replica is behind the others by " + state.syncing()
                    .map(progress -> progress.highestBlock() - progress.currentBlock()).orElse(0L)
                    + " slots and catches up by itself. Ask another replica meanwhile.";
            case NO_QUORUM -> "Too few replicas can be reached from here: "
                    + (committee.members().size() - silent.size()) + " of "
                    + committee.members().size() + ", and a decision takes " + committee.quorum()
                    + ". Silent: " + names(silent) + ". Start them, or mend the network between"
                    + " them and this replica; blocks follow by themselves.";
            case VIEW_CHANGE -> "The replicas are changing their leader, which takes moments. If"
                    + " it lasts, look at the leader to be and at the links between replicas."
                    + (silent.isEmpty() ? "" : " Silent: " + names(silent) + ".");
            case STALLED -> "Transactions have waited for " + state.work().waitingMillis() / 1_000
                    + " s though a quorum is connected. Links may be up and replicas busy or"
                    + " stopped behind them: look at the logs and at bft_getStatus of each."
                    + (silent.isEmpty() ? "" : " Silent: " + names(silent) + ".");
            case WORKING -> "Transactions wait, and their block is being made.";
            case IDLE -> state.work().transactions() == 0
                    ? "Nothing waits for a block. One is made when a transaction comes."
                    : "All " + state.work().transactions() + " transactions that wait lack an"
                            + " earlier nonce of their sender; txpool_explain names it.";
        };
    }

    private static String names(List<CommitteeMember> members) {
        return members.stream().map(
                member -> (member.name().isEmpty() ? "replica " + member.number() : member.name())
                        + member.endpoint().map(at -> " at " + at).orElse(""))
                .collect(Collectors.joining(", "));
    }

    /** Why transactions wait that could be in a block; empty where nothing is wrong. */
    Optional<String> obstacle() {
        return status == Status.WORKING || status == Status.IDLE ? Optional.empty()
                : Optional.of(explanation);
    }
}
