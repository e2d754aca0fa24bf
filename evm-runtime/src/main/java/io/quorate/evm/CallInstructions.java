package io.quorate.evm;

import static io.quorate.evm.OperandStack.clampToInt;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.CallKind;

/**
 * CALL and its kin (Yellow Paper, appendix H.2, f0s; EIP-150, 161, 214, 2929, 7702). They either finish at
 * once, as calls of precompiles do, or leave a new frame on the machine, which the interpreter then runs first.
 */
final class CallInstructions {
    private CallInstructions() {}

    static long call(Frame f, long[] s, int sp, long gas) {
        UInt256 value = OperandStack.word(s, sp - 12);
        if (f.isStatic && !value.isZero()) {
            return Halts.WRITE_PROTECTION;
        }
        long left = gas;
        Address to = OperandStack.address(s, sp - 8);
        if (!value.isZero()) {
            left -= GasSchedule.CALL_VALUE;
        }
        return enter(f, s, sp, sp - 12, left,
                new Call(CallKind.CALL, f.self, to, to, value, f.isStatic));
    }

    /** Looks at the account, so its access has to be paid for before (EIP-7928). */
    private static boolean makesAccount(Frame f, Address to, UInt256 value) {
        WorldState world = f.machine.world;
        return f.machine.gas.clearsEmptyAccounts ? !value.isZero() && world.isDead(to)
                : !world.exists(to);
    }

    static long callcode(Frame f, long[] s, int sp, long gas) {
        UInt256 value = OperandStack.word(s, sp - 12);
        long left = value.isZero() ? gas : gas - GasSchedule.CALL_VALUE;
        Address code = OperandStack.address(s, sp - 8);
        return enter(f, s, sp, sp - 12, left,
                new Call(CallKind.CALLCODE, f.self, f.self, code, value, f.isStatic));
    }

    static long delegatecall(Frame f, long[] s, int sp, long gas) {
        Address code = OperandStack.address(s, sp - 8);
        return enter(f, s, sp, sp - 8, gas,
                new Call(CallKind.DELEGATECALL, f.caller, f.self, code, f.value, f.isStatic));
    }

    static long staticcall(Frame f, long[] s, int sp, long gas) {
        Address to = OperandStack.address(s, sp - 8);
        return enter(f, s, sp, sp - 8, gas,
                new Call(CallKind.STATICCALL, f.self, to, to, UInt256.ZERO, true));
    }

    /** What kinds of call differ in. */
    record Call(CallKind kind, Address caller, Address recipient, Address codeAddress,
            UInt256 value,
            boolean isStatic) {
        /** DELEGATECALL only passes on the value of the frame that it is in. */
        boolean sendsValue() {
            return kind != CallKind.DELEGATECALL && !value.isZero();
        }
    }

    /** {@code ranges} is past the four words that say where input and output are. */
    private static long enter(Frame f, long[] s, int sp, int ranges, long gas, Call call) {
        int inputOffset = clampToInt(s, ranges - 4);
        int inputLength = clampToInt(s, ranges - 8);
        int outputOffset = clampToInt(s, ranges - 12);
        int outputLength = clampToInt(s, ranges - 16);
        long left = f.memory.charge(gas, inputOffset, inputLength);
        left = left < 0 ? left : f.memory.charge(left, outputOffset, outputLength);
        left = left < 0 ? left : EnvironmentInstructions.access(f, call.codeAddress(), left);
        if (left >= 0 && call.kind() == CallKind.CALL
                && makesAccount(f, call.recipient(), call.value())) {
            left -= GasSchedule.NEW_ACCOUNT;
        }
        left = left < 0 ? left : accessDelegate(f, call.codeAddress(), left);
        if (left < 0) {
            return left;
        }
        long asked = OperandStack.clampToLong(s, sp - 4);
        long given = giveable(f, left, asked);
        if (given < 0) {
            return given;
        }
        f.gas = left - given;
        f.resultAt = ranges - 16;
        f.outputOffset = outputOffset;
        f.outputLength = outputLength;
        long childGas = call.sendsValue() ? given + GasSchedule.CALL_STIPEND : given;
        f.machine.callFrom(f, call, inputOffset, inputLength, childGas);
        return f.gas;
    }

    /** EIP-7702: code that points elsewhere makes that address accessed too. */
    private static long accessDelegate(Frame f, Address codeAddress, long gas) {
        if (!f.machine.gas.followsDelegations) {
            return gas;
        }
        Address delegate = f.machine.codeOf(codeAddress).delegate();
        return delegate == null ? gas
                : EnvironmentInstructions.access(f, delegate, gas - f.machine.gas.warmDelegation);
    }

    private static long giveable(Frame f, long left, long asked) {
        if (f.machine.gas.keepsOne64th) {
            return Math.min(asked, left - left / 64);
        }
        return asked <= left ? asked : Halts.OUT_OF_GAS;
    }
}
