package io.quorate.evm;

import io.quorate.evm.primitives.UInt256;

/** SLOAD, SSTORE and their transient kin (EIP-2200, 2929, 3529, 1153). */
final class StorageInstructions {
    private StorageInstructions() {}

    static long sload(Frame f, long[] s, int sp, long gas) {
        WorldState world = f.machine.world;
        UInt256 key = OperandStack.word(s, sp - 4);
        long left = world.warmSlot(f.self, key) ? gas - f.machine.gas.coldSlotSurcharge : gas;
        if (left >= 0) {
            OperandStack.put(s, sp - 4, world.storage(f.self, key));
        }
        return left;
    }

    static long sstore(Frame f, long[] s, int sp, long gas) {
        StoragePricing pricing = f.machine.gas.storage;
        if (f.isStatic) {
            return Halts.WRITE_PROTECTION;
        }
        if (gas <= pricing.sentry()) {
            return Halts.OUT_OF_GAS;
        }
        WorldState world = f.machine.world;
        UInt256 key = OperandStack.word(s, sp - 4);
        UInt256 value = OperandStack.word(s, sp - 8);
        long warmed = world.warmSlot(f.self, key) ? gas - pricing.cold() : gas;
        UInt256 current = world.storage(f.self, key);
        UInt256 original = world.originalStorage(f.self, key);
        long left = warmed - pricing.price(original, current, value);
        if (left >= 0 && !current.equals(value)) {
            long refund = pricing.refund(original, current, value);
            if (refund != 0) {
                world.addRefund(refund);
            }
            world.setStorage(f.self, key, value);
        }
        return left;
    }

    static void tload(Frame f, long[] s, int sp) {
        UInt256 key = OperandStack.word(s, sp - 4);
        OperandStack.put(s, sp - 4, f.machine.world.transientStorage(f.self, key));
    }

    static long tstore(Frame f, long[] s, int sp, long gas) {
        if (f.isStatic) {
            return Halts.WRITE_PROTECTION;
        }
        f.machine.world.setTransientStorage(f.self, OperandStack.word(s, sp - 4),
                OperandStack.word(s, sp - 8));
        return gas;
    }
}
