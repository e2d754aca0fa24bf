package io.quorate.node;

import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.BlockFileReader;
import io.quorate.ledger.EpochEnd;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.SlotRecord;
import io.quorate.node.recovery.RecoveryFolder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;

/**
 * Writes blocks as RLP, one after another, as geth and Besu do; and beside them, where asked for, what certifies them:
 * for each slot a list of its slot record and its BlockCert, which is empty where none has come.
 */
public final class BlockExport {
    private static final int BUFFER_BYTES = 1 << 20;

    private final ChainFolder chain;
    private final Ledger ledger;
    private final LongConsumer progress;

    /** {@code progress} is told the number of each block that is written. */
    public BlockExport(ChainFolder chain, LongConsumer progress) {
        this.chain = chain;
        this.ledger = chain.ledger();
        this.progress = progress;
    }

    /**
     * Writes blocks {@code from} to {@code to} into a new file, or goes on where an earlier export stopped: a block that
     * is there in part only is written again. Returns how many were written. Fails with {@link OperatorException}.
     */
    public long blocks(Path file, long from, long to, boolean resume) {
        if (from < ledger.oldestKept() || to > ledger.head().number() || from > to) {
            throw new OperatorException("Blocks " + from + " to " + to + " are not in "
                    + chain.folder() + ", which has " + ledger.oldestKept() + " to "
                    + ledger.head().number() + ".");
        }
        try (FileChannel channel = open(file, resume)) {
            long next = resume ? afterLastWhole(file, channel, from) : from;
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel),
                    BUFFER_BYTES);
            for (long number = next; number <= to; number++) {
                out.write(BlockCodec.encode(block(number)).toArrayUnsafe());
                progress.accept(number);
            }
            out.flush();
            channel.force(true);
            return Math.max(0, to - next + 1);
        } catch (FileAlreadyExistsException e) {
            throw new OperatorException(file + " exists; go on with it by --resume, or name"
                    + " another file.", e);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    private static FileChannel open(Path file, boolean resume) throws IOException {
        return resume
                ? FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                        StandardOpenOption.WRITE)
                : FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Cuts what is not whole, and leaves the channel behind the last block. */
    private long afterLastWhole(Path file, FileChannel channel, long from) throws IOException {
        long next = from;
        BlockFileReader blocks;
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file),
                BUFFER_BYTES)) {
            blocks = new BlockFileReader(in);
            Optional<Bytes> stored = nextWhole(blocks);
            while (stored.isPresent()) {
                if (next > ledger.head().number()
                        || !stored.get().equals(BlockCodec.encode(block(next)))) {
                    throw new OperatorException(file + " does not hold block " + next
                            + " of this chain at byte " + (blocks.position() - stored.get().size())
                            + "; name another file.");
                }
                next++;
                stored = nextWhole(blocks);
            }
        } catch (DecodeException e) {
            throw new OperatorException(file + " is no file of blocks: " + e.getMessage()
                    + "; name another file.", e);
        }
        channel.truncate(blocks.position());
        channel.position(blocks.position());
        return next;
    }

    /** An export that was stopped leaves part of a block. */
    private static Optional<Bytes> nextWhole(BlockFileReader blocks)
            throws IOException, DecodeException {
        try {
            return blocks.next();
        } catch (EOFException _) {
            return Optional.empty();
        }
    }

    private Block block(long number) {
        return ledger.block(number).orElseThrow(() -> new OperatorException("Block " + number
                + " is not in " + chain.folder() + " any more."));
    }

    /**
     * Writes records and certificates of all slots that are known, and how epochs ended: with the last record the
     * configuration that followed, or after it a recovery record. Returns how many slot records there are.
     */
    public long certificates(Path file) {
        long written = 0;
        EpochEnds ends = new EpochEnds();
        try (FileChannel channel = open(file, false);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel),
                        BUFFER_BYTES)) {
            for (long seq = 1; seq <= ledger.appliedSeq(); seq++) {
                Optional<SlotRecord> slot = ledger.slotRecord(seq);
                if (slot.isPresent()) {
                    ends.writeBefore(out, slot.get().epoch());
                    out.write(ends.item(slot.get()).toArrayUnsafe());
                    written++;
                }
            }
            out.flush();
            channel.force(true);
            return written;
        } catch (FileAlreadyExistsException e) {
            throw new OperatorException(file + " exists; name another file.", e);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** What is written of the epochs. */
    private final class EpochEnds {
        private final Map<Long, SignedRecovery> recoveries = new RecoveryFolder(chain.folder())
                .installed().stream().collect(Collectors.toUnmodifiableMap(
                        signed -> signed.record().ended().number(), Function.identity()));
        private long next;

        /** The ends before {@code epoch} of which no record was written, since a snapshot took their slots' place. */
        void writeBefore(OutputStream out, long epoch) throws IOException {
            for (; next < epoch; next++) {
                Optional<SignedRecovery> recovery = Optional.ofNullable(recoveries.get(next));
                Optional<EpochEnd> end = ledger.epochEnd(next);
                if (recovery.isPresent()) {
                    out.write(new RlpWriter(1_024).startList().write(recovery.get().encode())
                            .endList().toArray());
                } else if (end.isPresent()) {
                    out.write(new RlpWriter(1_024).startList().writeRaw(end.get().slotRecord())
                            .write(end.get().certificate()).write(end.get().next()).endList()
                            .toArray());
                }
            }
        }

        Bytes item(SlotRecord slot) {
            RlpWriter out = new RlpWriter(512).startList().writeRaw(slot.encode())
                    .write(ledger.blockCertificate(slot.seqNum()).orElse(Bytes.EMPTY));
            Optional<EpochEnd> end = slot.nextSetHash().equals(Hash.ZERO)
                    || recoveries.containsKey(slot.epoch()) ? Optional.empty()
                            : ledger.epochEnd(slot.epoch());
            end.ifPresent(known -> {
                out.write(known.next());
                next = slot.epoch() + 1;
            });
            return out.endList().toBytes();
        }
    }
}
