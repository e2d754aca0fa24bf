package io.quorate.node.keys;

import io.quorate.bft.net.TlsIdentity;
import io.quorate.genesis.BlsKey;
import io.quorate.genesis.ConfigException;
import io.quorate.genesis.KeyGenerator;
import io.quorate.genesis.SecretFile;
import io.quorate.genesis.TlsKeyPair;
import io.quorate.genesis.ValidatorKey;
import io.quorate.genesis.keys.KeyFile;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.KeystoreV3;
import io.quorate.genesis.keys.Passwords;
import io.quorate.genesis.keys.Pkcs11Token;
import io.quorate.genesis.keys.Pkcs12;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Makes keys, and writes those there are in another form. Files are new, and readable by their owner alone. */
public final class KeyMaker {
    private final SecureRandom random = new SecureRandom();
    private final KeyGenerator generator = new KeyGenerator(random);
    private final Optional<Passwords> passwords;

    /** @param passwords for what is written; empty: nothing is encrypted */
    public KeyMaker(Optional<Passwords> passwords) {
        this.passwords = passwords;
    }

    /** A secp256k1 key, for an account or a validator. */
    public KeyFacts secp(KeyPlace place) {
        return switch (place) {
            case KeyPlace.InFile(Path file) -> {
                ValidatorKey key = generator.newValidatorKey();
                write(file, key.privateKey());
                yield new KeyFacts(file.toString(), form(), KeyFacts.secp(key.publicKey()));
            }
            case KeyPlace.InToken(var uri) -> new KeyFacts(uri.toString(), "PKCS#11 device",
                    KeyFacts.account(Pkcs11Token.create(uri,
                            passwords.orElseGet(Passwords::none), random)));
            case KeyPlace.AtService(var url) -> throw new ConfigException(
                    url + ": a signing service makes its keys itself");
        };
    }

    /** A validator's BLS12-381 key. */
    public KeyFacts bls(Path file) {
        byte[] seed = new byte[32];
        random.nextBytes(seed);
        write(file, Bytes.wrap(seed));
        return new KeyFacts(file.toString(), form(), KeyFacts.bls(new BlsKey(Bytes.wrap(seed))));
    }

    /** A replica's TLS key and certificate: PKCS#12 in one file, or PEM, with the certificate beside it. */
    public KeyFacts tls(Path file, String name, String host) {
        TlsKeyPair pair = generator.newTlsKeyPair(name, host);
        if (passwords.isEmpty()) {
            pair.write(file, certificateBeside(file));
        } else {
            SecretFile.write(file, Pkcs12.seal(
                    new Pkcs12.Entry(pair.privateKey(), pair.certificate()), name,
                    Passwords.ofNew(passwords.get(), file.toString())));
        }
        return new KeyFacts(file.toString(), passwords.isEmpty() ? "PEM" : "PKCS#12",
                KeyFacts.certificate(pair.certificate()));
    }

    /** {@code tls.crt} for {@code tls.key}. */
    public static Path certificateBeside(Path key) {
        String name = key.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return key.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".crt");
    }

    /** Writes 32 secret bytes of {@code from} into the new file {@code to}. */
    public void convert(Path from, Passwords known, Path to) {
        write(to, KeyFile.read(from).secret(known));
    }

    /** Writes a TLS key and its certificate, in whatever form, into the new PKCS#12 file {@code to}. */
    public void convertTls(Path certificate, Path key, Passwords known, Path to) {
        TlsIdentity identity = Keys.tls(certificate, key, known);
        Passwords written = passwords.orElseThrow(() -> new ConfigException(
                "PKCS#12 is always encrypted: name a password"));
        SecretFile.write(to, Pkcs12.seal(
                new Pkcs12.Entry(identity.privateKey(), identity.certificate()), "tls",
                Passwords.ofNew(written, to.toString())));
    }

    private void write(Path file, Bytes secret) {
        SecretFile.write(file, passwords.isEmpty() ? secret.toUnprefixedHexString() + "\n"
                : KeystoreV3.seal(secret, Passwords.ofNew(passwords.get(), file.toString()),
                        random));
    }

    private String form() {
        return (passwords.isEmpty() ? KeyFile.Form.HEX : KeyFile.Form.KEYSTORE).description();
    }
}
