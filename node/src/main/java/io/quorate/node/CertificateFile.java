package io.quorate.node;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockFileReader;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.SlotRecord;
import io.quorate.proof.Certificates;
import io.quorate.proof.EpochStep;
import io.quorate.proof.TrustedStart;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Slot records and certificates out of the file that {@code export --certificates} writes, checked from the first validators
 * on as they are read, side by side with the blocks. A record without a certificate is vouched for by the next one that
 * has one, since that names its hash. Mutable, one thread.
 */
public final class CertificateFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    /** Records in a row without a certificate. */
    private static final int PENDING_MAX = 1_024;

    private final Path file;
    private final Certificates certificates;
    private final InputStream input;
    private final BlockFileReader items;
    /** Certified, in the order of slots, from the first that no block was matched with. */
    private final Deque<SlotRecord> certified = new ArrayDeque<>();
    private final List<SlotRecord> pending = new ArrayList<>();
    private long lastSeq;
    private Hash lastHash;

    /** Fails with {@link OperatorException} where there is no such file. */
    public CertificateFile(Path file, TrustedStart start) {
        this.file = file;
        this.lastHash = start.genesisHash();
        this.certificates = new Certificates(start);
        try {
            input = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        } catch (IOException e) {
            throw new OperatorException("There is no file " + file + " that can be read.", e);
        }
        items = new BlockFileReader(input);
    }

    /** Fails with {@link OperatorException} unless the validators certified {@code block}; blocks come in order. */
    void require(Block block, Ledger ledger) {
        while (true) {
            while (!certified.isEmpty()) {
                SlotRecord slot = certified.peek();
                if (slot.blockHash().equals(block.hash())) {
                    return; // it stays: later slots may have made no block
                }
                if (ledger.blockNumber(slot.blockHash()).isEmpty()) {
                    throw refused(block, "it is " + block.hash() + ", but the certified record of"
                            + " slot " + slot.seqNum() + " names block " + slot.blockHash());
                }
                certified.remove();
            }
            readRun(block);
        }
    }

    /** Reads up to the next certificate. */
    private void readRun(Block block) {
        try {
            do {
                Optional<Bytes> item = items.next();
                if (item.isEmpty()) {
                    throw refused(block, "no certificate is in the file for it, which ends after"
                            + " slot " + lastSeq);
                }
                take(item.get());
            } while (certified.isEmpty());
        } catch (DecodeException e) {
            throw refused(block, "after slot " + lastSeq + " of the file: " + e.getMessage());
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read after slot " + lastSeq + ": "
                    + e.getMessage() + ".", e);
        }
    }

    private OperatorException refused(Block block, String reason) {
        return new OperatorException("Refused by " + file + ", block " + block.number() + ": "
                + reason + ". The blocks before it are imported.");
    }

    private void take(Bytes item) throws DecodeException {
        RlpReader fields = new RlpReader(item).readList();
        if (!fields.nextIsList()) {
            certificates.follow(new EpochStep.Recovered(fields.readByteString()));
            fields.requireEnd();
            return;
        }
        Bytes encoded = fields.readRaw();
        SlotRecord slot = SlotRecord.decode(encoded);
        Bytes certificate = fields.readByteString();
        Optional<Bytes> next = fields.isAtEnd() ? Optional.empty()
                : Optional.of(fields.readByteString());
        fields.requireEnd();
        requireNext(slot);
        pending.add(slot);
        lastSeq = slot.seqNum();
        lastHash = Keccak256.hash(encoded);
        if (next.isPresent()) {
            certificates.follow(new EpochStep.HandedOver(encoded, certificate, next.get()));
        } else if (!certificate.isEmpty()) {
            certificates.verify(new Certificates.Signed(slot, lastHash, certificate));
        } else {
            return;
        }
        certified.addAll(pending);
        pending.clear();
    }

    /** A file may lack slots, but not between a record and the certificate that vouches for it. */
    private void requireNext(SlotRecord slot) throws DecodeException {
        boolean follows = slot.seqNum() == lastSeq + 1;
        if (follows && !slot.previousHash().equals(lastHash)) {
            throw new DecodeException("the record of slot " + slot.seqNum()
                    + " does not follow that of slot " + lastSeq);
        }
        if (!follows && (slot.seqNum() <= lastSeq || !pending.isEmpty())) {
            throw new DecodeException("slot " + slot.seqNum() + " comes after slot " + lastSeq);
        }
        if (pending.size() == PENDING_MAX) {
            throw new DecodeException("there is no certificate for " + PENDING_MAX + " slots");
        }
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be closed: " + e.getMessage() + ".", e);
        }
    }
}
