package io.quorate.evm;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.precompile.Precompiles;
import java.util.EnumMap;
import java.util.Map;

/** All that the interpreter looks up by fork. */
record ForkRules(Fork fork, InstructionTable instructions, GasSchedule gas,
        Precompiles precompiles) {
    private static final Map<Fork, ForkRules> BY_FORK = new EnumMap<>(Fork.class);

    static {
        for (Fork fork : Fork.values()) {
            BY_FORK.put(fork, new ForkRules(fork, InstructionTable.of(fork), GasSchedule.of(fork),
                    Precompiles.of(fork)));
        }
    }

    static ForkRules of(Fork fork) {
        return BY_FORK.get(fork);
    }
}
