package io.quorate.node;

import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.BlockImporter;
import io.quorate.execution.ImportOutcome;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.BlockFileReader;
import io.quorate.ledger.Ledger;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * Takes blocks out of a file of RLP into a chain that nothing was ordered on yet. Each is executed and checked before
 * it is stored; those that are there already are passed over, so an import that was stopped goes on.
 */
public final class BlockImport {
    private static final int BUFFER_BYTES = 1 << 20;

    /** Told of every block. */
    @FunctionalInterface
    public interface Progress {
        /** @param position in the file, before it is unpacked */
        void at(long position, Block block);
    }

    /**
     * @param imported that were not there before
     * @param known that were
     * @param gas that the imported ones used
     */
    public record Outcome(long imported, long known, long gas) {}

    private final Ledger ledger;
    private final BlockImporter importer;
    private final Progress progress;
    private final Optional<CertificateFile> certificates;

    private long imported;
    private long known;
    private long gas;

    /** {@code certificates}: where it is given, no block is taken that it does not vouch for. */
    public BlockImport(ChainFolder chain, Optional<CertificateFile> certificates,
            Progress progress) {
        this.certificates = certificates;
        this.ledger = chain.ledger();
        this.importer = chain.importer();
        this.progress = progress;
        if (ledger.appliedSeq() > 0) {
            throw new OperatorException("The chain in " + chain.folder() + " has ordered "
                    + ledger.appliedSeq() + " slots; blocks are imported into a new folder, or"
                    + " into one that only holds imported blocks.");
        }
    }

    /** Imports {@code file}; one whose name ends with {@code .gz} is unpacked. Fails with {@link OperatorException}. */
    public Outcome run(Path file) {
        imported = 0;
        known = 0;
        gas = 0;
        try (Counted raw = new Counted(Files.newInputStream(file));
                InputStream input = file.toString().endsWith(".gz")
                        ? new BufferedInputStream(new GZIPInputStream(raw), BUFFER_BYTES)
                        : new BufferedInputStream(raw, BUFFER_BYTES)) {
            BlockFileReader blocks = new BlockFileReader(input);
            for (Optional<Bytes> next = blocks.next(); next.isPresent(); next = blocks.next()) {
                Block block = BlockCodec.decode(next.get());
                add(file, block);
                progress.at(raw.count, block);
            }
            return new Outcome(imported, known, gas);
        } catch (DecodeException | EOFException e) {
            throw new OperatorException(file + " is damaged after block "
                    + ledger.head().number() + ": " + e.getMessage()
                    + ". The blocks before it are imported.", e);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private void add(Path file, Block block) {
        if (block.number() > 0) {
            certificates.ifPresent(known -> known.require(block, ledger));
        }
        if (block.number() <= ledger.head().number()) {
            if (!ledger.blockHash(block.number()).equals(Optional.of(block.hash()))) {
                throw new OperatorException("Block " + block.number() + " in " + file + " is "
                        + block.hash() + ", but the chain has "
                        + ledger.blockHash(block.number()).map(Object::toString).orElse("none")
                        + " there: it is another chain's, or this one's has another genesis.");
            }
            known++;
            return;
        }
        switch (importer.execute(block)) {
            case ImportOutcome.Valid(var commit) -> ledger.importBlock(commit);
            case ImportOutcome.Invalid(String reason) -> throw new OperatorException(
                    "Refused by the rules, " + reason + ". The blocks before it are imported.");
        }
        imported++;
        gas += block.header().gasUsed();
    }

    /** Tells how much of a file was read, packed or not. */
    private static final class Counted extends java.io.FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
