package io.quorate.node;

import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockFees;
import io.quorate.execution.ChainRules;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.FeeMode;
import io.quorate.execution.Permissions;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.Ledger;
import io.quorate.node.pool.TransactionRules;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The rules that a transaction submitted now will probably be executed by. Safe for any thread. */
final class NextBlockRules implements Supplier<TransactionRules> {
    private final ChainRules rules;
    private final Ledger ledger;
    private final LongSupplier clockMillis;
    private final int encodedBytesMax;
    private final Function<ChainHead, Permissions> permissions;
    private final ToLongFunction<ChainHead> blockGasLimit;
    private volatile Optional<Known> known = Optional.empty();

    private record Known(long headNumber, long second, TransactionRules rules) {}

    /** {@code permissions} are those that a block leaves. */
    NextBlockRules(ChainRules rules, Ledger ledger, LongSupplier clockMillis,
            int encodedBytesMax, Function<ChainHead, Permissions> permissions) {
        this(rules, ledger, clockMillis, encodedBytesMax, permissions, _ -> rules.blockGasLimit());
    }

    /** On a chain whose blocks do not always have the same gas limit. */
    NextBlockRules(ChainRules rules, Ledger ledger, LongSupplier clockMillis,
            int encodedBytesMax, Function<ChainHead, Permissions> permissions,
            ToLongFunction<ChainHead> blockGasLimit) {
        this.blockGasLimit = blockGasLimit;
        this.rules = rules;
        this.ledger = ledger;
        this.clockMillis = clockMillis;
        this.encodedBytesMax = encodedBytesMax;
        this.permissions = permissions;
    }

    @Override
    public TransactionRules get() {
        ChainHead head = ledger.head();
        long second = clockMillis.getAsLong() / 1_000;
        Optional<Known> last = known.filter(
                k -> k.headNumber == head.number() && k.second == second);
        if (last.isPresent()) return last.get().rules;
        Known next = new Known(head.number(), second, work(head, second));
        known = Optional.of(next);
        return next.rules;
    }

    private TransactionRules work(ChainHead head, long second) {
        ExecutionRules blockRules = rules.at(head.number() + 1,
                Math.max(second, head.header().timestamp()));
        UInt256 baseFee = blockRules.feeMode() == FeeMode.FEE_BLIND ? UInt256.ZERO
                : BlockFees.baseFeeAfter(head.header());
        return new TransactionRules(blockRules, blockGasLimit.applyAsLong(head), baseFee,
                encodedBytesMax, permissions.apply(head));
    }
}
