package io.quorate.evm;

import io.quorate.evm.primitives.Address;

/**
 * What a transaction's origin may not do within it. Asked at calls and creations alone, and what it refuses fails as at the
 * depth limit: nothing is done, the gas given comes back, and zero is left on the stack. For one transaction and thread.
 */
public interface CallRules {
    /** Refuses nothing; the machine does not even ask. */
    CallRules NONE = new CallRules() {
        @Override
        public boolean mayCreate() {
            return true;
        }

        @Override
        public boolean mayCall(Address caller, Address callee, long selector) {
            return true;
        }
    };
    /** Of an input shorter than four bytes. */
    long NO_SELECTOR = -1;

    /** Refuses what one of the two refuses. */
    static CallRules both(CallRules one, CallRules other) {
        if (one == NONE || other == NONE) {
            return one == NONE ? other : one;
        }
        return new CallRules() {
            @Override
            public boolean mayCreate() {
                return one.mayCreate() && other.mayCreate();
            }

            @Override
            public boolean mayCall(Address caller, Address callee, long selector) {
                return one.mayCall(caller, callee, selector)
                        && other.mayCall(caller, callee, selector);
            }
        };
    }

    /** CREATE and CREATE2. */
    boolean mayCreate();

    /**
     * Each kind of call.
     *
     * @param caller on whose storage the calling code works
     * @param callee whose code is asked for; where that delegates (EIP-7702), still the account itself
     * @param selector the first four bytes of the input as a number, or {@link #NO_SELECTOR}
     */
    boolean mayCall(Address caller, Address callee, long selector);
}
