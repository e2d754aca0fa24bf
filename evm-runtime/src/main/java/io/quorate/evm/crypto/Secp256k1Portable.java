package io.quorate.evm.crypto;

import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** secp256k1 on Bouncy Castle's curve arithmetic: some three times slower than the native library. */
final class Secp256k1Portable implements Secp256k1Backend {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger N = CURVE.getN();
    private static final int COMPRESSED_EVEN = 2; // SEC 1 §2.3.3; 3 for an odd y

    @Override
    public Optional<byte[]> recover(byte[] message, byte[] signature, int yParity) {
        BigInteger r = new BigInteger(1, signature, 0, 32);
        BigInteger s = new BigInteger(1, signature, 32, 32);
        return noncePoint(signature, yParity).flatMap(nonce -> {
            // Q = (s·R - e·G) / r, SEC 1 §4.1.6
            BigInteger inverse = r.modInverse(N);
            BigInteger u1 = inverse.multiply(new BigInteger(1, message)).negate().mod(N);
            BigInteger u2 = inverse.multiply(s).mod(N);
            ECPoint key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, nonce, u2);
            return key.isInfinity() ? Optional.empty() : Optional.of(encoded(key));
        });
    }

    /** The curve point with x = r, or empty where r is no x coordinate. */
    private static Optional<ECPoint> noncePoint(byte[] signature, int yParity) {
        byte[] compressed = new byte[33];
        compressed[0] = (byte) (COMPRESSED_EVEN + yParity);
        System.arraycopy(signature, 0, compressed, 1, 32);
        try {
            return Optional.of(CURVE.getCurve().decodePoint(compressed));
        } catch (IllegalArgumentException _) { // how Bouncy Castle says "not on the curve"
            return Optional.empty();
        }
    }

    @Override
    public EcdsaSignature sign(byte[] message, byte[] privateKey) {
        BigInteger key = new BigInteger(1, privateKey);
        BigInteger digest = new BigInteger(1, message);
        var nonces = new HMacDSAKCalculator(new SHA256Digest());
        nonces.init(N, key, message);
        while (true) { // all but once in 2^128 tries, the first nonce serves
            BigInteger nonce = nonces.nextK();
            ECPoint point = timesGenerator(nonce);
            BigInteger x = point.getAffineXCoord().toBigInteger();
            BigInteger r = x.mod(N);
            BigInteger s = nonce.modInverse(N).multiply(digest.add(key.multiply(r))).mod(N);
            if (r.signum() != 0 && s.signum() != 0 && x.equals(r)) {
                return lowS(r, s, point.getAffineYCoord().testBitZero() ? 1 : 0);
            }
        }
    }

    private static EcdsaSignature lowS(BigInteger r, BigInteger s, int yParity) {
        boolean high = s.compareTo(N.shiftRight(1)) > 0; // -s belongs to the nonce point -R
        return new EcdsaSignature(UInt256.of(r), UInt256.of(high ? N.subtract(s) : s),
                high ? yParity ^ 1 : yParity);
    }

    @Override
    public byte[] publicKey(byte[] privateKey) {
        return encoded(timesGenerator(new BigInteger(1, privateKey)));
    }

    private static ECPoint timesGenerator(BigInteger scalar) {
        return new FixedPointCombMultiplier().multiply(CURVE.getG(), scalar).normalize();
    }

    private static byte[] encoded(ECPoint point) {
        return Arrays.copyOfRange(point.normalize().getEncoded(false), 1, 65);
    }
}
