package io.quorate.it.verifier;

import io.quorate.bft.Application;
import io.quorate.bft.Applied;
import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ExecutionResult;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.runtime.OrderingService;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.SlotRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * A ledger without blocks: each slot yields the record that the product's ledger yields, and the execution of a byte
 * {@code e} decides that the planned members follow epoch {@code e}.
 */
final class RecordChain implements Application {
    private final EpochConfig first;
    private final List<List<Member>> plan;
    private final TreeSet<Byte> pending = new TreeSet<>();
    private final List<Decided> slots = new ArrayList<>();
    private final List<SlotRecord> records = new ArrayList<>();
    private final Map<Long, Bytes> certificates = new HashMap<>();
    private final List<EpochChange> changes = new ArrayList<>();
    private OrderingService service;

    /** @param plan the members of the epochs after the first */
    RecordChain(EpochConfig first, List<List<Member>> plan) {
        this.first = first;
        this.plan = List.copyOf(plan);
    }

    synchronized void drivenBy(OrderingService driver) {
        service = driver;
    }

    synchronized void endEpoch(int epoch) {
        pending.add((byte) epoch);
        service.workAvailable();
    }

    synchronized SlotRecord record(long seq) {
        return records.get((int) seq - 1);
    }

    synchronized EpochConfig epoch(int number) {
        return number == 0 ? first : changes.get(number - 1).next();
    }

    /** The newest slot with a certificate, 0 without. */
    synchronized long certifiedSeq() {
        return certificates.keySet().stream().filter(seq -> seq <= records.size())
                .max(Long::compare).orElse(0L);
    }

    @Override
    public synchronized Optional<Bytes> buildPayload(long seq, int maxBytes) {
        return pending.isEmpty() ? Optional.empty() : Optional.of(Bytes.of(pending.first()));
    }

    @Override
    public Optional<Bytes> buildBatch(long laneSeq, int maxBytes) {
        return Optional.empty();
    }

    /** Nothing is ever taken out before it is executed, and executed twice it counts once. */
    @Override
    public void proposalAbandoned(long seq, Bytes payload) {}

    @Override
    public boolean validPayload(Bytes payload) {
        return payload.size() == 1;
    }

    @Override
    public synchronized ExecutionResult execute(Decided decided) {
        Hash previous = records.isEmpty() ? Hash.EMPTY : records.getLast().hash();
        slots.add(decided);
        records.add(new SlotRecord(previous, decided.epoch(), decided.seq(),
                hash(decided.digest()), hash(decided.ordHash()),
                Hash.of(Bytes.repeat((byte) decided.seq(), Hash.SIZE)), Hash.EMPTY_LIST,
                hash(decided.nextSetHash())));
        Optional<EpochChange> change = decided.batches().stream()
                .filter(batch -> !batch.body().isEmpty())
                .filter(batch -> pending.remove(batch.body().get(0)))
                .filter(batch -> batch.body().get(0) == changes.size()).findFirst()
                .map(_ -> change(decided));
        change.ifPresent(changes::add);
        if (pending.isEmpty()) service.workGone();
        return new ExecutionResult(decided.seq(),
                Digest.of(records.getLast().hash().toArray()), change);
    }

    private EpochChange change(Decided decided) {
        EpochConfig current = epoch(changes.size());
        return new EpochChange(current.next(
                EpochChange.earliestEnd(new SeqNum(decided.seq()), current),
                plan.get(changes.size()), current.parameters()));
    }

    private static Hash hash(Digest digest) {
        return Hash.of(digest.toArray());
    }

    @Override
    public synchronized Optional<EpochChange> epochChange(long epoch) {
        return changes.stream().filter(change -> change.next().number() == epoch + 1).findFirst();
    }

    @Override
    public synchronized Applied lastApplied() {
        if (slots.isEmpty()) return Applied.genesis(Digest.of(Hash.EMPTY.toArray()), 0);
        Decided last = slots.getLast();
        return new Applied(last.seq(), Digest.of(records.getLast().hash().toArray()),
                last.orderingState(), last.timestampMillis());
    }

    @Override
    public synchronized Optional<DecidedSlot> slot(long seq) {
        return seq >= 1 && seq <= slots.size() ? Optional.of(slots.get((int) seq - 1).slot())
                : Optional.empty();
    }

    @Override
    public synchronized void certified(long seq, Bytes blockCert) {
        certificates.put(seq, blockCert);
    }

    @Override
    public synchronized Optional<Bytes> blockCert(long seq) {
        return Optional.ofNullable(certificates.get(seq));
    }
}
