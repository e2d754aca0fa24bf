package io.quorate.node;

import io.quorate.evm.CodeCache;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.execution.BlockSimulator;
import io.quorate.execution.ChainRules;
import io.quorate.execution.PayloadBuilder;
import io.quorate.execution.SimulationOutcome;
import io.quorate.execution.SimulationRequest;
import io.quorate.jsonrpc.BlockBuilder;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.Ledger;
import io.quorate.state.StateView;
import io.quorate.state.TrieFork;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;

/** Simulates and builds blocks on top of those of a ledger, for a few seconds of the processor at most. Safe for any thread. */
final class BlockSimulations implements BlockBuilder {
    /** Of the processor: on a busy machine the same request would else fail now and then. */
    private static final Duration CPU_MAX = Duration.ofSeconds(5);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long CODE_CACHE_BYTES = 4 << 20;

    private final Ledger ledger;
    private final BlockSimulator simulator;
    private final PayloadBuilder builder;

    /** {@code depositContract} is where EIP-6110's logs come from, on a chain that has them. */
    BlockSimulations(ChainRules rules, Ledger ledger, Optional<Address> depositContract) {
        this.ledger = ledger;
        CodeCache codes = new CodeCache(CODE_CACHE_BYTES);
        this.simulator = new BlockSimulator(rules, depositContract, codes);
        this.builder = new PayloadBuilder(rules, depositContract, codes);
    }

    /** Empty where state or tries of block {@code number} are not kept. */
    Optional<SimulationOutcome> run(SimulationRequest request, long number) {
        long begun = THREADS.getCurrentThreadCpuTime();
        return on(number, (base, state, tries) -> simulator.run(request, base, state, tries,
                ledger::blockHash,
                () -> THREADS.getCurrentThreadCpuTime() - begun > CPU_MAX.toNanos()));
    }

    @Override
    public Optional<PayloadBuilder.Outcome> build(PayloadBuilder.Request request,
            long parentNumber) {
        return on(parentNumber, (parent, state, tries) -> builder.build(request, parent, state,
                tries, ledger::blockHash));
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(ChainHead block, StateView state, TrieFork tries);
    }

    private <T> Optional<T> on(long number, Work<T> work) {
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
        try (TrieFork tries = forked.get()) {
            return Optional.of(work.on(new ChainHead(hash, header.get()), state.get(), tries));
        }
    }
}
