package io.quorate.node;

import io.quorate.bft.Digest;
import io.quorate.bft.HandOver;
import io.quorate.bft.HandOvers;
import io.quorate.bft.SlotLinks;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.EpochEnd;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.SlotRecord;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * How epochs ended, as the ledger keeps it: the slot's record, the certificate over its hash, and what followed. A few
 * hundred bytes for each member and epoch, kept for ever.
 */
final class LedgerHandOvers implements HandOvers {
    private final Ledger ledger;

    LedgerHandOvers(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Optional<HandOver> find(long epoch) {
        return ledger.epochEnd(epoch)
                .map(end -> new HandOver(end.slotRecord(), end.certificate(), end.next()));
    }

    /** What followed, in the form in which the execution of a slot decides it. */
    Optional<EpochChange> change(long epoch) {
        return find(epoch).map(handOver -> new EpochChange(decode(handOver.next())));
    }

    /** Told before the next slot is executed: the last one is still there. */
    @Override
    public void ended(long epoch, Bytes blockCert, Bytes next) {
        if (ledger.epochEnd(epoch).isPresent()) return;
        long last = decode(next).start().number();
        SlotRecord slotRecord = ledger.slot(last).orElseThrow(() -> new IllegalStateException(
                "epoch " + epoch + " ended with slot " + last + ", which is not kept"))
                .slotRecord();
        ledger.keepEpochEnd(epoch, new EpochEnd(slotRecord.encode(), blockCert, next));
    }

    @Override
    public void proved(long epoch, HandOver handOver) {
        ledger.keepEpochEnd(epoch, new EpochEnd(handOver.slotRecord(), handOver.blockCert(),
                handOver.next()));
    }

    @Override
    public Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
        boolean isIt = Keccak256.hash(slotRecord).equals(Hash.of(result.toArray()));
        return isIt ? decodeRecord(slotRecord).map(
                read -> new SlotLinks(digest(read.previousHash()), digest(read.nextSetHash())))
                : Optional.empty();
    }

    private static Digest digest(Hash hash) {
        return Digest.of(hash.toArray());
    }

    private static Optional<SlotRecord> decodeRecord(Bytes slotRecord) {
        try {
            return Optional.of(SlotRecord.decode(slotRecord));
        } catch (DecodeException _) { // certified all the same: the ledger signs other things by no other name
            return Optional.empty();
        }
    }

    static EpochConfig decode(Bytes next) {
        try {
            return EpochConfig.decode(next);
        } catch (io.quorate.bft.DecodeException e) {
            throw new IllegalStateException("the end of an epoch that is kept does not decode", e);
        }
    }
}
