package io.quorate.evm;

import static io.quorate.evm.OperandStack.clampToInt;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.CallKind;

/** CREATE, CREATE2 and SELFDESTRUCT (EIP-150, 161, 684, 1014, 3860, 6780). */
final class CreateInstructions {
    private CreateInstructions() {}

    static long create(Frame f, long[] s, int sp, long gas) {
        if (f.isStatic) {
            return Halts.WRITE_PROTECTION;
        }
        long left = chargeInitcode(f, s, sp, gas, f.machine.gas.initcodeWord);
        if (left < 0) {
            return left;
        }
        byte[] initcode = initcode(f, s, sp);
        Address created = ContractAddress.of(f.self, f.machine.world.nonce(f.self));
        return enter(f, s, sp, left, CallKind.CREATE, created, initcode, sp - 12);
    }

    static long create2(Frame f, long[] s, int sp, long gas) {
        if (f.isStatic) {
            return Halts.WRITE_PROTECTION;
        }
        long left = chargeInitcode(f, s, sp, gas,
                f.machine.gas.initcodeWord + GasSchedule.KECCAK_WORD);
        if (left < 0) {
            return left;
        }
        byte[] initcode = initcode(f, s, sp);
        Address created = ContractAddress.ofCreate2(f.self, OperandStack.word(s, sp - 16),
                initcode);
        return enter(f, s, sp, left, CallKind.CREATE2, created, initcode, sp - 16);
    }

    private static byte[] initcode(Frame f, long[] s, int sp) {
        return f.memory.copyOut(clampToInt(s, sp - 8), clampToInt(s, sp - 12));
    }

    private static long chargeInitcode(Frame f, long[] s, int sp, long gas, long pricePerWord) {
        int offset = clampToInt(s, sp - 8);
        int length = clampToInt(s, sp - 12);
        if (length > f.machine.gas.initcodeSizeMax) {
            return Halts.code(HaltReason.INITCODE_TOO_LARGE);
        }
        return f.memory.charge(gas - pricePerWord * GasSchedule.words(length), offset, length);
    }

    private static long enter(Frame f, long[] s, int sp, long gas, CallKind kind, Address created,
            byte[] initcode, int resultAt) {
        long given = f.machine.gas.keepsOne64th ? gas - gas / 64 : gas;
        f.gas = gas - given;
        f.resultAt = resultAt;
        f.outputLength = 0;
        UInt256 value = OperandStack.word(s, sp - 4);
        f.machine.createFrom(f, kind, created, value, initcode, given);
        return f.gas;
    }

    static long selfdestruct(Frame f, long[] s, int sp, long gas) {
        if (f.isStatic) {
            return Halts.WRITE_PROTECTION;
        }
        WorldState world = f.machine.world;
        GasSchedule schedule = f.machine.gas;
        Address beneficiary = OperandStack.address(s, sp - 4);
        UInt256 balance = world.balance(f.self);
        long left = EnvironmentInstructions.wasCold(f, beneficiary) ? gas - schedule.coldBeneficiary
                : gas;
        if (left >= 0 && paysForBeneficiary(f, beneficiary, balance)) {
            left -= GasSchedule.NEW_ACCOUNT;
        }
        if (left < 0) {
            return left;
        }
        f.machine.tracer.onSelfDestruct(f.self, beneficiary, balance, f.depth);
        boolean removes = !schedule.destructsOnlyNew || world.isCreatedInTransaction(f.self);
        world.subtractBalance(f.self, balance);
        if (!removes || !beneficiary.equals(f.self)) {
            world.addBalance(beneficiary, balance);
        }
        if (removes && world.selfDestruct(f.self) && schedule.selfDestructRefund != 0) {
            world.addRefund(schedule.selfDestructRefund);
        }
        return left;
    }

    private static boolean paysForBeneficiary(Frame f, Address beneficiary, UInt256 balance) {
        WorldState world = f.machine.world;
        if (!f.machine.gas.chargesNewBeneficiary) {
            return false;
        }
        return f.machine.gas.clearsEmptyAccounts ? !balance.isZero() && world.isDead(beneficiary)
                : !world.exists(beneficiary);
    }
}
