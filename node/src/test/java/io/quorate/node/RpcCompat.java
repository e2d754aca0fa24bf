package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.execution.BlockImporter;
import io.quorate.execution.ChainRules;
import io.quorate.execution.FeeMode;
import io.quorate.execution.ImportOutcome;
import io.quorate.genesis.Genesis;
import io.quorate.jsonrpc.SyncProgress;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.Ledger;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** The chain and the recorded exchanges of execution-apis; tests are skipped where they are not at hand. */
final class RpcCompat {
    private static final int RECORD_BYTES = 512;
    private static final String ROOT = "rpc-compat/";

    private final SortedMap<String, byte[]> files;

    private RpcCompat(SortedMap<String, byte[]> files) {
        this.files = files;
    }

    static RpcCompat read() throws IOException {
        Path archive = Path.of(System.getProperty("quorate.fixtures", "fixtures"),
                "rpc-compat.tar.gz");
        assumeTrue(Files.exists(archive), () -> archive + " is not here: set quorate.fixtures");
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
            byte[] header = new byte[RECORD_BYTES];
            while (in.readNBytes(header, 0, RECORD_BYTES) == RECORD_BYTES && header[0] != 0) {
                int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
                byte[] content = in.readNBytes(size);
                in.skipNBytes((RECORD_BYTES - size % RECORD_BYTES) % RECORD_BYTES);
                files.put(text(header, 345, 155) + text(header, 0, 100), content);
            }
        }
        return new RpcCompat(files);
    }

    private static String text(byte[] header, int offset, int length) {
        return new String(header, offset, length, StandardCharsets.US_ASCII).split("\0", 2)[0];
    }

    /** The lines of the exchanges whose method begins so, by the file's name. */
    SortedMap<String, String> exchanges(String methodStem) {
        SortedMap<String, String> exchanges = new TreeMap<>();
        files.forEach((name, content) -> {
            if (name.startsWith(ROOT + "tests/" + methodStem) && name.endsWith(".io")) {
                exchanges.put(name, new String(content, StandardCharsets.UTF_8));
            }
        });
        return exchanges;
    }

    /** The chain, imported up to its head. */
    ChainReader chain() throws DecodeException {
        Genesis genesis = Genesis.parse("genesis.json", files.get(ROOT + "tests/genesis.json"));
        ChainRules rules = new ChainRules(UInt256.of(genesis.chainId()), genesis.forks(),
                FeeMode.EIP1559, true, 0, Address.ZERO);
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), genesis.block());
        BlockImporter importer = new BlockImporter(rules,
                genesis.depositContract().orElse(Address.ZERO), ledger.state());
        RlpReader reader = new RlpReader(files.get(ROOT + "tests/chain.rlp"));
        while (!reader.isAtEnd()) {
            switch (importer.execute(ledger.head(), BlockCodec.read(reader),
                    ledger::blockHash)) {
                case ImportOutcome.Valid valid -> ledger.importBlock(valid.commit());
                case ImportOutcome.Invalid(String reason) -> throw new AssertionError(reason);
            }
        }
        assertThat(ledger.head().number()).isEqualTo(54);
        return new ChainReader(rules, ledger, new BlockFeed(), new ChainReader.NetworkView() {
            @Override
            public int peerCount() {
                return 0;
            }

            @Override
            public Optional<SyncProgress> syncing() {
                return Optional.empty();
            }
        });
    }
}
