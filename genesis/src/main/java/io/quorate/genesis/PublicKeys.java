package io.quorate.genesis;

import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * The written forms of a secp256k1 public key (SEC 1 §2.3.3 and §2.3.4). In plain arithmetic: a library for
 * it would cost each start of a replica more than the few keys of a genesis file.
 */
public final class PublicKeys {
    static final int COMPRESSED_SIZE = 33;
    private static final int PREFIXED_SIZE = 65;
    private static final int COORDINATE_SIZE = 32;
    /** The field's prime (SEC 2 §2.4.1), which is 3 modulo 4. */
    private static final BigInteger P = new BigInteger(
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);
    private static final BigInteger B = BigInteger.valueOf(7);

    private PublicKeys() {}

    /** x and y, 64 bytes, of a key in 33, 64 or 65 bytes; empty where it is no point of the curve. */
    public static Optional<Bytes> decode(Bytes key) {
        return switch (key.size()) {
            case COMPRESSED_SIZE -> key.get(0) == 2 || key.get(0) == 3
                    ? decompress(key.slice(1), key.get(0) & 1)
                    : Optional.empty();
            case PREFIXED_SIZE -> key.get(0) == 4 ? onCurve(key.slice(1)) : Optional.empty();
            case Secp256k1.PUBLIC_KEY_SIZE -> onCurve(key);
            default -> Optional.empty();
        };
    }

    private static Optional<Bytes> onCurve(Bytes coordinates) {
        BigInteger x = number(coordinates.slice(0, COORDINATE_SIZE));
        BigInteger y = number(coordinates.slice(COORDINATE_SIZE));
        boolean fits = x.compareTo(P) < 0 && y.compareTo(P) < 0
                && y.multiply(y).mod(P).equals(rightSide(x));
        return fits ? Optional.of(coordinates.copy()) : Optional.empty();
    }

    private static Optional<Bytes> decompress(Bytes abscissa, int parity) {
        BigInteger x = number(abscissa);
        if (x.compareTo(P) >= 0) return Optional.empty();
        BigInteger square = rightSide(x);
        BigInteger root = square.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
        if (!root.multiply(root).mod(P).equals(square)) return Optional.empty();
        BigInteger y = root.testBit(0) == (parity == 1) ? root : P.subtract(root);
        Bytes ordinate = UInt256.of(y).toBytes();
        return Optional.of(Bytes.concatenate(abscissa, ordinate));
    }

    /** x³ + 7. The curve has no point with y = 0: its order is odd. */
    private static BigInteger rightSide(BigInteger x) {
        return x.multiply(x).mod(P).multiply(x).add(B).mod(P);
    }

    private static BigInteger number(Bytes bigEndian) {
        return bigEndian.toUnsignedBigInteger();
    }

    /** The 33-byte form of x and y. */
    public static Bytes compressed(Bytes coordinates) {
        byte parity = (byte) (2 + (coordinates.get(coordinates.size() - 1) & 1));
        return Bytes.concatenate(Bytes.of(parity), coordinates.slice(0, 32));
    }
}
