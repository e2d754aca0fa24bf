package io.quorate.bft.sim;

import io.quorate.bft.Applied;
import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.FrozenLane;
import io.quorate.bft.Inclusion;
import io.quorate.bft.MemberId;
import io.quorate.bft.OrderedBatch;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.message.MessageCodec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;

/**
 * Numbered items to be executed once each. What was executed survives a crash, the pool does not. Mutable, one thread.
 */
final class SimApplication {
    static final long GENESIS_MILLIS = 1_000_000;

    private final int itemsMax;
    private final EpochConfig firstEpoch;
    private final List<ChangePlan> plans;
    private final Preimages hashing = new Preimages((byte) 0, 0, 0);
    private final List<DecidedSlot> slots = new ArrayList<>();
    private final List<Applied> history = new ArrayList<>();
    private final List<Bytes> records = new ArrayList<>();
    private final TreeSet<Long> executedItems = new TreeSet<>();
    /** Items to give out, and those given out with the slot they are meant for. */
    private final TreeSet<Long> free = new TreeSet<>();
    private final TreeMap<Long, Long> givenOut = new TreeMap<>();
    /** Items of own batches, with their place in the lane. */
    private final TreeMap<Long, Long> batched = new TreeMap<>();
    private final TreeMap<Long, List<Long>> executedBySlot = new TreeMap<>();
    private final MemberId self;
    private Applied applied = Applied.genesis(Digest.ZERO, GENESIS_MILLIS);
    private long durableSeq;
    /** How each item that waits fares. */
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private boolean nondeterministic;
    private LongPredicate censored = _ -> false;
    private long fullSlots;
    private SimSnapshots snapshots = new SimSnapshots();
    /** Slots up to here are gone. */
    private long prunedSeq;
    private long kept = Long.MAX_VALUE;
    private SimHandOvers handOvers = new SimHandOvers();
    private SimGovernance governance;
    private Optional<EpochChange> lastChange = Optional.empty();
    private final TreeMap<Long, Bytes> certificates = new TreeMap<>();

    private record Waiting(Inclusion inclusion, boolean isOwn) {}

    /** A payload holds so many items at most. */
    SimApplication(MemberId self, int itemsMax, EpochConfig firstEpoch, List<ChangePlan> plans) {
        this.self = self;
        this.itemsMax = itemsMax;
        this.firstEpoch = firstEpoch;
        this.plans = plans;
        this.governance = new SimGovernance(firstEpoch, plans);
    }

    /** Everything is gone, as on a new machine. */
    void wipe() {
        durableSeq = 0;
        certificates.clear();
        prunedSeq = 0;
        slots.clear();
        history.clear();
        records.clear();
        executedBySlot.clear();
        executedItems.clear();
        governance = new SimGovernance(firstEpoch, plans);
        snapshots = new SimSnapshots();
        handOvers = new SimHandOvers();
        crash();
    }

    /** What was decided about members so far. */
    List<EpochChange> changes() {
        return List.copyOf(governance.changes());
    }

    /** What the slot executed last decided about members. */
    Optional<EpochChange> lastChange() {
        return lastChange;
    }

    /** What the result digest of {@code seq} is the hash of; it ends with the hash of the next epoch's members. */
    Bytes record(long seq) {
        return records.get((int) (seq - 1 - prunedSeq));
    }

    /** How {@code epoch} ends, if that is decided. */
    Optional<EpochChange> changeOf(long epoch) {
        return governance.changes().stream()
                .filter(change -> change.next().number() == epoch + 1).findFirst();
    }

    /** What is decided about lanes, of all epochs. */
    List<FrozenLane> frozen() {
        return List.copyOf(governance.frozen());
    }

    void certified(long seq, Bytes blockCert) {
        certificates.put(seq, blockCert);
    }

    Optional<Bytes> certificate(long seq) {
        return Optional.ofNullable(certificates.get(seq));
    }

    SimHandOvers ends() {
        return handOvers;
    }

    /** How epochs ended, by what was executed or proved here. */
    List<EpochChange> knownChanges() {
        return handOvers.after(changes(), firstEpoch);
    }

