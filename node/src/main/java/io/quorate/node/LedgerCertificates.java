package io.quorate.node;

import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.evm.primitives.Hash;
import io.quorate.execution.ExtraData;
import io.quorate.jsonrpc.BlockCertificate;
import io.quorate.jsonrpc.BlockCertificate.Answer;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.EpochEnd;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.SlotRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;

/**
 * Certificates of this replica's blocks with all that leads to them from the first validators. Where a slot has none of
 * its own (its replicas were too busy, or a recovery record ended its epoch) a later slot's vouches for it. Safe for any
 * thread.
 */
final class LedgerCertificates {
    /** Slots without a certificate of their own, in a row; it is a handful even when replicas fail. */
    private static final int SLOTS_MAX = 1_024;

    private final Ledger ledger;
    private final Map<Long, SignedRecovery> recoveries;

    /** {@code recoveries}: the records that ended epochs here; none is added while a replica runs. */
    LedgerCertificates(Ledger ledger, List<SignedRecovery> recoveries) {
        this.ledger = ledger;
        this.recoveries = recoveries.stream().collect(Collectors
                .toUnmodifiableMap(signed -> signed.record().ended().number(),
                        Function.identity()));
    }

    Answer of(long number) {
        Optional<BlockHeader> header = ledger.header(number);
        if (header.isEmpty()) {
            return missing("is not here");
        }
        if (number == 0) {
            return new Answer.Found(new BlockCertificate(header.get(), List.of(),
                    Optional.empty(), List.of()));
        }
        Hash hash = BlockHeaderCodec.hash(header.get());
        Optional<SlotRecord> own = ExtraData.decode(header.get().extraData())
                .flatMap(extra -> ledger.slotRecord(extra.seqNum()))
                .filter(slot -> slot.blockHash().equals(hash));
        if (own.isEmpty()) {
            return missing("was not ordered here but came from elsewhere, without a certificate");
        }
        Optional<Long> certified = ledger.certifiedFrom(own.get().seqNum());
        if (certified.isEmpty()) {
            return missing("has no certificate yet; ask again in a moment");
        }
        return from(header.get(), own.get(), certified.get());
    }

    private Answer from(BlockHeader header, SlotRecord own, long certified) {
        if (certified - own.seqNum() >= SLOTS_MAX) {
            return missing("has no certificate within " + SLOTS_MAX + " slots");
        }
        List<Bytes> records = new ArrayList<>();
        SlotRecord last = own;
        for (long seq = own.seqNum(); seq <= certified; seq++) {
            Optional<SlotRecord> slot = ledger.slotRecord(seq);
            if (slot.isEmpty()) {
                return missing("has a certificate, but the record of slot " + seq
                        + " is not here any more");
            }
            last = slot.get();
            records.add(last.encode());
        }
        List<BlockCertificate.EpochStep> epochs = new ArrayList<>();
        for (long epoch = 0; epoch < last.epoch(); epoch++) {
            Optional<BlockCertificate.EpochStep> step = step(epoch);
            if (step.isEmpty()) {
                return missing("is of epoch " + last.epoch() + ", and how epoch " + epoch
                        + " ended is not known here");
            }
            epochs.add(step.get());
        }
        return new Answer.Found(new BlockCertificate(header, records,
                ledger.blockCertificate(certified), epochs));
    }

    /** What operators decided by hand comes before what the chain had decided. */
    private Optional<BlockCertificate.EpochStep> step(long epoch) {
        return Optional
                .ofNullable(recoveries.get(epoch)).<BlockCertificate.EpochStep>map(
                        signed -> new BlockCertificate.EpochStep.Recovered(
                                signed.encode()))
                .or(() -> ledger.epochEnd(epoch).map(LedgerCertificates::handedOver));
    }

    private static BlockCertificate.EpochStep handedOver(EpochEnd end) {
        return new BlockCertificate.EpochStep.HandedOver(end.slotRecord(), end.certificate(),
                end.next());
    }

    private static Answer missing(String reason) {
        return new Answer.Missing(reason);
    }
}
