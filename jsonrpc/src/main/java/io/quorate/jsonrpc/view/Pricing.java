package io.quorate.jsonrpc.view;

import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.FeeMode;
import io.quorate.ledger.Transaction;
import java.util.Optional;

/** What a transaction really pays per gas, in wei. */
public final class Pricing {
    private Pricing() {}

    /** EIP-1559's effective gas price; zero on a fee-blind chain. */
    public static UInt256 effectiveGasPrice(FeeMode mode, Transaction transaction,
            Optional<UInt256> baseFee) {
        return switch (mode) {
            case FEE_BLIND -> UInt256.ZERO;
            case EIP_1559 -> offered(transaction, baseFee.orElse(UInt256.ZERO));
        };
    }

    /** Below the base fee only in a simulation, which lets that pass. */
    private static UInt256 offered(Transaction transaction, UInt256 baseFee) {
        return transaction.maxFeePerGas().compareTo(baseFee) <= 0 ? transaction.maxFeePerGas()
                : baseFee.plus(effectiveTip(transaction, baseFee));
    }

    /** What is above the base fee; zero where the fee cap is below it. */
    public static UInt256 effectiveTip(Transaction transaction, UInt256 baseFee) {
        if (transaction.maxFeePerGas().compareTo(baseFee) <= 0) {
            return UInt256.ZERO;
        }
        UInt256 room = transaction.maxFeePerGas().minus(baseFee);
        UInt256 tip = transaction.maxPriorityFeePerGas();
        return tip.compareTo(room) < 0 ? tip : room;
    }
}
