package io.quorate.evm;

import static io.quorate.evm.OperandStack.put;

/**
 * The instructions of {@link BlockInterpreter} whose own work outweighs a call. They are apart so that the JIT
 * compiler, which inlines some 8,000 bytes of bytecode into one method and no more, spends that on the small
 * ones; this method is just too long to be inlined itself.
 */
final class HeavyInstructions {
    private HeavyInstructions() {}

    /** Gives the gas left, negative where there is not enough. The caller moves the top of the stack. */
    static long run(Frame f, long[] s, int sp, long gas, int opcode) {
        switch (opcode) {
            case Opcode.DIV -> ArithmeticInstructions.div(s, sp);
            case Opcode.MOD -> ArithmeticInstructions.mod(s, sp);
            case Opcode.MULMOD -> ArithmeticInstructions.mulmod(s, sp);
            case Opcode.SIGNEXTEND -> ArithmeticInstructions.signextend(s, sp);
            case Opcode.SLT -> BitwiseInstructions.slt(s, sp);
            case Opcode.SGT -> BitwiseInstructions.sgt(s, sp);
            case Opcode.BYTE -> BitwiseInstructions.byteAt(s, sp);
            case Opcode.SAR -> BitwiseInstructions.sar(s, sp);
            case Opcode.ADDRESS -> put(s, sp, f.self);
            case Opcode.CALLER -> put(s, sp, f.caller);
            case Opcode.CALLVALUE -> put(s, sp, f.value);
            case Opcode.CALLDATALOAD -> MemoryInstructions.calldataload(f, s, sp);
            case Opcode.RETURNDATASIZE -> put(s, sp, f.returnData.length);
            case Opcode.TIMESTAMP -> put(s, sp, f.machine.environment.block().timestamp());
            case Opcode.KECCAK256 -> {
                return MemoryInstructions.keccak256(f, s, sp, gas);
            }
            case Opcode.CALLDATACOPY -> {
                return MemoryInstructions.calldatacopy(f, s, sp, gas);
            }
            case Opcode.CODECOPY -> {
                return MemoryInstructions.codecopy(f, s, sp, gas);
            }
            case Opcode.MCOPY -> {
                return MemoryInstructions.mcopy(f, s, sp, gas);
            }
            case Opcode.MSTORE8 -> {
                return MemoryInstructions.mstore8(f, s, sp, gas);
            }
            default -> throw new IllegalStateException("no operation " + opcode);
        }
        return gas;
    }
}
