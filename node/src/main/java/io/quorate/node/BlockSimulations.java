package io.quorate.node;

import io.quorate.evm.CodeCache;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.execution.BlockSimulator;
import io.quorate.execution.ChainRules;
import io.quorate.execution.SimulationOutcome;
import io.quorate.execution.SimulationRequest;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.Ledger;
import io.quorate.state.StateView;
import io.quorate.state.TrieFork;
import java.time.Duration;
import java.util.Optional;

/** Simulates blocks on top of those of a ledger, for a few seconds at most. Safe for any thread. */
final class BlockSimulations {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long CODE_CACHE_BYTES = 4 << 20;

    private final Ledger ledger;
    private final BlockSimulator simulator;

    /** {@code depositContract} is where EIP-6110's logs come from, on a chain that has them. */
    BlockSimulations(ChainRules rules, Ledger ledger, Optional<Address> depositContract) {
        this.ledger = ledger;
        this.simulator = new BlockSimulator(rules, depositContract,
                new CodeCache(CODE_CACHE_BYTES));
    }

    /** Empty where state or tries of block {@code number} are not kept. */
    Optional<SimulationOutcome> run(SimulationRequest request, long number) {
        Optional<BlockHeader> header = ledger.header(number);
        Optional<StateView> state = ledger.stateAt(number);
        if (header.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        Optional<TrieFork> forked = ledger.forkTries(number);
        if (forked.isEmpty()) {
            return Optional.empty();
        }
        Hash hash = BlockHeaderCodec.hash(header.get());
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try (TrieFork tries = forked.get()) {
            return Optional.of(simulator.run(request, new ChainHead(hash, header.get()),
                    state.get(), tries, ledger::blockHash,
                    () -> System.nanoTime() - deadline > 0));
        }
    }
}
