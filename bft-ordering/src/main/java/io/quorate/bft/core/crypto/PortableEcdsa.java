package io.quorate.bft.core.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** secp256k1 by Bouncy Castle. */
record PortableEcdsa() implements Ecdsa {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

    @Override
    public byte[] sign(byte[] digest, byte[] privateKey) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, privateKey), DOMAIN));
        BigInteger[] signature = signer.generateSignature(digest);
        BigInteger order = DOMAIN.getN();
        BigInteger s = signature[1].compareTo(order.shiftRight(1)) > 0
                ? order.subtract(signature[1]) : signature[1];
        byte[] encoded = new byte[64];
        BigIntegers.asUnsignedByteArray(signature[0], encoded, 0, 32);
        BigIntegers.asUnsignedByteArray(s, encoded, 32, 32);
        return encoded;
    }

    /** SEC 1 §4.1.6. */
    @Override
    public Optional<byte[]> recover(byte[] digest, byte[] signature, int recoveryId) {
        BigInteger order = DOMAIN.getN();
        BigInteger r = new BigInteger(1, signature, 0, 32);
        BigInteger s = new BigInteger(1, signature, 32, 32);
        if (r.signum() == 0 || r.compareTo(order) >= 0 || s.signum() == 0
                || s.compareTo(order) >= 0) {
            return Optional.empty();
        }
        byte[] compressed = new byte[33];
        compressed[0] = (byte) (2 + (recoveryId & 1));
        System.arraycopy(signature, 0, compressed, 1, 32);
        ECPoint point;
        try {
            point = CURVE.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // r is not the x of a point
        }
        BigInteger inverse = BigIntegers.modOddInverse(order, r);
        BigInteger e = new BigInteger(1, digest).negate().mod(order);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(DOMAIN.getG(), e.multiply(inverse).mod(order),
                point,
                s.multiply(inverse).mod(order));
        return key.isInfinity() ? Optional.empty() : Optional.of(encode(key));
    }

    @Override
    public byte[] publicKey(byte[] privateKey) {
        BigInteger key = new BigInteger(1, privateKey);
        if (privateKey.length != 32 || key.signum() == 0 || key.compareTo(DOMAIN.getN()) >= 0) {
            throw new IllegalArgumentException("not a secp256k1 private key");
        }
        return encode(new FixedPointCombMultiplier().multiply(DOMAIN.getG(), key));
    }

    private static byte[] encode(ECPoint point) {
        return Arrays.copyOfRange(point.getEncoded(false), 1, 65);
    }
}
