package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.CallKind;

/**
 * One call or creation on its way (Yellow Paper §9.4.1). The interpreter keeps the hot parts (program counter,
 * top of stack, gas) in locals and writes them back when it leaves. Mutable, one thread, used again for the
 * next call of its depth, never leaves its {@link Machine}.
 */
final class Frame {
    static final byte[] NO_BYTES = new byte[0];

    /** Why the interpreter came back. */
    enum Exit {
        /** It is not at its end: one instruction was asked for. */
        RUNNING,
        /** A frame above is to run first. */
        SUSPENDED, SUCCESS, REVERT, HALT
    }

    final Machine machine;
    final int depth;
    final Memory memory;

    CallKind kind = CallKind.CALL;
    Code code = Code.EMPTY;
    Address self = Address.ZERO;
    Address caller = Address.ZERO;
    UInt256 value = UInt256.ZERO;
    /** The array that the call data lies in, which may be the memory of the frame below. */
    byte[] input = NO_BYTES;
    int inputOffset;
    int inputLength;
    boolean isStatic;
    /** Where the world goes back to if the frame fails. */
    int mark;
    long gasGiven;

    /** Limb index of the frame's lowest stack word. */
    int base;
    int sp;
    int pc;
    long gas;

    Exit exit = Exit.SUSPENDED;
    /** What an instruction that failed left of the gas, as {@link Halts} has it; only tracers ask. */
    long haltGas;
    HaltReason haltReason = HaltReason.OUT_OF_GAS;
    byte[] output = NO_BYTES;

    /** What the last call within this frame returned (EIP-211). */
    byte[] returnData = NO_BYTES;
    /** Limb index for the result of the call under way. */
    int resultAt;
    /** Where in memory the output of the call under way goes. */
    int outputOffset;
    int outputLength;

    Frame(Machine machine, int depth) {
        this.memory = new Memory(machine.memoryUse);
        this.machine = machine;
        this.depth = depth;
    }

    /** Makes the frame ready to run {@code code} from its start with an empty stack and memory. */
    void reset(Code code, int base, long gas) {
        this.code = code;
        this.base = base;
        this.gas = gas;
        gasGiven = gas;
        sp = base;
        pc = 0;
        memory.clear();
        returnData = NO_BYTES;
        output = NO_BYTES;
    }

    /** Halts for the reason that {@code negativeGas} is the code of, see {@link Halts}. */
    void haltWith(long negativeGas) {
        halt(Halts.reason(negativeGas));
        haltGas = negativeGas;
    }

    void halt(HaltReason reason) {
        haltGas = 0;
        exit = Exit.HALT;
        haltReason = reason;
        gas = 0;
        output = NO_BYTES;
    }
}
