package io.quorate.genesis;

import io.quorate.evm.crypto.Secp256k1;
import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/** The written forms of a secp256k1 public key (SEC 1 §2.3.3). */
final class PublicKeys {
    static final int COMPRESSED_SIZE = 33;
    private static final int PREFIXED_SIZE = 65;
    private static final ECCurve CURVE = CustomNamedCurves.getByName("secp256k1").getCurve();

    private PublicKeys() {}

    /** x and y, 64 bytes, of a key in 33, 64 or 65 bytes; empty where it is no point of the curve. */
    static Optional<Bytes> decode(Bytes key) {
        byte[] sec1 = switch (key.size()) {
            case COMPRESSED_SIZE, PREFIXED_SIZE -> key.toArray();
            case Secp256k1.PUBLIC_KEY_SIZE -> Bytes.concatenate(Bytes.of(4), key).toArray();
            default -> new byte[0];
        };
        if (sec1.length == 0 || !hasPrefixOfItsSize(sec1)) {
            return Optional.empty();
        }
        try {
            return Optional.of(coordinates(CURVE.decodePoint(sec1)));
        } catch (IllegalArgumentException _) { // Bouncy Castle's word for "not on the curve"
            return Optional.empty();
        }
    }

    private static boolean hasPrefixOfItsSize(byte[] sec1) {
        return sec1.length == PREFIXED_SIZE ? sec1[0] == 4 : sec1[0] == 2 || sec1[0] == 3;
    }

    private static Bytes coordinates(ECPoint point) {
        byte[] prefixed = point.getEncoded(false);
        return Bytes.wrap(Arrays.copyOfRange(prefixed, 1, prefixed.length));
    }

    /** The 33-byte form of x and y. */
    static Bytes compressed(Bytes coordinates) {
        byte parity = (byte) (2 + (coordinates.get(coordinates.size() - 1) & 1));
        return Bytes.concatenate(Bytes.of(parity), coordinates.slice(0, 32));
    }
}
