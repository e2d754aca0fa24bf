package io.quorate.evm;

/**
 * Runs of instructions that are done as one, under numbers that no opcode has. They replace the first of the
 * run; the others stay, as they are never jumped to. Which ones, the benchmarks' profile decided: a compiler's
 * jumps first.
 */
final class Fusion {
    /** One instruction by the plain loop. */
    static final int EXACT = 0xef;
    static final int PUSH1_JUMP = 0xb0;
    static final int PUSH2_JUMP = 0xb1;
    static final int PUSH1_JUMPI = 0xb2;
    static final int PUSH2_JUMPI = 0xb3;
    static final int ISZERO_PUSH1_JUMPI = 0xb4;
    static final int ISZERO_PUSH2_JUMPI = 0xb5;
    static final int PUSH1_ADD = 0xb6;
    static final int PUSH1_MLOAD = 0xb7;
    static final int PUSH1_MSTORE = 0xb8;
    static final int PUSH1_SHL = 0xb9;
    static final int PUSH1_SHR = 0xba;
    static final int SWAP1_POP = 0xbb;
    static final int SWAP2_POP = 0xbc;
    static final int SWAP1_SUB = 0xbd;
    static final int DUP2_ADD = 0xbe;
    static final int ISZERO_ISZERO = 0xbf;
    static final int POP_POP = 0xc0;
    static final int POP_JUMP = 0xc1;
    static final int SWAP3_POP = 0xc2;
    static final int PUSH4_EQ = 0xc3;
    static final int PUSH4_AND = 0xc4;
    static final int DUP2_LT = 0xc5;
    static final int DUP1_PUSH2_JUMPI = 0xc6;

    private Fusion() {}

    /** Rewrites {@code operations}, which has the code's instructions and zeros for the bytes between. */
    static void fuse(Code code, byte[] operations) {
        byte[] padded = code.padded();
        int next;
        for (int pc = 0; pc < code.sizeBytes(); pc = next) {
            int opcode = padded[pc] & 0xff;
            next = pc + 1 + Program.pushedBytes(opcode);
            if ((operations[pc] & 0xff) == EXACT) {
                continue;
            }
            int fused = find(code, operations, pc, opcode, next);
            if (fused != 0) {
                operations[pc] = (byte) fused;
            }
        }
    }

    private static int find(Code code, byte[] operations, int pc, int opcode, int next) {
        int second = operations[next] & 0xff;
        byte[] padded = code.padded();
        return switch (opcode) {
            case Opcode.PUSH1 -> afterPush1(code, second, padded[pc + 1] & 0xff);
            case Opcode.PUSH2 -> afterPush2(code, second, push2(padded, pc));
            case Opcode.PUSH1 + 3 -> second == Opcode.EQ ? PUSH4_EQ
                    : second == Opcode.AND ? PUSH4_AND : 0;
            case Opcode.ISZERO -> afterIszero(code, operations, next, second);
            case Opcode.SWAP1 -> second == Opcode.POP ? SWAP1_POP
                    : second == Opcode.SUB ? SWAP1_SUB : 0;
            case Opcode.SWAP1 + 1 -> second == Opcode.POP ? SWAP2_POP : 0;
            case Opcode.SWAP1 + 2 -> second == Opcode.POP ? SWAP3_POP : 0;
            case Opcode.POP -> second == Opcode.POP ? POP_POP
                    : second == Opcode.JUMP ? POP_JUMP : 0;
            case Opcode.DUP1 -> second == Opcode.PUSH2
                    && isJump(code, operations, next, Opcode.JUMPI) ? DUP1_PUSH2_JUMPI : 0;
            case Opcode.DUP1 + 1 ->
                    second == Opcode.ADD ? DUP2_ADD : second == Opcode.LT ? DUP2_LT : 0;
            default -> 0;
        };
    }

    private static int afterPush1(Code code, int second, int value) {
        return switch (second) {
            case Opcode.JUMP -> code.isJumpDestination(value) ? PUSH1_JUMP : 0;
            case Opcode.JUMPI -> code.isJumpDestination(value) ? PUSH1_JUMPI : 0;
            case Opcode.ADD -> PUSH1_ADD;
            case Opcode.MLOAD -> PUSH1_MLOAD;
            case Opcode.MSTORE -> PUSH1_MSTORE;
            case Opcode.SHL -> PUSH1_SHL;
            case Opcode.SHR -> PUSH1_SHR;
            default -> 0;
        };
    }

    private static int afterPush2(Code code, int second, int value) {
        return switch (second) {
            case Opcode.JUMP -> code.isJumpDestination(value) ? PUSH2_JUMP : 0;
            case Opcode.JUMPI -> code.isJumpDestination(value) ? PUSH2_JUMPI : 0;
            default -> 0;
        };
    }

    private static int afterIszero(Code code, byte[] operations, int next, int second) {
        if (second == Opcode.PUSH1 && isJump(code, operations, next, Opcode.JUMPI)) {
            return ISZERO_PUSH1_JUMPI;
        }
        if (second == Opcode.PUSH2 && isJump(code, operations, next, Opcode.JUMPI)) {
            return ISZERO_PUSH2_JUMPI;
        }
        return second == Opcode.ISZERO ? ISZERO_ISZERO : 0;
    }

    /** Whether the push at {@code pc} and {@code jump} behind it lead to a destination. */
    private static boolean isJump(Code code, byte[] operations, int pc, int jump) {
        byte[] padded = code.padded();
        boolean isShort = (padded[pc] & 0xff) == Opcode.PUSH1;
        int value = isShort ? padded[pc + 1] & 0xff : push2(padded, pc);
        return (operations[pc + (isShort ? 2 : 3)] & 0xff) == jump && code.isJumpDestination(value);
    }

    /** The operand of a PUSH2 at {@code pc}. */
    static int push2(byte[] code, int pc) {
        return (code[pc + 1] & 0xff) << 8 | code[pc + 2] & 0xff;
    }
}
