package io.quorate.evm.crypto;

import io.quorate.evm.primitives.Hash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.apache.tuweni.bytes.Bytes;

/**
 * Keccak-256 as Ethereum uses it: Keccak[c = 512] with the padding from before SHA-3 was standardised. The
 * 25 lanes of the state are local variables, so that a hash allocates nothing but its result. Safe for any
 * thread.
 */
public final class Keccak256 {
    /** Bytes that go into the state between two permutations. */
    private static final int RATE = 136;
    private static final int ROUNDS = 24;
    /** The last bit of the padding 10*1, in the last lane of the rate. */
    private static final long FINAL_BIT = 1L << 63;
    private static final VarHandle LANE = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final long[] ROUND_CONSTANTS = {
            0x0000000000000001L, 0x0000000000008082L, 0x800000000000808aL,
            0x8000000080008000L, 0x000000000000808bL, 0x0000000080000001L,
            0x8000000080008081L, 0x8000000000008009L, 0x000000000000008aL,
            0x0000000000000088L, 0x0000000080008009L, 0x000000008000000aL,
            0x000000008000808bL, 0x800000000000008bL, 0x8000000000008089L,
            0x8000000000008003L, 0x8000000000008002L, 0x8000000000000080L,
            0x000000000000800aL, 0x800000008000000aL, 0x8000000080008081L,
            0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L};

    private Keccak256() {}

    public static Hash hash(Bytes input) {
        return hash(input.toArrayUnsafe());
    }

    public static Hash hash(byte[] input) {
        return hash(input, 0, input.length);
    }

    public static Hash hash(byte[] input, int offset, int length) {
        byte[] out = new byte[Hash.SIZE];
        hashInto(input, offset, length, out, 0);
        return Hash.of(out);
    }

