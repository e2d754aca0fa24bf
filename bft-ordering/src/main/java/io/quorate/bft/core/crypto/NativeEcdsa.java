package io.quorate.bft.core.crypto;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;
import java.util.Optional;

/** libsecp256k1. */
record NativeEcdsa(Secp256k1 library) implements Ecdsa {
    static Optional<NativeEcdsa> load() {
        try {
            return Optional.of(new NativeEcdsa(Secp256k1.get()));
        } catch (LinkageError | IllegalStateException e) {
            return Optional.empty(); // no library for this platform: the pure-Java one answers the same
        }
    }

    @Override
    public byte[] sign(byte[] digest, byte[] privateKey) {
        return library.sign(digest, privateKey, null);
    }

    @Override
    public Optional<byte[]> recover(byte[] digest, byte[] signature, int recoveryId) {
        try {
            return Optional.of(
                    Arrays.copyOfRange(library.ecdsaRecover(signature, digest, recoveryId), 1, 65));
        } catch (Secp256k1Exception e) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] publicKey(byte[] privateKey) {
        if (!library.secKeyVerify(privateKey)) {
            throw new IllegalArgumentException("not a secp256k1 private key");
        }
        return Arrays.copyOfRange(library.pubkeyCreate(privateKey), 1, 65);
    }
}
