package io.quorate.state;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.StateChanges.AccountChange;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What proofs of past states cost: bytes on disk and processor time for a transaction that changes two accounts and two
 * slots of a token, beside the system contract's slot of each block. Arguments: folder, accounts, blocks, transactions
 * a block. Without trie history, with replaced nodes (what the ledger does), and with every new node.
 */
public final class TrieHistoryMeasurement {
    private static final Address TOKEN = Address.ofLow(0x70);
    private static final Address SYSTEM = Address.ofLow(0x2935);

    private enum Kept {
        NOTHING, REPLACED, NEW
    }

    private TrieHistoryMeasurement() {}

    /** Prints a line a variant. */
    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        int accounts = Integer.parseInt(args[1]);
        int blocks = Integer.parseInt(args[2]);
        int transactions = Integer.parseInt(args[3]);
        System.out.println("kept accounts blocks tx/block bytes/tx cpu-us/tx");
        for (Kept kept : Kept.values()) {
            new Run(folder.resolve(kept.name()), kept, accounts, transactions).measure(blocks);
        }
    }

    private static final class Run {
        private final Path folder;
        private final Kept kept;
        private final int accounts;
        private final int transactions;
        private final Random random = new Random(1);
        private final RocksDbKeyValueStore disk;
        private final StateStore store;

        Run(Path folder, Kept kept, int accounts, int transactions) {
            this.folder = folder;
            this.kept = kept;
            this.accounts = accounts;
            this.transactions = transactions;
            this.disk = RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL);
            this.store = new StateStore(disk, -1);
        }

        void measure(int blocks) {
            for (int i = 0, block = 0; i < accounts; i += 5_000, block++) {
                commit(block, List.of(all(i, Math.min(accounts, i + 5_000))));
            }
            compact();
            long before = size();
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int block = 1_000; block < 1_000 + blocks; block++) {
                commit(block, List.of(changes(block)));
            }
            long micros = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu)
                    / 1_000;
            compact();
            long all = (long) blocks * transactions;
            System.out.printf("%s %d %d %d %d %d%n", kept, accounts, blocks, transactions,
                    (size() - before) / all, micros / all);
            disk.close();
        }

        private StateChanges all(int from, int to) {
            TreeMap<Address, AccountChange> changed = new TreeMap<>();
            TreeMap<UInt256, UInt256> slots = new TreeMap<>();
            for (int i = from; i < to; i++) {
                changed.put(account(i), change(i));
                slots.put(slot(i), UInt256.of(1_000_000 + i));
            }
            changed.put(TOKEN, new AccountChange(Optional.of(new Account(1, UInt256.ZERO,
                    Hash.EMPTY)), false, slots));
            return new StateChanges(changed, new TreeMap<>());
        }

        private StateChanges changes(int block) {
            TreeMap<Address, AccountChange> changed = new TreeMap<>();
            TreeMap<UInt256, UInt256> slots = new TreeMap<>();
            for (int i = 0; i < 2 * transactions; i++) {
                int who = random.nextInt(accounts);
                changed.put(account(who), change(block + i));
                slots.put(slot(who), UInt256.of(random.nextInt(1 << 30)));
            }
            changed.put(TOKEN, new AccountChange(Optional.of(new Account(1, UInt256.ZERO,
                    Hash.EMPTY)), false, slots));
            TreeMap<UInt256, UInt256> hashes = new TreeMap<>();
            hashes.put(UInt256.of(block % 8191), Keccak256.hash(UInt256.of(block).toArray())
                    .toUInt256());
            changed.put(SYSTEM, new AccountChange(Optional.of(new Account(1, UInt256.ZERO,
                    Hash.EMPTY)), false, hashes));
            return new StateChanges(changed, new TreeMap<>());
        }

        private void commit(int block, List<StateChanges> steps) {
            StateUpdate update = store.prepare(block, steps);
            store.committing(update);
            disk.write(written(update, block), Durability.BUFFERED);
            store.committed(update);
        }

        private WriteBatch written(StateUpdate update, int block) {
            if (kept == Kept.REPLACED) {
                return update.writes();
            }
            WriteBatch batch = new WriteBatch();
            for (WriteBatch.Operation operation : update.writes().operations()) {
                if (operation instanceof WriteBatch.Put put
                        && put.space() != Space.TRIE_HISTORY) {
                    batch.put(put.space(), put.key(), put.value());
                    if (put.space() == Space.TRIE && kept == Kept.NEW) {
                        byte[] key = Arrays.copyOf(put.key(), put.key().length + Long.BYTES);
                        Keys.putLong(key, put.key().length, block);
                        batch.put(Space.TRIE_HISTORY, key, put.value());
                    }
                }
                if (operation instanceof WriteBatch.Delete delete && delete.isSingle()) {
                    batch.delete(delete.space(), delete.from());
                }
            }
            return batch;
        }

        private void compact() {
            for (Space space : Space.values()) {
                disk.compact(space, new byte[0], new byte[0]);
            }
        }

        private long size() {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> tables = new ArrayList<>(
                        files.filter(f -> f.toString().endsWith(".sst")).toList());
                long size = 0;
                for (Path table : tables) {
                    size += Files.size(table);
                }
                return size;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static AccountChange change(long nonce) {
            return new AccountChange(Optional.of(new Account(nonce, UInt256.of(nonce)
                    .times(UInt256.of(1_000_000_007)), Hash.EMPTY)), false, new TreeMap<>());
        }

        private static Address account(int i) {
            return Address.of(Keccak256.hash(UInt256.of(i).toArray()).toArray(), 0);
        }

        private static UInt256 slot(int i) {
            return Keccak256.hash(UInt256.of(i + 7).toArray()).toUInt256();
        }
    }
}
