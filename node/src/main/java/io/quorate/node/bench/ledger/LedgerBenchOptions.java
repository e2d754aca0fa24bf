package io.quorate.node.bench.ledger;

import io.quorate.state.storage.RocksDbConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param accounts of each state, ascending
 * @param folder where states are kept for the next run; empty for a temporary one
 * @param transfers that are measured on each state in each {@link Way}
 * @param warmUp transfers before them, on the smallest state
 * @param blockLength transfers in a block
 * @param rounds in which the measured transfers are made, on each state in turn
 * @param reads of accounts, at the head and in block 0
 * @param changes numbers of accounts whose change a state root is worked out for
 * @param threads as in {@code execution.threads}, 1 or more; above 1 blocks are made in all ways
 * @param database what memory the database may take
 */
public record LedgerBenchOptions(List<Integer> accounts, Optional<Path> folder, int transfers,
        int warmUp, int blockLength, int rounds, int reads, List<Integer> changes, int threads,
        RocksDbConfig database) {
    public LedgerBenchOptions {
        accounts = List.copyOf(accounts);
        changes = List.copyOf(changes);
    }
}