    /**
     * Writes the hash of {@code length} bytes of {@code in} from {@code offset} to the 32 bytes of
     * {@code out} from {@code outOffset}. The two arrays may be one and may overlap.
     */
    public static void hashInto(byte[] in, int offset, int length, byte[] out, int outOffset) {
        Objects.checkFromIndexSize(offset, length, in.length);
        Objects.checkFromIndexSize(outOffset, Hash.SIZE, out.length);
        int end = offset + length;
        int position = offset;
        long a0 = 0;
        long a1 = 0;
        long a2 = 0;
        long a3 = 0;
        long a4 = 0;
        long a5 = 0;
        long a6 = 0;
        long a7 = 0;
        long a8 = 0;
        long a9 = 0;
        long a10 = 0;
        long a11 = 0;
        long a12 = 0;
        long a13 = 0;
        long a14 = 0;
        long a15 = 0;
        long a16 = 0;
        long a17 = 0;
        long a18 = 0;
        long a19 = 0;
        long a20 = 0;
        long a21 = 0;
        long a22 = 0;
        long a23 = 0;
        long a24 = 0;
        while (true) {
            boolean last = end - position < RATE;
            if (last) {
                a0 ^= lastLane(in, position, end);
                a1 ^= lastLane(in, position + 8, end);
                a2 ^= lastLane(in, position + 16, end);
                a3 ^= lastLane(in, position + 24, end);
                a4 ^= lastLane(in, position + 32, end);
                a5 ^= lastLane(in, position + 40, end);
                a6 ^= lastLane(in, position + 48, end);
                a7 ^= lastLane(in, position + 56, end);
                a8 ^= lastLane(in, position + 64, end);
                a9 ^= lastLane(in, position + 72, end);
                a10 ^= lastLane(in, position + 80, end);
                a11 ^= lastLane(in, position + 88, end);
                a12 ^= lastLane(in, position + 96, end);
                a13 ^= lastLane(in, position + 104, end);
                a14 ^= lastLane(in, position + 112, end);
                a15 ^= lastLane(in, position + 120, end);
                a16 ^= lastLane(in, position + 128, end);
                a16 ^= FINAL_BIT;
            } else {
                a0 ^= (long) LANE.get(in, position);
                a1 ^= (long) LANE.get(in, position + 8);
                a2 ^= (long) LANE.get(in, position + 16);
                a3 ^= (long) LANE.get(in, position + 24);
                a4 ^= (long) LANE.get(in, position + 32);
                a5 ^= (long) LANE.get(in, position + 40);
                a6 ^= (long) LANE.get(in, position + 48);
                a7 ^= (long) LANE.get(in, position + 56);
                a8 ^= (long) LANE.get(in, position + 64);
                a9 ^= (long) LANE.get(in, position + 72);
                a10 ^= (long) LANE.get(in, position + 80);
                a11 ^= (long) LANE.get(in, position + 88);
                a12 ^= (long) LANE.get(in, position + 96);
                a13 ^= (long) LANE.get(in, position + 104);
                a14 ^= (long) LANE.get(in, position + 112);
                a15 ^= (long) LANE.get(in, position + 120);
                a16 ^= (long) LANE.get(in, position + 128);
            }
            for (int round = 0; round < ROUNDS; round++) {
                // theta
                long c0 = a0 ^ a5 ^ a10 ^ a15 ^ a20;
                long c1 = a1 ^ a6 ^ a11 ^ a16 ^ a21;
                long c2 = a2 ^ a7 ^ a12 ^ a17 ^ a22;
                long c3 = a3 ^ a8 ^ a13 ^ a18 ^ a23;
                long c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24;
                long d0 = c4 ^ Long.rotateLeft(c1, 1);
                long d1 = c0 ^ Long.rotateLeft(c2, 1);
                long d2 = c1 ^ Long.rotateLeft(c3, 1);
                long d3 = c2 ^ Long.rotateLeft(c4, 1);
                long d4 = c3 ^ Long.rotateLeft(c0, 1);
                // rho and pi
                long b0 = a0 ^ d0;
                long b1 = Long.rotateLeft(a6 ^ d1, 44);
                long b2 = Long.rotateLeft(a12 ^ d2, 43);
                long b3 = Long.rotateLeft(a18 ^ d3, 21);
                long b4 = Long.rotateLeft(a24 ^ d4, 14);
                long b5 = Long.rotateLeft(a3 ^ d3, 28);
                long b6 = Long.rotateLeft(a9 ^ d4, 20);
                long b7 = Long.rotateLeft(a10 ^ d0, 3);
                long b8 = Long.rotateLeft(a16 ^ d1, 45);
                long b9 = Long.rotateLeft(a22 ^ d2, 61);
                long b10 = Long.rotateLeft(a1 ^ d1, 1);
                long b11 = Long.rotateLeft(a7 ^ d2, 6);
                long b12 = Long.rotateLeft(a13 ^ d3, 25);
                long b13 = Long.rotateLeft(a19 ^ d4, 8);
                long b14 = Long.rotateLeft(a20 ^ d0, 18);
                long b15 = Long.rotateLeft(a4 ^ d4, 27);
                long b16 = Long.rotateLeft(a5 ^ d0, 36);
                long b17 = Long.rotateLeft(a11 ^ d1, 10);
                long b18 = Long.rotateLeft(a17 ^ d2, 15);
                long b19 = Long.rotateLeft(a23 ^ d3, 56);
                long b20 = Long.rotateLeft(a2 ^ d2, 62);
                long b21 = Long.rotateLeft(a8 ^ d3, 55);
                long b22 = Long.rotateLeft(a14 ^ d4, 39);
                long b23 = Long.rotateLeft(a15 ^ d0, 41);
                long b24 = Long.rotateLeft(a21 ^ d1, 2);
                // chi and iota
                a0 = b0 ^ (~b1 & b2) ^ ROUND_CONSTANTS[round];
                a1 = b1 ^ (~b2 & b3);
                a2 = b2 ^ (~b3 & b4);
                a3 = b3 ^ (~b4 & b0);
                a4 = b4 ^ (~b0 & b1);
                a5 = b5 ^ (~b6 & b7);
                a6 = b6 ^ (~b7 & b8);
                a7 = b7 ^ (~b8 & b9);
                a8 = b8 ^ (~b9 & b5);
                a9 = b9 ^ (~b5 & b6);
                a10 = b10 ^ (~b11 & b12);
                a11 = b11 ^ (~b12 & b13);
                a12 = b12 ^ (~b13 & b14);
                a13 = b13 ^ (~b14 & b10);
                a14 = b14 ^ (~b10 & b11);
                a15 = b15 ^ (~b16 & b17);
                a16 = b16 ^ (~b17 & b18);
                a17 = b17 ^ (~b18 & b19);
                a18 = b18 ^ (~b19 & b15);
                a19 = b19 ^ (~b15 & b16);
                a20 = b20 ^ (~b21 & b22);
                a21 = b21 ^ (~b22 & b23);
                a22 = b22 ^ (~b23 & b24);
                a23 = b23 ^ (~b24 & b20);
                a24 = b24 ^ (~b20 & b21);
            }
            if (last) {
                break;
            }
            position += RATE;
        }
        LANE.set(out, outOffset, a0);
        LANE.set(out, outOffset + 8, a1);
        LANE.set(out, outOffset + 16, a2);
        LANE.set(out, outOffset + 24, a3);
    }

    /** The lane at {@code position} of the last block: what input there is, then the padding's first bit. */
    private static long lastLane(byte[] in, int position, int end) {
        int present = end - position;
        if (present >= Long.BYTES) {
            return (long) LANE.get(in, position);
        }
        if (present < 0) {
            return 0;
        }
        long lane = 1L << (present << 3);
        for (int i = 0; i < present; i++) {
            lane |= (in[position + i] & 0xffL) << (i << 3);
        }
        return lane;
    }
}
