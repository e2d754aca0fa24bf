package io.quorate.bft.sim;

import io.quorate.bft.Decided;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.HandOver;
import io.quorate.bft.HandOvers;
import io.quorate.bft.SlotLinks;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** How epochs ended, as one machine keeps it: durable with the next slot, or the next snapshot. Mutable, one thread. */
final class SimHandOvers implements HandOvers {
    private static final Preimages HASHING = new Preimages((byte) 0, 0, 0);

    private final TreeMap<Long, HandOver> kept = new TreeMap<>();
    private final TreeMap<Long, HandOver> durable = new TreeMap<>();
    /** The records of epochs' last slots: they outlive the slots. */
    private final TreeMap<Long, Bytes> records = new TreeMap<>();

    void executed(Decided decided, Bytes slotRecord) {
        if (!decided.nextSetHash().equals(Digest.ZERO)) {
            records.put(decided.epoch(), slotRecord);
        }
    }

    void makeDurable() {
        durable.putAll(kept);
    }

    void crash() {
        kept.clear();
        kept.putAll(durable);
    }

    @Override
    public Optional<HandOver> find(long epoch) {
        return Optional.ofNullable(kept.get(epoch));
    }

    /** A state was taken over, with the record of its slot. */
    void restored(long epoch, Digest result, Bytes slotRecord) {
        linksOf(result, slotRecord).filter(links -> !links.nextSet().equals(Digest.ZERO))
                .ifPresent(_ -> records.put(epoch, slotRecord));
    }

    @Override
    public void ended(long epoch, Bytes blockCert, Bytes next) {
        if (kept.containsKey(epoch)) {
            return;
        }
        Bytes slotRecord = Optional.ofNullable(records.get(epoch))
                .orElseThrow(() -> new IllegalStateException(
                        "epoch " + epoch + " ended with a slot that is not kept"));
        kept.put(epoch, new HandOver(slotRecord, blockCert, next));
    }

    @Override
    public void proved(long epoch, HandOver handOver) {
        kept.put(epoch, handOver);
    }

    @Override
    public Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
        return linksOf(result, slotRecord);
    }

    /** A record begins with the result before and ends with the hash of the next members. */
    static Optional<SlotLinks> linksOf(Digest result, Bytes slotRecord) {
        return slotRecord.size() > 2 * Digest.SIZE && HASHING.content(slotRecord).equals(result)
                ? Optional.of(new SlotLinks(Digest.of(slotRecord.slice(0, Digest.SIZE)),
                        Digest.of(slotRecord.slice(slotRecord.size() - Digest.SIZE))))
                : Optional.empty();
    }

    List<Bytes> certificates() {
        return kept.values().stream().map(HandOver::blockCert).toList();
    }

    /** These, which were decided here, and what was proved of the epochs after them. */
    List<EpochChange> after(List<EpochChange> decided, EpochConfig first) {
        List<EpochChange> all = new ArrayList<>(decided);
        long next = first.number() + decided.size();
        for (HandOver proof = kept.get(next); proof != null; proof = kept.get(++next)) {
            all.add(new EpochChange(decode(proof)));
        }
        return all;
    }

    private static EpochConfig decode(HandOver proof) {
        try {
            return EpochConfig.decode(proof.next());
        } catch (DecodeException e) {
            throw new IllegalStateException("a kept proof does not decode", e);
        }
    }
}
