package io.quorate.evm;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.precompile.Precompiles;
import io.quorate.evm.trace.Tracer;

/**
 * The Ethereum Virtual Machine under the rules of one fork: runs a message to its end. It knows nothing of
 * transactions; nonces, fees and intrinsic gas are its caller's. Immutable but for its cache of analysed code,
 * and safe for any thread.
 */
public final class Evm {
    private final ForkRules rules;
    private final CodeCache codes;
    private final Precompiles precompiles;

    public Evm(Fork fork, CodeCache codes) {
        this(fork, codes, Precompiles.of(fork));
    }

    /** With {@code precompiles} in other places; warm from the start are those of the fork all the same. */
    public Evm(Fork fork, CodeCache codes, Precompiles precompiles) {
        rules = ForkRules.of(fork);
        this.codes = codes;
        this.precompiles = precompiles;
    }

    /**
     * Runs {@code message}. A halt or revert is a result, after which {@code world} is as it was before. Needs
     * little Java stack, however deep the calls nest.
     */
    public ExecutionResult execute(Message message, Environment environment, WorldState world,
            Tracer tracer) {
        return execute(message, environment, world, tracer, CallGuard.NONE);
    }

    /** The same; {@code guard} may end it, after which {@code world} is of no more use. */
    public ExecutionResult execute(Message message, Environment environment, WorldState world,
            Tracer tracer, CallGuard guard) {
        return new Machine(rules, precompiles, codes, environment, world, tracer, guard)
                .run(message);
    }
}
