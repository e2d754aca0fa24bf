package io.quorate.execution;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.JournaledState;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What of a block does not follow from its transactions. {@link BlockExecutor#usual} has what the chain's rules make of
 * the parent and the agreed time; only a development chain may have anything else.
 *
 * @param timestamp in seconds, for the header
 * @param timestampMillis for the header's {@code extraData}
 * @param baseFee in wei; empty where it follows from the parent
 * @param prelude what is done to the state after the system calls and before the transactions
 */
public record BlockSetting(long timestamp, long timestampMillis, long gasLimit,
        Address beneficiary, Optional<UInt256> baseFee, Consumer<JournaledState> prelude) {
    private static final Consumer<JournaledState> NOTHING = state -> {};

    /** Without a prelude, and with the usual base fee. */
    public BlockSetting(long timestamp, long timestampMillis, long gasLimit,
            Address beneficiary) {
        this(timestamp, timestampMillis, gasLimit, beneficiary, Optional.empty(), NOTHING);
    }

    /** The same with another prelude. */
    public BlockSetting with(Consumer<JournaledState> otherPrelude) {
        return new BlockSetting(timestamp, timestampMillis, gasLimit, beneficiary, baseFee,
                otherPrelude);
    }

    boolean hasPrelude() {
        return prelude != NOTHING;
    }
}
