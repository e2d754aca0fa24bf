package io.quorate.evm;

/**
 * Halts as numbers: instructions give back the gas that is left, and a negative number ends the frame. The
 * lowest ones name a reason, every other negative one is gas that was not there.
 */
final class Halts {
    static final long OUT_OF_GAS = code(HaltReason.OUT_OF_GAS);
    static final long WRITE_PROTECTION = code(HaltReason.WRITE_PROTECTION);
    static final long INVALID_JUMP = code(HaltReason.INVALID_JUMP);

    private static final HaltReason[] REASONS = HaltReason.values();

    private Halts() {}

    static long code(HaltReason reason) {
        return Long.MIN_VALUE + reason.ordinal();
    }

    static HaltReason reason(long code) {
        return isReason(code) ? REASONS[(int) (code - Long.MIN_VALUE)] : HaltReason.OUT_OF_GAS;
    }

    /** Whether {@code code} names a reason; every other negative number is missing gas. */
    static boolean isReason(long code) {
        long index = code - Long.MIN_VALUE;
        return index >= 0 && index < REASONS.length;
    }
}
