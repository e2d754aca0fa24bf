package io.quorate.genesis.keys;

import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.ConfigException;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;

/** Signatures as devices and services give them, brought into the form that the chain wants: r ‖ s ‖ v, low s, v 0 or 1. */
final class Signatures {
    private Signatures() {}

    /** Of the DER of ECDSA (RFC 3279 §2.2.3): r and s, either of the two s. */
    static Bytes ofDer(byte[] der, Hash signed, Bytes publicKey) {
        ASN1Sequence sequence = ASN1Sequence.getInstance(der);
        return of(positive(sequence, 0), positive(sequence, 1), signed, publicKey);
    }

    private static UInt256 positive(ASN1Sequence sequence, int place) {
        BigInteger number = ASN1Integer.getInstance(sequence.getObjectAt(place)).getPositiveValue();
        if (number.bitLength() > Byte.SIZE * UInt256.SIZE) {
            throw new ConfigException("a signature's number has " + number.bitLength() + " bits");
        }
        return UInt256.of(number);
    }

    /** Fails with {@link ConfigException} where it is not {@code publicKey}'s over {@code signed}. */
    static Bytes of(UInt256 r, UInt256 s, Hash signed, Bytes publicKey) {
        UInt256 low = s.compareTo(Secp256k1.HALF_ORDER) > 0 ? Secp256k1.ORDER.minus(s) : s;
        for (int parity = 0; parity < 2; parity++) {
            Optional<Bytes> signer = Secp256k1.recoverPublicKey(signed, r, low, parity);
            if (signer.equals(Optional.of(publicKey))) {
                return Bytes.concatenate(r.toBytes(), low.toBytes(), Bytes.of(parity));
            }
        }
        throw new ConfigException("a signature was given that is not by the key "
                + Secp256k1.addressOf(publicKey));
    }
}
