package io.quorate.evm;

import io.quorate.evm.primitives.Address;

/**
 * What a transaction's origin may not do within it. Asked at calls and creations alone, and what it refuses fails as at the
 * depth limit: nothing is done, the gas given comes back, and zero is left on the stack. For one transaction and thread.
 */
public interface CallGuard {
    /** Refuses nothing; the machine does not even ask. */
    CallGuard NONE = new CallGuard() {
        @Override
        public boolean mayCreate() {
            return true;
        }

        @Override
        public boolean mayCall(Address caller, Address callee) {
            return true;
        }
    };

    /** CREATE and CREATE2. */
    boolean mayCreate();

    /**
     * Each kind of call.
     *
     * @param caller on whose storage the calling code works
     * @param callee whose code is asked for; where that delegates (EIP-7702), still the account itself
     */
    boolean mayCall(Address caller, Address callee);
}
