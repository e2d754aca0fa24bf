package io.quorate.evm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** PUSH, DUP and SWAP (Yellow Paper, appendix H.2, 60s to 90s). */
final class StackInstructions {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);

    private StackInstructions() {}

    /** Pushes the {@code count} bytes of code from {@code at}; the padding of {@link Code} allows to read on. */
    static void push(long[] s, int sp, byte[] code, int at, int count) {
        if (count <= Long.BYTES) {
            OperandStack.put(s, sp, (long) LONGS.get(code, at) >>> (64 - 8 * count));
            return;
        }
        OperandStack.put(s, sp, 0);
        int whole = count >>> 3;
        for (int i = 0; i < whole; i++) {
            s[sp + i] = (long) LONGS.get(code, at + count - 8 * (i + 1));
        }
        int rest = count & 7;
        if (rest != 0) {
            s[sp + whole] = (long) LONGS.get(code, at) >>> (64 - 8 * rest);
        }
    }

    /** Pushes a copy of the word {@code depth} from the top, 1 being the top. */
    static void dup(long[] s, int sp, int depth) {
        int from = sp - 4 * depth;
        s[sp] = s[from];
        s[sp + 1] = s[from + 1];
        s[sp + 2] = s[from + 2];
        s[sp + 3] = s[from + 3];
    }

    /** Swaps the top with the word {@code depth} below it. */
    static void swap(long[] s, int sp, int depth) {
        int top = sp - 4;
        int other = top - 4 * depth;
        long w0 = s[top];
        long w1 = s[top + 1];
        long w2 = s[top + 2];
        long w3 = s[top + 3];
        s[top] = s[other];
        s[top + 1] = s[other + 1];
        s[top + 2] = s[other + 2];
        s[top + 3] = s[other + 3];
        s[other] = w0;
        s[other + 1] = w1;
        s[other + 2] = w2;
        s[other + 3] = w3;
    }
}
