package io.quorate.execution;

import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.BlockHeader;
import java.math.BigInteger;

/** The prices that follow from a block's parent. */
public final class BlockFees {
    /** Gas of one blob (EIP-4844). */
    public static final long GAS_PER_BLOB = 131_072;

    private static final UInt256 INITIAL_BASE_FEE = UInt256.of(1_000_000_000L);
    private static final BigInteger BASE_FEE_CHANGE_DENOMINATOR = BigInteger.valueOf(8);
    private static final long ELASTICITY = 2;
    /** EIP-7918: what a blob costs at least, in execution gas. */
    private static final BigInteger BLOB_BASE_COST = BigInteger.valueOf(1 << 13);

    private BlockFees() {}

    /** EIP-1559, for a block whose parent is {@code parent}; 1 gwei after a parent without base fee. */
    public static UInt256 baseFeeAfter(BlockHeader parent) {
        if (parent.baseFeePerGas().isEmpty()) {
            return INITIAL_BASE_FEE;
        }
        long target = parent.gasLimit() / ELASTICITY;
        long delta = parent.gasUsed() - target;
        BigInteger fee = parent.baseFeePerGas().get().toBigInteger();
        if (delta == 0 || target == 0) {
            return parent.baseFeePerGas().get();
        }
        BigInteger change = fee.multiply(BigInteger.valueOf(Math.abs(delta)))
                .divide(BigInteger.valueOf(target)).divide(BASE_FEE_CHANGE_DENOMINATOR);
        return UInt256.of(delta > 0 ? fee.add(change.max(BigInteger.ONE)) : fee.subtract(change));
    }

    /** EIP-4844, and EIP-7918 from Osaka on; {@code schedule} is the new block's. */
    public static long excessBlobGasAfter(BlockHeader parent, Fork fork, BlobSchedule schedule) {
        long excess = parent.excessBlobGas().orElse(0L) + parent.blobGasUsed().orElse(0L);
        long target = schedule.targetBlobs() * GAS_PER_BLOB;
        if (excess < target) {
            return 0;
        }
        BigInteger blobPrice = blobBaseFee(parent.excessBlobGas().orElse(0L), schedule)
                .toBigInteger().multiply(BigInteger.valueOf(GAS_PER_BLOB));
        BigInteger gasPrice = parent.baseFeePerGas().orElse(UInt256.ZERO).toBigInteger();
        if (fork.isAtLeast(Fork.OSAKA)
                && BLOB_BASE_COST.multiply(gasPrice).compareTo(blobPrice) > 0) {
            long max = schedule.maxBlobs();
            return parent.excessBlobGas().orElse(0L) + parent.blobGasUsed().orElse(0L)
                    * (max - schedule.targetBlobs()) / Math.max(1, max);
        }
        return excess - target;
    }

    /** In wei for a unit of blob gas: EIP-4844's exponential, by its Taylor series. */
    public static UInt256 blobBaseFee(long excessBlobGas, BlobSchedule schedule) {
        BigInteger fraction = BigInteger.valueOf(schedule.baseFeeUpdateFraction());
        BigInteger excess = BigInteger.valueOf(excessBlobGas);
        BigInteger sum = BigInteger.ZERO;
        BigInteger term = fraction;
        for (long i = 1; term.signum() > 0; i++) {
            sum = sum.add(term);
            term = term.multiply(excess).divide(fraction.multiply(BigInteger.valueOf(i)));
            if (sum.bitLength() > 512) {
                break;
            }
        }
        BigInteger fee = sum.divide(fraction);
        return fee.bitLength() > 256 ? UInt256.MAX : UInt256.of(fee);
    }
}
