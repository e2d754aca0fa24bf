package io.quorate.evm;

/**
 * What an execution may use besides gas, for messages whose sender pays for none. Blocks are made without one: what it
 * ends depends on the machine. It may give up by {@link ExecutionLimitException}.
 */
public interface CallLimits {
    CallLimits NONE = new CallLimits() {
        @Override
        public void onCall() {
            // whoever pays for the gas may use it up
        }

        @Override
        public long memoryBytesMax() {
            return Long.MAX_VALUE;
        }
    };

    /** Before each call, of precompiles too, and each creation. */
    void onCall();

    /** Of all frames that are under way together, as Java arrays. */
    long memoryBytesMax();
}
