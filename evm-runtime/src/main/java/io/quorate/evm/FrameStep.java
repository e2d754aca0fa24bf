package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Step;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** A frame as a tracer may look at it, which is only until its callback returns. */
record FrameStep(Frame frame, int opcode) implements Step {
    @Override
    public int programCounter() {
        return frame.pc;
    }

    @Override
    public long gasLeft() {
        return frame.gas;
    }

    @Override
    public int depth() {
        return frame.depth;
    }

    @Override
    public Address address() {
        return frame.self;
    }

    @Override
    public int stackSize() {
        return (frame.sp - frame.base) / OperandStack.WORD_LIMBS;
    }

    @Override
    public UInt256 stackWord(int index) {
        if (index < 0 || index >= stackSize()) {
            throw new IndexOutOfBoundsException(index);
        }
        int at = frame.sp - OperandStack.WORD_LIMBS * (index + 1);
        return OperandStack.word(frame.machine.stack.limbs, at);
    }

    @Override
    public int memorySizeBytes() {
        return frame.memory.sizeBytes();
    }

    @Override
    public Bytes memory(int offset, int length) {
        int size = frame.memory.sizeBytes();
        int from = Math.min(offset, size);
        int available = Math.min(length, size - from);
        return Bytes.wrap(Arrays.copyOf(frame.memory.copyOut(from, available), length));
    }

    @Override
    public Bytes returnData() {
        return Bytes.wrap(frame.returnData);
    }

    @Override
    public long refund() {
        return frame.machine.world.refund();
    }
}
