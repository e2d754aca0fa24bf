package io.quorate.evm;

/** Why frames failed, in the words that geth's tracers use and explorers look for. */
final class Faults {
    private static final String REVERTED = "execution reverted";
    private static final String DEPOSIT = "contract creation code storage out of gas";

    private Faults() {}

    /** Empty where nothing failed. */
    static String of(ExecutionResult result) {
        return switch (result) {
            case ExecutionResult.Success success -> "";
            case ExecutionResult.Revert revert -> REVERTED;
            case ExecutionResult.Halt(HaltReason reason) -> reason.text();
        };
    }

    /** As {@link #of(ExecutionResult)} for a frame that ran; names the instruction where that helps. */
    static String of(Frame f, ExecutionResult result) {
        return result instanceof ExecutionResult.Halt ? of(f) : of(result);
    }

    /** For a creation whose initcode succeeded. */
    static String ofDeposit(ExecutionResult result) {
        return result instanceof ExecutionResult.Halt(HaltReason reason)
                && reason == HaltReason.OUT_OF_GAS ? DEPOSIT : of(result);
    }

    /** For a halted frame; the halts that have numbers in their text leave the frame's pc and sp written. */
    static String of(Frame f) {
        int height = (f.sp - f.base) / OperandStack.WORD_LIMBS;
        return switch (f.haltReason) {
            case STACK_UNDERFLOW -> f.haltReason.text() + " (" + height + " <=> "
                    + InstructionTable.required(entry(f)) / OperandStack.WORD_LIMBS + ")";
            case STACK_OVERFLOW -> f.haltReason.text() + " " + height + " ("
                    + (OperandStack.FRAME_LIMBS_MAX - InstructionTable.growth(entry(f)))
                            / OperandStack.WORD_LIMBS
                    + ")";
            case INVALID_OPCODE -> f.haltReason.text() + ": " + Opcode.nameOf(opcode(f));
            default -> f.haltReason.text();
        };
    }

    static int opcode(Frame f) {
        return f.code.padded()[f.pc] & 0xff;
    }

    private static int entry(Frame f) {
        return f.machine.rules.instructions().entries()[opcode(f)];
    }
}
