package io.quorate.execution;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.Optional;

/**
 * What holds for all blocks of a chain.
 *
 * @param blobsEnabled whether blob transactions are accepted where the fork has them
 * @param beneficiary of every block that is made here
 */
public record ChainRules(UInt256 chainId, ForkSchedule forks, FeeMode feeMode,
        boolean blobsEnabled, long blockGasLimit, Address beneficiary) {
    /** The default block gas limit. */
    public static final long DEFAULT_BLOCK_GAS_LIMIT = 60_000_000;

    /** The rules of one block; {@code timestamp} in seconds. */
    public ExecutionRules at(long number, long timestamp) {
        Fork fork = forks.forkAt(number, timestamp);
        return new ExecutionRules(fork, chainId, feeMode,
                blobsEnabled ? forks.blobsAt(number, timestamp) : Optional.empty(),
                fork.isAtLeast(Fork.OSAKA) ? ExecutionRules.OSAKA_TRANSACTION_GAS_MAX
                        : Long.MAX_VALUE);
    }
}
