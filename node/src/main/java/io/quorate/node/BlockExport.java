package io.quorate.node;

import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.BlockFileReader;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.Ledger;
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
import java.util.Optional;
import java.util.function.LongConsumer;
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

    /** Writes records and certificates of all slots that are kept; returns how many. */
    public long certificates(Path file) {
        long written = 0;
        try (FileChannel channel = open(file, false);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel),
                        BUFFER_BYTES)) {
            for (long seq = 1; seq <= ledger.appliedSeq(); seq++) {
                Optional<DecidedSlot> slot = ledger.slot(seq);
                if (slot.isPresent()) {
                    out.write(new RlpWriter(512).startList()
                            .writeRaw(slot.get().slotRecord().encode())
                            .write(ledger.blockCertificate(seq).orElse(Bytes.EMPTY)).endList()
                            .toBytes().toArrayUnsafe());
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
}
