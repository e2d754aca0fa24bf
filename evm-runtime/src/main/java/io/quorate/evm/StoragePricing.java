package io.quorate.evm;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.UInt256;

/**
 * What SSTORE costs and gives back, per fork.
 *
 * @param isNet whether a change is measured against the transaction's start (EIP-1283, EIP-2200)
 * @param sentry with this much gas or less it fails (EIP-2200); -1 where there is no such rule
 * @param access the price of touching a warm slot; also that of a write that changes nothing
 * @param cold what a cold slot costs on top (EIP-2929)
 * @param update the price of changing a slot that was not zero
 * @param clearRefund what clearing a slot gives back
 */
record StoragePricing(boolean isNet, long sentry, long access, long cold, long update,
        long clearRefund) {
    private static final long SET = 20_000;
    private static final long RESET = 5000;
    private static final long SENTRY = 2300;

    static StoragePricing of(Fork fork) {
        if (fork.isAtLeast(Fork.BERLIN)) {
            long clearRefund = fork.isAtLeast(Fork.LONDON) ? 4800 : 15_000; // EIP-3529
            return new StoragePricing(true, SENTRY, 100, 2100, RESET - 2100, clearRefund);
        }
        if (fork.isAtLeast(Fork.ISTANBUL)) {
            return new StoragePricing(true, SENTRY, 800, 0, RESET, 15_000);
        }
        if (fork == Fork.CONSTANTINOPLE) {
            return new StoragePricing(true, -1, 200, 0, RESET, 15_000);
        }
        return new StoragePricing(false, -1, 0, 0, RESET, 15_000);
    }

    /** In gas, without the surcharge for a cold slot. */
    long price(UInt256 original, UInt256 current, UInt256 value) {
        if (!isNet) {
            return current.isZero() && !value.isZero() ? SET : RESET;
        }
        if (current.equals(value) || !original.equals(current)) {
            return access;
        }
        return original.isZero() ? SET : update;
    }

    /** In gas; negative where an earlier refund is taken back. */
    long refund(UInt256 original, UInt256 current, UInt256 value) {
        if (!isNet) {
            return !current.isZero() && value.isZero() ? clearRefund : 0;
        }
        if (current.equals(value)) {
            return 0;
        }
        if (original.equals(current)) {
            return !original.isZero() && value.isZero() ? clearRefund : 0;
        }
        long refund = 0;
        if (!original.isZero()) {
            refund += current.isZero() ? -clearRefund : value.isZero() ? clearRefund : 0;
        }
        if (original.equals(value)) {
            refund += (original.isZero() ? SET : update) - access;
        }
        return refund;
    }
}
