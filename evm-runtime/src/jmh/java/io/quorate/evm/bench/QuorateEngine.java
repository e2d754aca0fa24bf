package io.quorate.evm.bench;

import io.quorate.evm.BlockEnvironment;
import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.Environment;
import io.quorate.evm.Evm;
import io.quorate.evm.ExecutionResult;
import io.quorate.evm.Message;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.state.Account;
import io.quorate.state.JournaledState;
import io.quorate.state.StateChanges;
import io.quorate.state.StateStore;
import io.quorate.state.StateUpdate;
import io.quorate.state.StateView;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;

/** Ours, over the state store that a replica has. The store's caches are as warm as between two blocks. */
final class QuorateEngine implements Engine {
    private static final Environment ENVIRONMENT = new Environment(
            new BlockEnvironment(1, 1_000, Address.ZERO, UInt256.ZERO, Workload.GAS, UInt256.ZERO,
                    UInt256.ONE, UInt256.ONE, BlockHashLookup.NONE),
            Workload.CALLER, UInt256.ZERO, List.of());

    private final Evm evm;
    private final KeyValueStore disk;
    private final Optional<Path> folder;
    private final StateView view;

    QuorateEngine(Workload workload, Fork fork) {
        evm = new Evm(fork, new CodeCache(64 << 20));
        folder = workload == Workload.STORAGE_ROCKSDB ? Optional.of(temporaryFolder())
                : Optional.empty();
        disk = folder.<KeyValueStore>map(
                path -> RocksDbKeyValueStore.open(path, RocksDbConfig.SMALL))
                .orElseGet(InMemoryKeyValueStore::new);
        StateStore store = new StateStore(disk, -1);
        StateUpdate update = store.prepare(0, List.of(genesis(workload)));
        store.committing(update);
        disk.write(update.writes(), Durability.SYNCED);
        store.committed(update);
        view = store.at(0);
    }

    private static StateChanges genesis(Workload workload) {
        TreeMap<Address, StateChanges.AccountChange> accounts = new TreeMap<>();
        TreeMap<Hash, Bytes> code = new TreeMap<>();
        workload.code().forEach((address, bytes) -> {
            Hash hash = Keccak256.hash(bytes);
            TreeMap<UInt256, UInt256> slots = new TreeMap<>();
            for (int slot = 1; slot <= Workload.SLOTS && address == Workload.CONTRACT; slot++) {
                slots.put(UInt256.of(slot), UInt256.of(slot));
            }
            accounts.put(address, new StateChanges.AccountChange(
                    Optional.of(new Account(1, UInt256.ZERO, hash)), true, slots));
            code.put(hash, bytes);
        });
        return new StateChanges(accounts, code);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("quorate-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome run(Bytes input) {
        JournaledState state = new JournaledState(view);
        state.beginTransaction();
        ExecutionResult result = evm.execute(new Message.Call(Workload.CALLER, Workload.CONTRACT,
                UInt256.ZERO, input, Workload.GAS), ENVIRONMENT, state, Tracer.NONE);
        if (!(result instanceof ExecutionResult.Success)) {
            throw new IllegalStateException("did not return: " + result);
        }
        return new Outcome(result.output(), Workload.GAS - result.gasLeft());
    }

    @Override
    public void close() {
        disk.close();
        folder.ifPresent(QuorateEngine::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
