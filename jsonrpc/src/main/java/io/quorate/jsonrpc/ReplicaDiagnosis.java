package io.quorate.jsonrpc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is wrong as one replica sees it. A pure function of what it knows; whoever asks several replicas can say more. The
 * limits are here, for all who judge.
 */
public final class ReplicaDiagnosis {
    /** Progress with a quorum may take a change of leader; what takes longer is told. */
    public static final long STALL_MILLIS = 10_000;
    /** A sync takes some milliseconds, on slow disks tens; a slot takes two or three one after another. */
    public static final long SYNC_MILLIS_MAX = 250;
    /** Of the heap that lives long, what may be in use after a collection. */
    public static final double HEAP_SHARE_MAX = 0.85;
    /** How long what waits may take at the present pace. */
    public static final long DRAIN_SECONDS_MAX = 10;
    public static final double POOL_SHARE_MAX = 0.8;
    private static final long DAY_SECONDS = 86_400;
    private static final long WARNED_DAYS = 7;
    private static final int STUCK_TOLD_MAX = 5;

    private final OrderingState state;
    private final Committee committee;
    private final Vitals vitals;
    private final List<ReplicaFinding> findings = new ArrayList<>();

    private ReplicaDiagnosis(OrderingState state, Committee committee, Vitals vitals) {
        this.state = state;
        this.committee = committee;
        this.vitals = vitals;
    }

    /** The gravest first; empty where nothing is wrong. {@code stuck} holds nonces that are missing for long. */
    public static List<ReplicaFinding> of(OrderingState state, Committee committee, Vitals vitals,
            List<StuckNonce> stuck) {
        ReplicaDiagnosis diagnosis = new ReplicaDiagnosis(state, committee, vitals);
        diagnosis.machine();
        diagnosis.certificates();
        state.position().ifPresentOrElse(diagnosis::ordering, () -> diagnosis.self(
                FindingCode.STARTING, "This replica is starting.", "Ask again in a moment."));
        stuck.stream().limit(STUCK_TOLD_MAX).forEach(diagnosis::stuck);
        diagnosis.findings.sort(Comparator.comparing(ReplicaFinding::code));
        return List.copyOf(diagnosis.findings);
    }

    /** How many of the replicas that {@code state} names are connected, this one among them. */
    public static int reached(OrderingState state, Committee committee) {
        return (int) committee.members().stream().filter(member -> isReached(member, state))
                .count();
    }

    public static boolean isReached(CommitteeMember member, OrderingState state) {
        return member.number() == state.self() || state.position()
                .map(position -> position.connected().contains(member.number())).orElse(false);
    }

    private void self(FindingCode code, String text, String mend) {
        findings.add(new ReplicaFinding(code, OptionalInt.of(state.self()), text, mend));
    }

    private void machine() {
        switch (state.disk()) {
            case NONE -> self(FindingCode.DISK_FULL, "The disk is full: " + mebibytes(vitals.disk())
                    + ".", "Make room and start the replica again.");
            case LOW -> self(FindingCode.DISK_LOW, "The disk fills up: " + mebibytes(vitals.disk())
                    + ".", "Make room, or the replica stops.");
            case ENOUGH -> {
                // nothing to tell
            }
        }
        if (vitals.disk().syncMillis() > SYNC_MILLIS_MAX) {
            self(FindingCode.SLOW_DISK, "A write to the disk takes " + vitals.disk().syncMillis()
                    + " ms, and each vote waits for one.",
                    "Find out what else uses the disk, or move the data folder to a faster one.");
        }
        if (vitals.memory().liveBytes() > HEAP_SHARE_MAX * vitals.memory().maxBytes()) {
            self(FindingCode.LOW_MEMORY, "Of " + (vitals.memory().maxBytes() >> 20)
                    + " MiB of heap for what lives long, " + (vitals.memory().liveBytes() >> 20)
                    + " MiB are in use after a collection.",
                    "Start the replica with more heap, such as QUORATE_JAVA_OPTS=-Xmx1g.");
        }
        if (vitals.evidence() > 0) {
            findings.add(new ReplicaFinding(FindingCode.MISCONDUCT, OptionalInt.empty(),
                    vitals.evidence() + " proofs that a replica signed two different things are in"
                            + " the folder 'evidence' of this replica's data.",
                    "See who is accused in the log, stop that replica and find out who has its"
                            + " key."));
        }
    }

    private static String mebibytes(Vitals.Disk disk) {
        return (disk.freeBytes() >> 20) + " MiB are free, and below "
                + (disk.minFreeBytes() >> 20) + " MiB the replica stops";
    }

    private void certificates() {
        for (Vitals.Certificate each : vitals.certificates()) {
            long days = Math.floorDiv(each.secondsLeft(), DAY_SECONDS);
            if (each.secondsLeft() <= 0) {
                self(FindingCode.CERT_EXPIRED, "The certificate '" + each.name() + "' ended "
                        + -days + " days ago.", "Replace it: see docs/keys.md.");
            } else if (days < WARNED_DAYS) {
                self(FindingCode.CERT_ENDING, "The certificate '" + each.name() + "' ends in "
                        + days + " days.", "Replace it: see docs/keys.md.");
            }
        }
    }

