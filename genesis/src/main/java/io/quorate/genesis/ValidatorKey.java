package io.quorate.genesis;

import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import java.nio.file.Path;
import org.apache.tuweni.bytes.Bytes;

/** A validator's secp256k1 key. Its text form has no secret in it. */
public final class ValidatorKey {
    private final Bytes privateKey;
    private final Bytes publicKey;

    /** Fails with {@link IllegalArgumentException} unless these 32 bytes are a private key. */
    public ValidatorKey(Bytes privateKey) {
        this.publicKey = Secp256k1.publicKey(privateKey);
        this.privateKey = privateKey;
    }

    /**
     * Reads a key file: 64 hexadecimal digits, with or without {@code 0x}, as Besu's. Fails with
     * {@link ConfigException}, also where other users of the machine may read the file.
     */
    public static ValidatorKey read(Path file) {
        Bytes key = Hex.bytes(SecretFile.read(file).strip()).filter(Secp256k1::isPrivateKey)
                .orElseThrow(() -> new ConfigException(file
                        + " holds no secp256k1 private key; expected 64 hexadecimal digits"));
        return new ValidatorKey(key);
    }

    /** Creates {@code file}, readable by its owner alone; it must not exist. */
    public void write(Path file) {
        SecretFile.write(file, privateKey.toHexString() + "\n");
    }

    /** The secret itself, 32 bytes. */
    public Bytes privateKey() {
        return privateKey;
    }

    /** x and y, 64 bytes. */
    public Bytes publicKey() {
        return publicKey;
    }

    public Address address() {
        return Secp256k1.addressOf(publicKey);
    }

    @Override
    public String toString() {
        return "ValidatorKey[" + address() + "]";
    }
}
