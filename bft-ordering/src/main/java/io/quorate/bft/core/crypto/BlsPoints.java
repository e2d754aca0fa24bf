package io.quorate.bft.core.crypto;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;

/** Points from outside, and the one pairing check. */
final class BlsPoints {
    private BlsPoints() {}

    /** A key of G2, in its subgroup and not the identity; empty for anything else. */
    static Optional<P2_Affine> publicKey(Bytes compressed) {
        if (compressed.size() != BlsSigner.PUBLIC_KEY_BYTES) {
            return Optional.empty();
        }
        try {
            P2_Affine point = new P2_Affine(compressed.toArray());
            return point.is_inf() || !point.in_group() ? Optional.empty() : Optional.of(point);
        } catch (RuntimeException e) { // the library's only way to say that the bytes are no point
            return Optional.empty();
        }
    }

    /** A point on G1's curve, of whatever subgroup and possibly the identity; empty for anything else. */
    static Optional<P1_Affine> signature(Bytes bytes) {
        try {
            return Optional.of(new P1_Affine(bytes.toArray()));
        } catch (RuntimeException e) { // as above
            return Optional.empty();
        }
    }

    /** Checks the signature's subgroup too. */
    static boolean verifies(P1_Affine signature, P2_Affine key, byte[] message, String domain) {
        return !signature.is_inf() && signature.core_verify(key, true, message,
                domain) == BLST_ERROR.BLST_SUCCESS;
    }
}
