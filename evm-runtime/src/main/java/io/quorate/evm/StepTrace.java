package io.quorate.evm;

import io.quorate.evm.trace.Tracer;

/**
 * Tells a tracer of each instruction: before it runs, and what it cost once that is known, which is before the
 * frame that it may have made begins. Mutable, one thread, never leaves its {@link Machine}.
 */
final class StepTrace {
    private final Tracer tracer;
    private long gasBefore;
    private boolean isOpen;

    StepTrace(Tracer tracer) {
        this.tracer = tracer;
    }

    void begin(Frame f, int opcode) {
        end(f.gas, "");
        tracer.onStep(new FrameStep(f, opcode));
        gasBefore = f.gas;
        isOpen = true;
    }

    void end(long gasLeft, String fault) {
        if (isOpen) {
            isOpen = false;
            tracer.onStepEnd(gasBefore - gasLeft, fault);
        }
    }

    /** The frame is over, and nothing of its gas was taken since its last instruction. */
    void end(Frame f) {
        if (f.exit != Frame.Exit.HALT) {
            end(f.gas, "");
        } else if (isOpen) {
            end(gasAfterHalt(f), Faults.of(f));
        }
    }

    /** Where the instruction failed before its price was known, its fixed part stands for it. */
    private long gasAfterHalt(Frame f) {
        boolean isShortage = f.haltGas < 0 && !Halts.isReason(f.haltGas);
        return isShortage ? f.haltGas
                : gasBefore - (f.machine.rules.instructions().entries()[Faults
                        .opcode(f)] >>> InstructionTable.GAS_SHIFT);
    }
}
