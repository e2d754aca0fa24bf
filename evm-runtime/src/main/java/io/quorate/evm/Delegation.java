package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import org.apache.tuweni.bytes.Bytes;

/** The 23 bytes of code by which an account runs another's code (EIP-7702): 0xef0100 and an address. */
public final class Delegation {
    private static final int SIZE_BYTES = 3 + Address.SIZE;

    private Delegation() {}

    public static boolean isDelegation(Bytes code) {
        return code.size() == SIZE_BYTES && isDelegation(code.toArrayUnsafe());
    }

    static boolean isDelegation(byte[] code) {
        return code.length == SIZE_BYTES && (code[0] & 0xff) == 0xef && code[1] == 1
                && code[2] == 0;
    }

    /** The address that {@code code}, which must be a delegation, points to. */
    public static Address target(Bytes code) {
        return target(code.toArrayUnsafe());
    }

    static Address target(byte[] code) {
        return Address.of(code, 3);
    }

    public static Bytes to(Address target) {
        byte[] code = new byte[SIZE_BYTES];
        code[0] = (byte) 0xef;
        code[1] = 1;
        target.copyTo(code, 3);
        return Bytes.wrap(code);
    }
}
