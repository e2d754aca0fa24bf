package io.quorate.evm;

import static io.quorate.evm.OperandStack.clampToInt;

import io.quorate.evm.crypto.Keccak256;

/**
 * Everything that reads or writes memory without leaving the frame. Each gets the gas left after the fixed
 * price and gives back what is left, negative to halt (see {@link Halts}).
 */
final class MemoryInstructions {
    private MemoryInstructions() {}

    static long mload(Frame f, long[] s, int sp, long gas) {
        int offset = clampToInt(s, sp - 4);
        long left = f.memory.charge(gas, offset, 32);
        if (left >= 0) {
            f.memory.load(s, sp - 4, offset);
        }
        return left;
    }

    static long mstore(Frame f, long[] s, int sp, long gas) {
        int offset = clampToInt(s, sp - 4);
        long left = f.memory.charge(gas, offset, 32);
        if (left >= 0) {
            f.memory.store(s, sp - 8, offset);
        }
        return left;
    }

    static long mstore8(Frame f, long[] s, int sp, long gas) {
        int offset = clampToInt(s, sp - 4);
        long left = f.memory.charge(gas, offset, 1);
        if (left >= 0) {
            f.memory.storeByte(offset, (byte) s[sp - 8]);
        }
        return left;
    }

    /** EIP-5656. */
    static long mcopy(Frame f, long[] s, int sp, long gas) {
        int to = clampToInt(s, sp - 4);
        int from = clampToInt(s, sp - 8);
        int length = clampToInt(s, sp - 12);
        long left = f.memory.charge(copyPrice(gas, length), Math.max(to, from), length);
        if (left >= 0) {
            f.memory.move(to, from, length);
        }
        return left;
    }

    static long keccak256(Frame f, long[] s, int sp, long gas) {
        int offset = clampToInt(s, sp - 4);
        int length = clampToInt(s, sp - 8);
        long left = f.memory.charge(gas - GasSchedule.KECCAK_WORD * GasSchedule.words(length),
                offset,
                length);
        if (left >= 0) {
            byte[] digest = f.machine.digest;
            Keccak256.hashInto(f.memory.bytes(), length == 0 ? 0 : offset, length, digest, 0);
            Memory.load(digest, s, sp - 8, 0);
        }
        return left;
    }

    static void calldataload(Frame f, long[] s, int sp) {
        int offset = clampToInt(s, sp - 4);
        byte[] input = f.input;
        if (offset <= f.inputLength - 32) {
            Memory.load(input, s, sp - 4, f.inputOffset + offset);
            return;
        }
        OperandStack.put(s, sp - 4, 0);
        int available = Math.min(32, f.inputLength - offset);
        for (int i = 0; i < available; i++) {
            int fromLow = 31 - i;
            s[sp - 4 + (fromLow >>> 3)] |= (input[f.inputOffset + offset + i]
                    & 0xffL) << ((fromLow & 7) << 3);
        }
    }

    static long calldatacopy(Frame f, long[] s, int sp, long gas) {
        return copy(f, s, sp, gas, f.input, f.inputOffset, f.inputLength);
    }

    static long codecopy(Frame f, long[] s, int sp, long gas) {
        return copy(f, s, sp, gas, f.code.padded(), 0, f.code.sizeBytes());
    }

    /** EIP-211: reading past the end is a halt, unlike everywhere else. */
    static long returndatacopy(Frame f, long[] s, int sp, long gas) {
        long end = (long) clampToInt(s, sp - 8) + clampToInt(s, sp - 12);
        if (end > f.returnData.length) {
            return Halts.code(HaltReason.RETURN_DATA_OUT_OF_BOUNDS);
        }
        return copy(f, s, sp, gas, f.returnData, 0, f.returnData.length);
    }

    /** To memory at the top word, from the offset in the second, as many bytes as the third says. */
    static long copy(Frame f, long[] s, int sp, long gas, byte[] source,
            int sourceOffset, int sourceLength) {
        long left = chargeCopy(f, s, sp, gas);
        if (left >= 0) {
            f.memory.copyIn(clampToInt(s, sp - 4), source, sourceOffset, sourceLength,
                    clampToInt(s, sp - 8), clampToInt(s, sp - 12));
        }
        return left;
    }

    /** The price of {@link #copy}; the memory is there then, so that copying charges nothing for it. */
    static long chargeCopy(Frame f, long[] s, int sp, long gas) {
        int length = clampToInt(s, sp - 12);
        return f.memory.charge(copyPrice(gas, length), clampToInt(s, sp - 4), length);
    }

    private static long copyPrice(long gas, int length) {
        return gas - GasSchedule.COPY_WORD * GasSchedule.words(length);
    }

    /** RETURN and REVERT leave this as the frame's output. */
    static long output(Frame f, long[] s, int sp, long gas) {
        int offset = clampToInt(s, sp - 4);
        int length = clampToInt(s, sp - 8);
        long left = f.memory.charge(gas, offset, length);
        if (left >= 0) {
            f.output = f.memory.copyOut(offset, length);
        }
        return left;
    }
}
