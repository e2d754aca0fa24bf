package io.quorate.evm;

/**
 * What an execution may use besides gas, for messages whose sender pays for none. Blocks are made without one: what it
 * ends depends on the machine. It may give up by {@link ExecutionLimitException}.
 */
public interface CallGuard {
    CallGuard NONE = new CallGuard() {
        @Override
        public void check() {
            // whoever pays for the gas may use it up
        }

        @Override
        public long memoryBytesMax() {
            return Long.MAX_VALUE;
        }
    };

    /** Before each call, of precompiles too, and each creation, and within one after some 100,000 gas. */
    void check();

    /** Of all frames that are under way together, as Java arrays. */
    long memoryBytesMax();
}
