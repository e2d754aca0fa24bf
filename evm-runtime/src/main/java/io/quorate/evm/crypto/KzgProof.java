package io.quorate.evm.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.HexFormat;

/**
 * Proofs that a committed polynomial has a given value at a given point (EIP-4844, {@code verify_kzg_proof}).
 * Of the trusted setup, verification needs one point only. Safe for any thread; needs what {@link Bls12381}
 * needs.
 */
public final class KzgProof {
    public static final BigInteger FIELD_ORDER = Bls12381.ORDER;
    private static final int COMPRESSED_SIZE = 48;
    /** τ·G2 of the Ethereum KZG ceremony: {@code g2_monomial[1]} of the published setup. */
    private static final byte[] TAU_G2 = HexFormat.of().parseHex(
            "b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d"
                    + "2914e5870cb452d2afaaab24f3499f72185cbfee53492714734429b7b38608e2"
                    + "3926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2");

    private KzgProof() {}

    /**
     * Whether p({@code z}) = {@code y} for the p that {@code commitment} commits to. Commitment and proof are 48
     * compressed bytes; false also where one is no point of G1 or a number is not below the order.
     *
     * <p>It checks e(y·G1 - C - z·π, G2) · e(π, τ·G2) = 1, which is the equation of the specification with
     * z·G2 taken over to the side of G1, where multiplying is cheaper.
     */
    public static boolean verify(byte[] commitment, BigInteger z, BigInteger y, byte[] proof) {
        if (z.compareTo(FIELD_ORDER) >= 0 || y.compareTo(FIELD_ORDER) >= 0) {
            return false;
        }
        Blst blst = Bls12381.blst();
        BlstGroup g1 = blst.g1;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment c = g1.newAffine(arena);
            MemorySegment pi = g1.newAffine(arena);
            if (!isMember(g1, arena, c, commitment) || !isMember(g1, arena, pi, proof)) {
                return false;
            }
            MemorySegment proofPoint = g1.fromAffine(arena, pi);
            MemorySegment left = g1.multiply(arena, proofPoint, Bls12381.scalar(arena, z));
            left = g1.add(arena, left, g1.fromAffine(arena, c));
            g1.negate(left);
            left = g1.add(arena, left,
                    g1.multiply(arena, g1.generator(), Bls12381.scalar(arena, y)));
            boolean isLeftInfinite = g1.isInfinity(left);
            if (isLeftInfinite || g1.isInfinity(proofPoint)) { // then its pairing is one, the other not
                return isLeftInfinite && g1.isInfinity(proofPoint);
            }
            return blst.isPairingProductOne(arena,
                    Blst.list(arena, g1.toAffine(arena, left), pi),
                    Blst.list(arena, blst.g2.affineGenerator(), tau(blst.g2, arena)), 2);
        }
    }

    private static boolean isMember(BlstGroup g1, Arena arena, MemorySegment out,
            byte[] compressed) {
        return compressed.length == COMPRESSED_SIZE
                && g1.uncompress(out, arena.allocateFrom(ValueLayout.JAVA_BYTE, compressed))
                && (g1.isInfinity(g1.fromAffine(arena, out)) || g1.isInGroup(out));
    }

    private static MemorySegment tau(BlstGroup g2, Arena arena) {
        MemorySegment point = g2.newAffine(arena);
        if (!g2.uncompress(point, arena.allocateFrom(ValueLayout.JAVA_BYTE, TAU_G2))) {
            throw new IllegalStateException("the point of the KZG setup does not decode");
        }
        return point;
    }
}
