package io.quorate.evm.crypto;

import java.math.BigInteger;
import java.util.HexFormat;

/**
 * Proofs that a committed polynomial has a given value at a given point (EIP-4844, {@code verify_kzg_proof}).
 * Of the trusted setup, verification needs one point only. Safe for any thread; runs on what {@link Bls12381}
 * runs on.
 */
public final class KzgProof {
    public static final BigInteger FIELD_ORDER = Bls12381.ORDER;
    private static final String PAD = "00".repeat(16);
    /** τ·G2 of the Ethereum KZG ceremony, {@code g2_monomial[1]} of the published setup, as EIP-2537 has it. */
    static final byte[] TAU_G2 = HexFormat.of()
            .parseHex(PAD + "185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b"
                    + "087041de621000edc98edada20c1def2"
                    + PAD + "15bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d"
                    + "2914e5870cb452d2afaaab24f3499f72"
                    + PAD + "014353bdb96b626dd7d5ee8599d1fca2131569490e28de18e82451a496a9c979"
                    + "4ce26d105941f383ee689bfbbb832a99"
                    + PAD + "1666c54b0a32529503432fcae0181b4bef79de09fc63671fda5ed1ba9bfa0789"
                    + "9495346f3d7ac9cd23048ef30d0a154f");

    private KzgProof() {}

    /**
     * Whether p({@code z}) = {@code y} for the p that {@code commitment} commits to. Commitment and proof are 48
     * compressed bytes; false also where one is no point of G1 or a number is not below the order.
     *
     * <p>It checks e(y·G1 - C - z·π, G2) · e(π, τ·G2) = 1, which is the equation of the specification with
     * z·G2 taken over to the side of G1, where multiplying is cheaper.
     */
    public static boolean verify(byte[] commitment, BigInteger z, BigInteger y, byte[] proof) {
        return z.compareTo(FIELD_ORDER) < 0 && y.compareTo(FIELD_ORDER) < 0
                && Bls12381.backend().verifyKzgProof(commitment, z, y, proof);
    }
}