    /** The certificates of the last slots of epochs. */
    List<Bytes> handOvers() {
        return Stream.concat(handOvers.certificates().stream(), governance.changes().stream()
                .flatMap(change -> certificate(change.last().number()).stream())).toList();
    }

    private void governAgain() {
        governance = SimGovernance.replay(firstEpoch, plans, governance.asked(), durableSeq);
    }

    Applied applied() {
        return applied;
    }

    /** The last slot that a crash cannot take away. */
    long durableSeq() {
        return durableSeq;
    }

    int executedCount() {
        return executedItems.size();
    }

    boolean hasExecuted(long item) {
        return executedItems.contains(item);
    }

    /** What was executed last; empty where that is not known after a snapshot, and at the beginning. */
    OptionalLong lastItem() {
        for (List<Long> news : executedBySlot.descendingMap().values()) {
            if (!news.isEmpty()) {
                return OptionalLong.of(news.getLast());
            }
        }
        return OptionalLong.empty();
    }

    /** As which one an item was executed, from 1; empty if it was not, or within a snapshot. */
    OptionalLong placeOf(long item) {
        long place = executedItems.size();
        if (!hasExecuted(item)) {
            return OptionalLong.empty();
        }
        for (List<Long> news : executedBySlot.descendingMap().values()) {
            place -= news.size();
            if (news.contains(item)) {
                return OptionalLong.of(place + news.indexOf(item) + 1);
            }
        }
        return OptionalLong.empty();
    }

    /** From now on its results are its own. */
    void diverge() {
        nondeterministic = true;
    }

    void crash() {
        handOvers.crash();
        free.clear();
        givenOut.clear();
        waiting.clear();
        batched.clear();
        boolean shorter = prunedSeq + slots.size() > durableSeq;
        while (prunedSeq + slots.size() > durableSeq) { // only where a test broke the disk
            history.removeLast();
            records.removeLast();
            executedItems.removeAll(executedBySlot.remove(slots.removeLast().seq()));
        }
        applied = history.isEmpty() ? Applied.genesis(Digest.ZERO, GENESIS_MILLIS)
                : history.getLast();
        if (shorter) {
            governAgain();
        }
    }

    /** From now on it gives out none of these. */
    void censor(LongPredicate items) {
        censored = items;
    }

    /** True if it is news. An own item came from a client, others from replicas. */
    boolean submit(long item, boolean isOwn, long nowMillis) {
        boolean news = !executedItems.contains(item) && !givenOut.containsKey(item)
                && !batched.containsKey(item) && free.add(item);
        if (news) {
            waiting.put(item, new Waiting(new Inclusion(nowMillis), isOwn));
        }
        return news;
    }

    /** Items that the others are to be told of now. */
    List<Long> toPush(long nowMillis) {
        List<Long> due = new ArrayList<>();
        waiting.forEach((item, held) -> {
            if (held.inclusion().pushDue(held.isOwn(), nowMillis)) {
                due.add(item);
            }
        });
        return due;
    }

    /** Whether the proposer of the slot that was just executed leaves an item out that it has long had room for. */
    boolean censoredBy(Decided decided, boolean mindsRoom, long nowMillis) {
        if (decided.isNoop()) {
            return false;
        }
        if (mindsRoom && 2 * executedBytes(decided) > itemsMax * Long.BYTES) {
            fullSlots++;
            return false;
        }
        boolean any = false;
        for (Waiting held : waiting.values()) {
            any |= held.inclusion().leftOut(decided.proposer(), fullSlots, nowMillis);
        }
        return any;
    }

    private static int executedBytes(Decided decided) {
        return decided.batches().stream().mapToInt(batch -> batch.body().size()).sum();
    }

    SimSnapshots snapshots() {
        return snapshots;
    }

    List<Snapshot> offers(long above) {
        return snapshots.offers(above, this::proofOf);
    }

