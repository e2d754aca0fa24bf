package io.quorate.execution;

import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.UInt256;
import java.util.Optional;

/**
 * The rules that hold for a block.
 *
 * @param blobSchedule absent where blob transactions are refused
 * @param transactionGasMax EIP-7825's cap, {@link Long#MAX_VALUE} where there is none
 */
public record ExecutionRules(Fork fork, UInt256 chainId, FeeMode feeMode,
        Optional<BlobSchedule> blobSchedule, long transactionGasMax) {
    /** 2^24 (EIP-7825). */
    public static final long OSAKA_TRANSACTION_GAS_MAX = 1L << 24;

    /** Ethereum's own rules, with the blob schedule and gas cap of the fork. */
    public static ExecutionRules ethereum(Fork fork, UInt256 chainId) {
        Optional<BlobSchedule> blobs = fork.isAtLeast(Fork.PRAGUE)
                ? Optional.of(BlobSchedule.PRAGUE)
                : fork.isAtLeast(Fork.CANCUN) ? Optional.of(BlobSchedule.CANCUN) : Optional.empty();
        long gasMax = fork.isAtLeast(Fork.OSAKA) ? OSAKA_TRANSACTION_GAS_MAX : Long.MAX_VALUE;
        return new ExecutionRules(fork, chainId, FeeMode.EIP1559, blobs, gasMax);
    }
}
