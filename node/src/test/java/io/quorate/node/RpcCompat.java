package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.execution.BlockImporter;
import io.quorate.execution.ChainRules;
import io.quorate.execution.Epochs;
import io.quorate.execution.FeeMode;
import io.quorate.execution.ImportOutcome;
import io.quorate.genesis.Genesis;
import io.quorate.jsonrpc.SyncProgress;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.Ledger;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The chain and the recorded exchanges of execution-apis; tests are skipped where they are not at hand. */
final class RpcCompat {
    private static final String ROOT = "rpc-compat/";

    private final SortedMap<String, byte[]> files;

    private RpcCompat(SortedMap<String, byte[]> files) {
        this.files = files;
    }

    static RpcCompat read() throws IOException {
        return new RpcCompat(Fixtures.read("rpc-compat.tar.gz", name -> true, 16 << 20));
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
                genesis.depositContract().orElse(Address.ZERO), ledger);
        RlpReader reader = new RlpReader(files.get(ROOT + "tests/chain.rlp"));
        while (!reader.isAtEnd()) {
            switch (importer.execute(BlockCodec.read(reader))) {
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
        }, new LedgerCertificates(ledger, List.of()), Epochs.NONE);
    }
}
