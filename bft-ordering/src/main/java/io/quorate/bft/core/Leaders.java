package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who leads: slots are cut into segments, the next replica of a roster leads the next segment, and each view change
 * moves on by one. The roster of segment k is fixed at the end of segment k - 2, so that it is known to whoever may
 * vote there, and leaves out replicas that were lately passed over, so that a dead one is not waited for each turn.
 *
 * <p>Who was passed over is read from the proposers of decided values alone: views are not agreed. Immutable; part of
 * the state that every result digest covers.
 *
 * @param segment the one that the next slot belongs to
 * @param previous roster of the segment before; empty in an epoch's first
 * @param lastProposer of the last value that had one; its segment is {@code lastSegment}
 * @param absences of replicas that were passed over, by replica
 */
record Leaders(Setting setting, long segment, List<ReplicaId> previous, List<ReplicaId> current,
        List<ReplicaId> next, Optional<ReplicaId> lastProposer, long lastSegment,
        TreeMap<ReplicaId, Absence> absences) {
    /** How long a replica is left out at first, in slots; doubled each time it fails soon after its return. */
    static final long ABSENCE_SLOTS = 4096;
    private static final long ABSENCE_SLOTS_MAX = 1 << 20;

    /** Fixed for an epoch; with {@link ReplicaConfig#STABLE_LEADER} the leader changes by view changes alone. */
    record Setting(int committeeSize, int faulty, long segmentSlots) {
        static Setting of(ReplicaConfig config) {
            return new Setting(config.quorums().n(), config.quorums().f(), config.segmentSlots());
        }

        long segmentOf(SeqNum seq) {
            return seq.number() / segmentSlots;
        }

        List<ReplicaId> everybody() {
            List<ReplicaId> all = new ArrayList<>(committeeSize);
            for (int i = 0; i < committeeSize; i++) {
                all.add(new ReplicaId(i));
            }
            return List.copyOf(all);
        }
    }

    /** Left out of rosters until {@code untilSeq}; failing again within {@code slots} after that doubles it. */
    record Absence(long untilSeq, long slots) {}

    /** The state before the first slot of an epoch: everybody, in its first two segments. */
    static Leaders atStart(Setting setting, SeqNum epochStart) {
        List<ReplicaId> all = setting.everybody();
        return new Leaders(setting, setting.segmentOf(epochStart.next()), List.of(), all, all,
                Optional.empty(), 0, new TreeMap<>());
    }

    /** Empty where the roster is not known: the slot was executed long ago, or lies beyond any vote. */
    Optional<ReplicaId> of(View view, SeqNum seq) {
        long of = setting.segmentOf(seq);
        List<ReplicaId> roster = of == segment ? current
                : of == segment + 1 ? next : of == segment - 1 ? previous : List.of();
        return roster.isEmpty() ? Optional.empty()
                : Optional.of(roster.get((int) ((of + view.number()) % roster.size())));
    }

    /** After {@code seq} was decided; {@code proposer} is empty for a no-op. */
    Leaders after(SeqNum seq, Optional<ReplicaId> proposer) {
        Leaders known = proposer.map(p -> proposed(seq, p)).orElse(this);
        return setting.segmentOf(seq.next()) == segment ? known : known.turned();
    }

    private Leaders proposed(SeqNum seq, ReplicaId proposer) {
        List<ReplicaId> passed = passedOver(proposer);
        if (passed.isEmpty() && lastSegment == segment
                && lastProposer.filter(proposer::equals).isPresent()) {
            return this;
        }
        TreeMap<ReplicaId, Absence> changed = new TreeMap<>(absences);
        for (ReplicaId replica : passed) {
            Absence before = changed.get(replica);
            boolean again = before != null && seq.number() < before.untilSeq() + before.slots();
            long slots = again ? Math.min(2 * before.slots(), ABSENCE_SLOTS_MAX) : ABSENCE_SLOTS;
            changed.put(replica, new Absence(seq.number() + slots, slots));
        }
        return new Leaders(setting, segment, previous, current, next, Optional.of(proposer),
                segment, changed);
    }

    /** Between the last proposer and this one; none where rosters differ, for the views are not known. */
    private List<ReplicaId> passedOver(ReplicaId proposer) {
        if (lastProposer.isEmpty() || !current.contains(proposer)) {
            return List.of();
        }
        int from = current.indexOf(lastProposer.get());
        if (lastSegment == segment - 1 && previous.equals(current)) {
            from = (from + 1) % current.size();
        } else if (lastSegment != segment) {
            return List.of();
        }
        List<ReplicaId> passed = new ArrayList<>();
        for (int i = from; i >= 0
                && !current.get(i).equals(proposer); i = (i + 1) % current.size()) {
            passed.add(current.get(i));
        }
        // More than f in a row are not all faulty: values were proposed again out of their leaders' order.
        return passed.size() > setting.faulty() ? List.of() : passed;
    }

    /** The next segment began; the roster after it is drawn up. */
    private Leaders turned() {
        long firstSeq = (segment + 2) * setting.segmentSlots();
        TreeMap<ReplicaId, Absence> kept = new TreeMap<>(absences);
        kept.values().removeIf(absence -> absence.untilSeq() + absence.slots() <= firstSeq);
        // At most f are left out, the most recent: the rest may have been passed over by faulty ones.
        List<ReplicaId> absent = kept.entrySet().stream()
                .filter(entry -> entry.getValue().untilSeq() > firstSeq)
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().untilSeq()))
                .limit(setting.faulty()).map(entry -> entry.getKey()).toList();
        List<ReplicaId> roster = setting.everybody().stream()
                .filter(replica -> !absent.contains(replica)).toList();
        return new Leaders(setting, segment + 1, current, next, roster, lastProposer, lastSegment,
                kept);
    }
}
