package io.quorate.evm.crypto;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * ECDSA on secp256k1 (SEC 2; Yellow Paper, appendix F). It runs on libsecp256k1 where that loads and on Bouncy
 * Castle elsewhere, with the same results to the bit. Safe for any thread.
 *
 * <p>A private key is a number of 1 to {@link #ORDER} - 1 in 32 bytes; a public key is x and y, 64 bytes,
 * without the 0x04 prefix. All numbers are big-endian.
 */
public final class Secp256k1 {
    /** The order of the group, n. */
    public static final UInt256 ORDER = UInt256
            .fromHex("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    /** n/2: a transaction's s may not be greater (EIP-2). */
    public static final UInt256 HALF_ORDER = UInt256
            .fromHex("0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");
    public static final int PRIVATE_KEY_SIZE = 32;
    public static final int PUBLIC_KEY_SIZE = 64;

    private Secp256k1() {}

    /** The signer's 64-byte public key, or empty where no key has that signature. Any s is allowed. */
    public static Optional<Bytes> recoverPublicKey(Hash message, UInt256 r, UInt256 s,
            int yParity) {
        if (!isScalar(r) || !isScalar(s) || (yParity & ~1) != 0) {
            return Optional.empty();
        }
        byte[] compact = new byte[64];
        r.copyTo(compact, 0);
        s.copyTo(compact, 32);
        return Backend.CHOSEN.recover(message.toArray(), compact, yParity).map(Bytes::wrap);
    }

    /** The signer's address, or empty where no key has that signature. Any s is allowed. */
    public static Optional<Address> recoverAddress(Hash message, UInt256 r, UInt256 s,
            int yParity) {
        return recoverPublicKey(message, r, s, yParity).map(Secp256k1::addressOf);
    }

    public static Optional<Address> recoverAddress(Hash message, EcdsaSignature signature) {
        return recoverAddress(message, signature.r(), signature.s(), signature.yParity());
    }

    /** Signs with RFC 6979's nonce, so that equal arguments give equal signatures; s is low. */
    public static EcdsaSignature sign(Hash message, Bytes privateKey) {
        return Backend.CHOSEN.sign(message.toArray(), checked(privateKey));
    }

    /** The 64-byte public key that belongs to {@code privateKey}. */
    public static Bytes publicKey(Bytes privateKey) {
        return Bytes.wrap(Backend.CHOSEN.publicKey(checked(privateKey)));
    }

    /** The last 20 bytes of the hash of a 64-byte public key. */
    public static Address addressOf(Bytes publicKey) {
        if (publicKey.size() != PUBLIC_KEY_SIZE) {
            throw new IllegalArgumentException("a public key has 64 bytes: " + publicKey.size());
        }
        return Address.of(Keccak256.hash(publicKey).toArray(), Hash.SIZE - Address.SIZE);
    }

    /** Whether {@code bytes} can be a private key. */
    public static boolean isPrivateKey(Bytes bytes) {
        return bytes.size() == PRIVATE_KEY_SIZE && isScalar(UInt256.of(bytes));
    }

    /** {@code native} or {@code portable}: what the operator's log names at start. */
    public static String backend() {
        return Backend.CHOSEN instanceof Secp256k1Native ? "native" : "portable";
    }

    private static byte[] checked(Bytes privateKey) {
        if (!isPrivateKey(privateKey)) { // the message must not show it
            throw new IllegalArgumentException("not a secp256k1 private key");
        }
        return privateKey.toArray();
    }

    private static boolean isScalar(UInt256 number) {
        return !number.isZero() && number.compareTo(ORDER) < 0;
    }

    /** Made at first use, so that a program without signatures loads no library. */
    private static final class Backend {
        static final Secp256k1Backend CHOSEN = choose();

        private static Secp256k1Backend choose() {
            try {
                return Secp256k1Native.load();
            } catch (NativeUnavailableException _) { // backend() tells the operator which one runs
                return new Secp256k1Portable();
            }
        }
    }
}