    /** The first certificate of the slot's epoch that covers it, and the records that lead back from there. */
    private Optional<SimSnapshots.Proof> proofOf(DecidedSlot slot) {
        List<Bytes> later = new ArrayList<>();
        for (long seq = slot.seq(); seq <= applied.seq() && seq > prunedSeq; seq++) {
            boolean sameEpoch = slots.get((int) (seq - 1 - prunedSeq)).epoch() == slot.epoch();
            if (seq > slot.seq()) {
                later.add(record(seq));
            }
            if (sameEpoch && certificates.containsKey(seq)) {
                return Optional.of(new SimSnapshots.Proof(certificates.get(seq), later));
            }
        }
        return Optional.empty();
    }

    /** From now on only so many slots are served. */
    void keepSlots(long count) {
        kept = count;
        prune();
    }

    private void prune() {
        while (slots.size() > kept) {
            slots.removeFirst();
            history.removeFirst();
            records.removeFirst();
            prunedSeq++;
        }
    }

    /** Takes over the state of a snapshot whose chunks are all here. */
    void restore(Snapshot snapshot) {
        SimSnapshots.State state = snapshots.assemble(snapshot);
        executedItems.clear();
        executedItems.addAll(state.items());
        free.removeAll(executedItems);
        givenOut.keySet().removeAll(executedItems);
        batched.keySet().removeAll(executedItems);
        waiting.keySet().removeAll(executedItems);
        long epoch = slots.isEmpty() ? 0 : slots.getLast().epoch();
        if (snapshot.slot().epoch() != epoch) { // whoever gave out these items is gone with its seat
            freeUpTo(Long.MAX_VALUE);
            free.addAll(givenOut.keySet());
            givenOut.clear();
        }
        slots.clear();
        history.clear();
        records.clear();
        executedBySlot.clear();
        slots.add(snapshot.slot());
        executedBySlot.put(snapshot.seq(), List.of());
        records.add(state.slotRecord());
        handOvers.restored(snapshot.slot().epoch(), snapshot.applied().resultDigest(),
                state.slotRecord());
        applied = snapshot.applied();
        history.add(applied);
        prunedSeq = snapshot.seq() - 1;
        governance = SimGovernance.replay(firstEpoch, plans, state.asked(), snapshot.seq());
        makeDurable(snapshot.seq());
    }

    TreeSet<Long> executedItems() {
        return executedItems;
    }

    boolean idle() {
        return free.isEmpty() && givenOut.isEmpty() && batched.isEmpty();
    }

    /** Items waiting, given out or not. */
    int poolSize() {
        return free.size() + givenOut.size() + batched.size();
    }

    Optional<Bytes> buildPayload(long seq) {
        List<Bytes> items = new ArrayList<>();
        Iterator<Long> next = free.iterator();
        while (next.hasNext() && items.size() < itemsMax) {
            long item = next.next();
            if (censored.test(item)) {
                continue;
            }
            next.remove();
            givenOut.put(item, seq);
            items.add(Bytes.ofUnsignedLong(item));
        }
        return items.isEmpty() ? Optional.empty()
                : Optional.of(Bytes.concatenate(items));
    }

    Optional<Bytes> buildBatch(long laneSeq, int bytesMax) {
        List<Bytes> items = new ArrayList<>();
        Iterator<Long> next = free.iterator();
        while (next.hasNext() && (items.size() + 1) * Long.BYTES <= bytesMax) {
            long item = next.next();
            next.remove();
            batched.put(item, laneSeq);
            items.add(Bytes.ofUnsignedLong(item));
        }
        return items.isEmpty() ? Optional.empty() : Optional.of(Bytes.concatenate(items));
    }

    /** True if items are free again. */
    boolean abandoned(long seq) {
        boolean any = false;
        Iterator<Map.Entry<Long, Long>> entries = givenOut.entrySet().iterator();
        while (entries.hasNext()) {
            var entry = entries.next();
            if (entry.getValue() == seq) {
                free.add(entry.getKey());
                entries.remove();
                any = true;
            }
        }
        return any;
    }

    boolean validPayload(Bytes payload) {
        return !payload.isEmpty() && payload.size() % Long.BYTES == 0
                && payload.size() <= itemsMax * Long.BYTES;
    }

    static List<Long> items(Bytes payload) {
        List<Long> items = new ArrayList<>(payload.size() / Long.BYTES);
        for (int offset = 0; offset < payload.size(); offset += Long.BYTES) {
            items.add(payload.getLong(offset));
        }
        return items;
    }

