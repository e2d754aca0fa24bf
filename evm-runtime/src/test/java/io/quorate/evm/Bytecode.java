package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import org.apache.tuweni.bytes.Bytes;

/** Puts together code for tests. */
public final class Bytecode {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public Bytecode op(int... opcodes) {
        for (int opcode : opcodes) {
            out.write(opcode);
        }
        return this;
    }

    public Bytecode push(long value) {
        return push(BigInteger.valueOf(value));
    }

    public Bytecode push(BigInteger value) {
        byte[] signed = value.toByteArray();
        int from = signed[0] == 0 && signed.length > 1 ? 1 : 0;
        out.write(Opcode.PUSH0 + signed.length - from);
        out.write(signed, from, signed.length - from);
        return this;
    }

    public Bytecode push(Address address) {
        out.write(Opcode.PUSH1 + Address.SIZE - 1);
        out.writeBytes(address.toArray());
        return this;
    }

    /** Stores the top of the stack in {@code slot}. */
    public Bytecode sstore(long slot) {
        return push(slot).op(Opcode.SSTORE);
    }

    public Bytes bytes() {
        return Bytes.wrap(out.toByteArray());
    }
}
