package io.quorate.evm;

import static io.quorate.evm.OperandStack.put;

/** What {@link Fusion}'s runs do where it is less than their instructions one by one. */
final class FusedInstructions {
    private FusedInstructions() {}

    /** The operand of a PUSH4 at {@code pc}. */
    static long push4(byte[] code, int pc) {
        return (code[pc + 1] & 0xffL) << 24 | (code[pc + 2] & 0xff) << 16
                | (code[pc + 3] & 0xff) << 8 | code[pc + 4] & 0xff;
    }

    /** Adds to the topmost word; most sums do not carry. */
    static void addSmall(long[] s, int sp, int value) {
        long low = s[sp - 4] + value;
        s[sp - 4] = low;
        if (Long.compareUnsigned(low, value) < 0 && ++s[sp - 3] == 0 && ++s[sp - 2] == 0) {
            s[sp - 1]++;
        }
    }

    static void equalsSmall(long[] s, int sp, long value) {
        long difference = s[sp - 4] ^ value | s[sp - 3] | s[sp - 2] | s[sp - 1];
        put(s, sp - 4, difference == 0 ? 1 : 0);
    }

    static void move(long[] s, int from, int to) {
        s[to] = s[from];
        s[to + 1] = s[from + 1];
        s[to + 2] = s[from + 2];
        s[to + 3] = s[from + 3];
    }

    static long mload(Frame f, long[] s, int sp, long gas, int offset) {
        long left = f.memory.charge(gas, offset, 32);
        if (left >= 0) {
            f.memory.load(s, sp, offset);
        }
        return left;
    }

    static long mstore(Frame f, long[] s, int sp, long gas, int offset) {
        long left = f.memory.charge(gas, offset, 32);
        if (left >= 0) {
            f.memory.store(s, sp - 4, offset);
        }
        return left;
    }
}
