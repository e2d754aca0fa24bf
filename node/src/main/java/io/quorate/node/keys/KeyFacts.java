package io.quorate.node.keys;

import io.quorate.bft.net.TlsIdentity;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.genesis.BlsKey;
import io.quorate.genesis.ConfigException;
import io.quorate.genesis.SecretFile;
import io.quorate.genesis.keys.AccountKey;
import io.quorate.genesis.keys.KeyFile;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.Passwords;
import io.quorate.genesis.keys.Pkcs12;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * What anybody may know of a key.
 *
 * @param form how it is kept, such as {@code Ethereum keystore}
 * @param facts by name, in the order to show them
 */
public record KeyFacts(String place, String form, Map<String, String> facts) {
    private static final String PEM = "-----BEGIN ";
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final String PEM_KEY = "-----BEGIN PRIVATE KEY-----";

    public KeyFacts {
        facts = new LinkedHashMap<>(facts);
    }

    /** Opens it, and asks for a password where it must. Fails with {@link ConfigException}. */
    public static KeyFacts opened(KeyPlace place, Passwords passwords) {
        return switch (place) {
            case KeyPlace.InFile(Path file) -> ofFile(file, passwords);
            case KeyPlace.InToken _ -> new KeyFacts(place.toString(), "PKCS#11 device",
                    account(Keys.account(place, passwords)));
            case KeyPlace.AtService _ -> new KeyFacts(place.toString(), "signing service",
                    account(Keys.account(place, passwords)));
        };
    }

    /** What can be told without a password. */
    static KeyFacts closed(Path file) {
        byte[] bytes = read(file);
        if (Pkcs12.isOne(bytes)) {
            return new KeyFacts(file.toString(), "PKCS#12", Map.of());
        }
        String text = new String(bytes, StandardCharsets.US_ASCII);
        if (text.startsWith(PEM)) {
            return ofPem(file, text);
        }
        KeyFile key = KeyFile.read(file);
        Map<String, String> facts = new LinkedHashMap<>();
        key.address().ifPresent(address -> facts.put("address", address.toString()));
        return new KeyFacts(file.toString(), key.form().description(), facts);
    }

    private static KeyFacts ofFile(Path file, Passwords passwords) {
        byte[] bytes = read(file);
        if (Pkcs12.isOne(bytes)) {
            return new KeyFacts(file.toString(), "PKCS#12",
                    certificate(Pkcs12.open(file.toString(), bytes, passwords).certificate()));
        }
        String text = new String(bytes, StandardCharsets.US_ASCII);
        if (text.startsWith(PEM)) {
            return ofPem(file, text);
        }
        KeyFile key = KeyFile.read(file);
        return new KeyFacts(file.toString(), key.form().description(),
                secret(key.secret(passwords)));
    }

    /** What is no certificate must not be open to everybody. */
    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(CERTIFICATE.length());
            return new String(begin, StandardCharsets.US_ASCII).equals(CERTIFICATE)
                    ? begin
                    : SecretFile.readBytes(file);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static KeyFacts ofPem(Path file, String text) {
        return text.contains(PEM_KEY)
                ? new KeyFacts(file.toString(), "PEM private key, not encrypted", Map.of())
                : new KeyFacts(file.toString(), "PEM certificate", certificate(file));
    }

    private static Map<String, String> certificate(Path file) {
        try {
            return certificate(TlsIdentity.loadCertificate(file));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /** Of 32 secret bytes, which may be either: only their use tells. */
    private static Map<String, String> secret(Bytes secret) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (Secp256k1.isPrivateKey(secret)) {
            facts.putAll(secp(Secp256k1.publicKey(secret)));
        }
        facts.putAll(bls(new BlsKey(secret)));
        return facts;
    }

    static Map<String, String> account(AccountKey key) {
        return secp(key.publicKey());
    }

    static Map<String, String> secp(Bytes publicKey) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("address", Secp256k1.addressOf(publicKey).toString());
        facts.put("publicKey", "0x" + (publicKey.get(publicKey.size() - 1) % 2 == 0 ? "02" : "03")
                + publicKey.slice(0, 32).toUnprefixedHexString());
        return facts;
    }

    static Map<String, String> bls(BlsKey key) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("blsPublicKey", key.identity().publicKey().toHexString());
        facts.put("blsProof", key.identity().proof().toHexString());
        return facts;
    }

    static Map<String, String> certificate(X509Certificate certificate) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("subject", certificate.getSubjectX500Principal().getName());
        facts.put("algorithm", certificate.getPublicKey().getAlgorithm());
        facts.put("tlsFingerprint", Bytes.wrap(sha256(certificate.getPublicKey().getEncoded()))
                .toHexString());
        facts.put("validTo", certificate.getNotAfter().toInstant().truncatedTo(ChronoUnit.SECONDS)
                .toString());
        return facts;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