    private void ordering(OrderingState.Position position) {
        if (vitals.removed()) {
            self(FindingCode.MEMBER_REMOVED, "The network has removed this replica.",
                    "Stop it, or add it again with 'quorate members propose add'.");
        } else if (position.learner().isPresent()) {
            self(FindingCode.LEARNER,
                    "It follows without a vote: " + position.learner().get() + ".",
                    "Have the members name its new log: 'quorate members propose'.");
        }
        int reached = reached(state, committee);
        boolean isQuorum = reached >= committee.quorum();
        if (!isQuorum) {
            findings.add(new ReplicaFinding(FindingCode.QUORUM_LOST, OptionalInt.empty(),
                    reached + " of " + committee.members().size()
                            + " replicas are connected, and a decision takes "
                            + committee.quorum() + ".",
                    "Start those that are missing, or mend the network between them."));
        }
        committee.members().stream().filter(member -> !isReached(member, state))
                .forEach(this::silent);
        position.leader().ifPresent(leader -> committee.members().stream()
                .filter(member -> member.number() == leader && !isReached(member, state))
                .findFirst().ifPresent(this::leader));
        state.syncing().ifPresent(progress -> self(FindingCode.BEHIND, "It is "
                + (progress.highestBlock() - progress.currentBlock())
                + " slots behind and catches up.", "Wait."));
        if (isQuorum && !position.viewActive()) {
            findings.add(new ReplicaFinding(FindingCode.VIEW_CHANGE, OptionalInt.empty(),
                    "The leader is being changed, to view " + position.view() + ".",
                    "Wait; if it lasts, look at the links between replicas."));
        }
        if (isQuorum) work();
    }

    private void silent(CommitteeMember member) {
        Optional<String> reason = vitals.troubles().stream()
                .filter(each -> each.replica() == member.number())
                .map(Vitals.Trouble::reason).findFirst();
        FindingCode code = reason.map(ReplicaDiagnosis::cause).orElse(FindingCode.LINK_DOWN);
        findings.add(new ReplicaFinding(code, OptionalInt.of(member.number()),
                "No link to " + name(member) + reason.map(why -> ": " + why).orElse("") + ".",
                switch (code) {
                    case VERSION_MISMATCH -> "Run the same version of quorate on both.";
                    case GENESIS_DIFFERS -> "Give both the same genesis.json.";
                    case CERT_WRONG -> "Give it the TLS key that the network names for it.";
                    default -> "Start it, or mend the network between the two.";
                }));
    }

    /** What the reason for a missing link comes down to; the words are those of the transport. */
    public static FindingCode cause(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("protocolversion differs")) return FindingCode.VERSION_MISMATCH;
        if (lower.contains(" differs: ours is ")) return FindingCode.GENESIS_DIFFERS;
        if (lower.contains("pinned") || lower.contains("certificate")
                || lower.contains("peer's key is not")) {
            return FindingCode.CERT_WRONG;
        }
        return FindingCode.LINK_DOWN;
    }

    private void leader(CommitteeMember member) {
        findings.add(new ReplicaFinding(FindingCode.LEADER_DOWN,
                OptionalInt.of(member.number()), name(member)
                        + " leads and cannot be reached: the next transaction waits until the"
                        + " others have chosen another leader.",
                "Start it; the others go on without it while they are a quorum."));
    }

    private void work() {
        OrderingState.Work work = state.work();
        if (!work.runnable()) return;
        if (work.waitingMillis() > STALL_MILLIS) {
            findings.add(new ReplicaFinding(FindingCode.STALLED, OptionalInt.empty(),
                    work.transactions() + " transactions have waited for "
                            + work.waitingMillis() / 1_000 + " s though a quorum is connected.",
                    "Run 'quorate doctor' with all replicas, and look at their logs."));
            return;
        }
        double rate = vitals.pool().perSecond();
        boolean isFull = work.transactions() > POOL_SHARE_MAX * vitals.pool().transactionsMax();
        boolean isLate = vitals.pool().busyMillis() > STALL_MILLIS && rate > 0
                && work.transactions() / rate > DRAIN_SECONDS_MAX;
        if (isFull || isLate) {
            self(FindingCode.OVERLOADED, work.transactions() + " transactions wait"
                    + (rate > 0 ? String.format(Locale.ROOT,
                            ", and %.1f a second come into blocks: %.0f s of work.", rate,
                            work.transactions() / rate) : "."),
                    "Send less, give the replicas more processors (execution.threads), or"
                            + " bound clients with limits in rpc.access.");
        }
    }

    private void stuck(StuckNonce stuck) {
        self(FindingCode.NONCE_GAP, stuck.waiting() + " transactions of " + stuck.sender()
                + " wait for its nonce " + Long.toUnsignedString(stuck.nonce())
                + ", which nobody has sent for " + stuck.millis() / 1_000 + " s.",
                "Send a transaction of " + stuck.sender() + " with nonce "
                        + Long.toUnsignedString(stuck.nonce()) + ".");
    }

    private static String name(CommitteeMember member) {
        return (member.name().isEmpty() ? "replica " + member.number() : member.name())
                + member.endpoint().map(at -> " at " + at).orElse("");
    }
}