    /** Atomic; durable when {@link #makeDurable} was called. An item that was executed before is skipped. */
    Digest execute(Decided decided) {
        if (decided.seq() != applied.seq() + 1) {
            throw new IllegalStateException("slot " + decided.seq() + " after " + applied.seq());
        }
        if (decided.timestampMillis() < applied.timestampMillis()) {
            throw new IllegalStateException("time went back at slot " + decided.seq());
        }
        long executedNow = 0;
        List<Long> news = new ArrayList<>();
        int place = placeIn(decided.epoch());
        for (OrderedBatch batch : decided.batches()) {
            for (long item : items(batch.body())) {
                if (executedItems.add(item)) {
                    executedNow++;
                    news.add(item);
                    governance.executed(decided.seq(), item);
                }
                free.remove(item);
                givenOut.remove(item);
                batched.remove(item);
                waiting.remove(item);
            }
            if (batch.author() == place && batch.laneSeq() != OrderedBatch.IN_PROPOSAL) {
                freeUpTo(batch.laneSeq());
            }
        }
        executedBySlot.put(decided.seq(), news);
        if (!givenOut.isEmpty()) {
            abandoned(decided.seq());
        }
        if (!decided.nextSetHash().equals(Digest.ZERO)) {
            freeUpTo(Long.MAX_VALUE); // lanes end with their epoch
        }
        Digest bodies = hashing.content(Bytes.concatenate(
                decided.batches().stream().map(OrderedBatch::body).toList()));
        Bytes slotRecord = Bytes.concatenate(applied.resultDigest().bytes(), bodies.bytes(),
                decided.digest().bytes(), decided.ordHash().bytes(),
                Bytes.ofUnsignedLong(decided.timestampMillis()),
                Bytes.ofUnsignedLong(nondeterministic ? -1 : executedNow),
                decided.nextSetHash().bytes());
        Digest result = hashing.content(slotRecord);
        lastChange = governance.decide(new SeqNum(decided.seq()));
        slots.add(decided.slot());
        records.add(slotRecord);
        handOvers.executed(decided, slotRecord);
        applied = new Applied(decided.seq(), result, decided.orderingState(),
                decided.timestampMillis());
        history.add(applied);
        snapshots.executed(applied, decided.slot(), slotRecord, executedItems,
                governance.asked());
        prune();
        return result;
    }

    /** -1 where it is not a member. */
    private int placeIn(long epoch) {
        EpochConfig config = firstEpoch;
        for (EpochChange change : governance.changes()) {
            config = change.next().number() == epoch ? change.next() : config;
        }
        return config.replicaOf(self).map(ReplicaId::index).orElse(-1);
    }

    /** Whether the last slot of {@code epoch} is executed: nothing more goes into its lanes. */
    boolean isOver(long epoch) {
        return governance.changes().stream().anyMatch(change -> change.next().number() == epoch + 1
                && change.last().number() <= applied.seq());
    }

    /** What earlier batches of a lane hold will not be executed from there any more. */
    private void freeUpTo(long laneSeq) {
        batched.entrySet().removeIf(entry -> {
            boolean passed = entry.getValue() <= laneSeq;
            if (passed) {
                free.add(entry.getKey());
            }
            return passed;
        });
    }

    void makeDurable(long seq) {
        durableSeq = Math.max(durableSeq, seq);
        handOvers.makeDurable();
    }

    List<DecidedSlot> recentSlots(int count) {
        return List.copyOf(slots.subList(Math.max(0, slots.size() - count), slots.size()));
    }

    List<DecidedSlot> read(long first, long last) {
        List<DecidedSlot> read = new ArrayList<>();
        int bytes = 0;
        for (long seq = first; first > prunedSeq && seq <= Math.min(last, prunedSeq + slots.size())
                && bytes < MessageCodec.REPLY_PAYLOAD_BYTES
                && read.size() < MessageCodec.SLOTS_PER_REPLY_MAX; seq++) {
            read.add(slots.get((int) (seq - 1 - prunedSeq)));
            bytes += read.getLast().contentBytes();
        }
        return read;
    }
}
