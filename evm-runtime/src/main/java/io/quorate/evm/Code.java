package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/**
 * A contract's code, ready to run: padded, and with its jump destinations found. Immutable, but that it keeps
 * the {@link Program} of the rules it ran under last; threads that race for it make equal ones.
 */
final class Code {
    static final Code EMPTY = new Code(new byte[0]);
    /** So that the operand of a PUSH32 at the end, and the STOP after it, are within the array. */
    private static final int PADDING_BYTES = 33;

    private final byte[] padded;
    private final int sizeBytes;
    private final long[] jumpDestinations;
    private final Address delegate;
    private volatile Program program;

    private Code(byte[] code) {
        sizeBytes = code.length;
        padded = Arrays.copyOf(code, code.length + PADDING_BYTES);
        jumpDestinations = analyse(padded, sizeBytes);
        delegate = Delegation.isDelegation(code) ? Delegation.target(code) : null;
    }

    static Code of(Bytes code) {
        return of(code.toArrayUnsafe());
    }

    static Code of(byte[] code) {
        return code.length == 0 ? EMPTY : new Code(code);
    }

    private static long[] analyse(byte[] code, int sizeBytes) {
        long[] destinations = new long[(sizeBytes + 63) >>> 6];
        for (int i = 0; i < sizeBytes; i++) {
            int opcode = code[i];
            if (opcode == Opcode.JUMPDEST) {
                destinations[i >>> 6] |= 1L << i;
            } else if (opcode >= Opcode.PUSH1) { // as bytes are signed, PUSH1 to PUSH32 alone
                i += opcode - Opcode.PUSH0;
            }
        }
        return destinations;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /** Where the code points instead of running itself (EIP-7702); null where it does not. */
    Address delegate() {
        return delegate;
    }

    /** The code with zeros after it; not to be written. */
    byte[] padded() {
        return padded;
    }

    /** What {@link BlockInterpreter} runs. */
    Program program(InstructionTable rules) {
        Program known = program;
        if (known != null && known.isFor(rules)) {
            return known;
        }
        Program made = Program.of(this, rules);
        program = made;
        return made;
    }

    boolean isJumpDestination(int index) {
        return index < sizeBytes && (jumpDestinations[index >>> 6] >>> index & 1) != 0;
    }

    /** The destination in the word at {@code at}, or -1 where it is none. */
    int jumpTarget(long[] s, int at) {
        long target = s[at];
        if ((s[at + 1] | s[at + 2] | s[at + 3]) != 0 || target < 0 || target >= sizeBytes) {
            return -1;
        }
        int index = (int) target;
        return (jumpDestinations[index >>> 6] >>> index & 1) == 0 ? -1 : index;
    }
}
