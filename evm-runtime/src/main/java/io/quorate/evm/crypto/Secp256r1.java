package io.quorate.evm.crypto;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/** ECDSA on P-256 (FIPS 186-5; SEC 2 calls the curve secp256r1), verification only. Safe for any thread. */
public final class Secp256r1 {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
    private static final BigInteger N = CURVE.getN();
    private static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();

    private Secp256r1() {}

    /**
     * Whether (r, s) is a signature of the 32-byte {@code digest} under the key (x, y), as EIP-7951 puts it:
     * r and s of 1 to n-1, a high s is allowed, coordinates below p, the point on the curve and not at infinity.
     */
    public static boolean verify(BigInteger digest, BigInteger r, BigInteger s, BigInteger x,
            BigInteger y) {
        if (!isScalar(r) || !isScalar(s) || x.compareTo(P) >= 0 || y.compareTo(P) >= 0) {
            return false;
        }
        ECPoint key = CURVE.getCurve().createPoint(x, y); // (0, 0), the EIP's infinity, is off the curve
        if (!key.isValid()) {
            return false;
        }
        BigInteger w = s.modInverse(N);
        BigInteger u1 = digest.multiply(w).mod(N);
        BigInteger u2 = r.multiply(w).mod(N);
        ECPoint point = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, key, u2).normalize();
        return !point.isInfinity()
                && point.getAffineXCoord().toBigInteger().mod(N).equals(r);
    }

    private static boolean isScalar(BigInteger number) {
        return number.signum() > 0 && number.compareTo(N) < 0;
    }
}
