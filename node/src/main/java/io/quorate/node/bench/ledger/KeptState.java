package io.quorate.node.bench.ledger;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.ChainRules;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.node.bench.BenchException;
import io.quorate.state.AccountLoad;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A generated state on disk, which stays as it is: what is measured is measured on a copy that shares its files. */
final class KeptState {
    /** Measured: flat entries, history and trie of plain accounts, and as much again while they are measured. */
    private static final long BYTES_PER_ACCOUNT = 700;
    private static final String DONE = "done";
    private static final GenesisBlock.Fields FIELDS = new GenesisBlock.Fields(
            Bytes.wrap(new byte[8]), 0, Bytes.EMPTY, ChainRules.DEFAULT_BLOCK_GAS_LIMIT,
            UInt256.ZERO, Hash.ZERO, Address.ZERO, Optional.empty(), 0, 0);

    private final Path folder;
    private final int accounts;
    private Hash root = Hash.EMPTY_TRIE_ROOT;
    private double buildSeconds;

    private KeptState(Path folder, int accounts) {
        this.folder = folder;
        this.accounts = accounts;
    }

    /** Generates the state, unless an earlier run did. */
    static KeptState in(Path parent, int accounts, AccountLoad.Progress progress) {
        Path folder = parent.resolve("state-" + accounts);
        KeptState state = new KeptState(folder, accounts);
        try {
            if (!state.isDone()) {
                Folders.delete(folder); // what a run left that was stopped, or of another version
                Files.createDirectories(folder);
                requireSpace(folder, accounts,
                        Files.getFileStore(folder).getUsableSpace());
                long start = System.nanoTime();
                state.generate(progress);
                state.buildSeconds = (System.nanoTime() - start) / 1e9;
                Files.writeString(folder.resolve(DONE),
                        state.root + " " + GeneratedAccounts.VERSION);
            }
            return state;
        } catch (IOException e) {
            throw new BenchException("the state of " + accounts + " accounts cannot be kept in "
                    + folder + ": " + e.getMessage(), e);
        }
    }

    private boolean isDone() throws IOException {
        Path done = folder.resolve(DONE);
        if (!Files.exists(done)) {
            return false;
        }
        String[] words = Files.readString(done).split(" ", -1);
        if (words.length != 2 || !words[1].equals(String.valueOf(GeneratedAccounts.VERSION))) {
            return false;
        }
        root = Hash.fromHex(words[0]);
        return true;
    }

    /** @param free in bytes */
    static void requireSpace(Path folder, int accounts, long free) {
        long needed = BYTES_PER_ACCOUNT * accounts;
        if (free < needed) {
            throw new BenchException("a state of " + accounts + " accounts needs "
                    + (needed >> 20) + " MiB, and " + folder + " has " + (free >> 20)
                    + " MiB left; choose another --dir or smaller --accounts");
        }
    }

    private void generate(AccountLoad.Progress progress) {
        try (KeyValueStore store = RocksDbKeyValueStore.open(database(), RocksDbConfig.SMALL)) {
            GeneratedAccounts source = new GeneratedAccounts(accounts);
            root = new AccountLoad(store, source, progress).run(source.codes());
            Ledger.open(store, genesis());
        }
    }

    private Path database() {
        return folder.resolve("chain");
    }

    GenesisBlock genesis() {
        return genesis(root);
    }

    /** Of the chains that are measured; {@code root} is that of a state that is in the store. */
    static GenesisBlock genesis(Hash root) {
        return GenesisBlock.ofLoaded(FIELDS, ForkSchedule.allFrom(Fork.OSAKA), root);
    }

    /** A store of its own in {@code target} that begins as this one. */
    void copyTo(Path target) {
        try (KeyValueStore store = RocksDbKeyValueStore.open(database(), RocksDbConfig.SMALL)) {
            store.checkpoint(target);
        }
    }

    /** 0 where an earlier run built it. */
    double buildSeconds() {
        return buildSeconds;
    }

    int accounts() {
        return accounts;
    }
}
