package io.quorate.genesis.keys;

import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.genesis.ConfigException;
import io.quorate.genesis.SecretFile;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A file with 32 secret bytes: hexadecimal digits, or an Ethereum keystore. */
public record KeyFile(Path file, Form form, String text) {
    private static final int SECRET_BYTES = 32;

    /** How the secret is written. */
    public enum Form {
        HEX("hexadecimal, not encrypted"), KEYSTORE("Ethereum keystore");

        private final String description;

        Form(String description) {
            this.description = description;
        }

        public String description() {
            return description;
        }
    }

    /** Reads it, and asks for no password yet. Fails with {@link ConfigException}, also where every user may read it. */
    public static KeyFile read(Path file) {
        String text = SecretFile.read(file);
        if (KeystoreV3.isOne(text)) {
            return new KeyFile(file, Form.KEYSTORE, text);
        }
        String stripped = text.strip();
        String digits = stripped.startsWith("0x") ? stripped.substring(2) : stripped;
        if (digits.length() != 2 * SECRET_BYTES || !digits.matches("[0-9a-fA-F]*")) {
            throw new ConfigException(file + " holds no key; expected 64 hexadecimal digits, or an"
                    + " Ethereum keystore (JSON)");
        }
        return new KeyFile(file, Form.HEX, digits);
    }

    /** The secret bytes. */
    public Bytes secret(Passwords passwords) {
        return switch (form) {
            case HEX -> Bytes.wrap(HexFormat.of().parseHex(text));
            case KEYSTORE -> KeystoreV3.open(file.toString(), text, passwords);
        };
    }

    /** As {@link #secret}, where it has to be a secp256k1 key. */
    public Bytes privateKey(Passwords passwords) {
        Bytes secret = secret(passwords);
        if (!Secp256k1.isPrivateKey(secret)) {
            throw new ConfigException(file + " holds no secp256k1 private key");
        }
        return secret;
    }

    /** Where it can be told without a password. */
    public Optional<Address> address() {
        return switch (form) {
            case HEX -> Optional.of(secret(Passwords.none())).filter(Secp256k1::isPrivateKey)
                    .map(secret -> Secp256k1.addressOf(Secp256k1.publicKey(secret)));
            case KEYSTORE -> KeystoreV3.address(file.toString(), text);
        };
    }

    @Override
    public String toString() {
        return "KeyFile[" + file + ", " + form.description() + "]"; // and no secret
    }
}
