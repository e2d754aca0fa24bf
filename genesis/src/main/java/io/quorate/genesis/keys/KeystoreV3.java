package io.quorate.genesis.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.genesis.ConfigException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * 32 secret bytes under a password, in the JSON of the Web3 Secret Storage Definition, version 3, as geth, ethers,
 * Foundry and web3signer read it: scrypt or PBKDF2-HMAC-SHA-256, then AES-128-CTR, and a Keccak-256 that tells a wrong
 * password.
 */
public final class KeystoreV3 {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 3;
    private static final int SECRET_BYTES = 32;
    private static final int KEY_BYTES = 32;
    private static final int HALF = 16;

    /** 16 MiB while a file is written or read, so that a replica of a small heap can. */
    private static final int SCRYPT_N = 1 << 14;
    private static final int SCRYPT_R = 8;
    private static final int SCRYPT_P = 5;
    /** scrypt needs 128 · n · r bytes: geth's files take 256 MiB. */
    private static final long SCRYPT_BYTES_MAX = 256L << 20;
    private static final int SCRYPT_P_MAX = 16;
    private static final int PBKDF2_ROUNDS_MAX = 10_000_000;

    private KeystoreV3() {}

    /** Whether a file's text looks like one. */
    public static boolean isOne(String text) {
        return text.stripLeading().startsWith("{");
    }

    /**
     * The text of a file.
     *
     * @param secret 32 bytes; where they are a secp256k1 key, the file names its address
     */
    public static String seal(Bytes secret, char[] password, SecureRandom random) {
        byte[] salt = random(random, KEY_BYTES);
        byte[] iv = random(random, HALF);
        byte[] key = SCrypt.generate(utf8(password), salt, SCRYPT_N, SCRYPT_R, SCRYPT_P, KEY_BYTES);
        byte[] ciphertext = aes(key, iv, secret.toArray());
        ObjectNode file = JSON.createObjectNode();
        address(secret).ifPresent(address -> file.put("address", hex(address.toArray())));
        ObjectNode crypto = file.putObject("crypto");
        crypto.put("cipher", "aes-128-ctr").put("ciphertext", hex(ciphertext))
                .putObject("cipherparams").put("iv", hex(iv));
        crypto.put("kdf", "scrypt").put("mac", hex(mac(key, ciphertext)));
        crypto.putObject("kdfparams").put("dklen", KEY_BYTES).put("n", SCRYPT_N)
                .put("p", SCRYPT_P).put("r", SCRYPT_R).put("salt", hex(salt));
        file.put("id", uuid(random)).put("version", VERSION);
        return file + "\n";
    }

    /**
     * The secret of a file's text.
     *
     * @param name of the file, for messages and for whoever is asked for its password
     */
    public static Bytes open(String name, String text, Passwords passwords) {
        JsonNode file = parse(name, text);
        if (file.path("version").asInt() != VERSION) {
            throw wrong(name, "version", "3");
        }
        JsonNode crypto = file.has("crypto") ? file.get("crypto") : file.path("Crypto");
        byte[] ciphertext = bytes(name, crypto, "ciphertext", SECRET_BYTES);
        byte[] iv = bytes(name, crypto.path("cipherparams"), "iv", HALF);
        byte[] mac = bytes(name, crypto, "mac", KEY_BYTES);
        if (!"aes-128-ctr".equals(crypto.path("cipher").asText())) {
            throw wrong(name, "cipher", "aes-128-ctr");
        }
        Derivation derivation = derivation(name, crypto);
        char[] password = passwords.of(name);
        byte[] key = derivation.key(utf8(password));
        Arrays.fill(password, '\0');
        if (!MessageDigest.isEqual(mac(key, ciphertext), mac)) {
            throw new ConfigException("the password is not that of " + name);
        }
        Bytes secret = Bytes.wrap(aes(key, iv, ciphertext));
        Arrays.fill(key, (byte) 0);
        requireAddress(name, file, secret);
        return secret;
    }

    /** The address that a file names, which needs no password; empty where it names none. */
    static Optional<Address> address(String name, String text) {
        String address = parse(name, text).path("address").asText();
        String digits = address.startsWith("0x") ? address.substring(2) : address;
        return digits.length() == 2 * Address.SIZE && digits.matches("[0-9a-fA-F]*")
                ? Optional.of(Address.fromHex("0x" + digits))
                : Optional.empty();
    }

    /** Makes the key out of a password, with all that the file says already checked. */
    @FunctionalInterface
    private interface Derivation {
        byte[] key(byte[] password);
    }

    private static Derivation derivation(String name, JsonNode crypto) {
        JsonNode parameters = crypto.path("kdfparams");
        if (parameters.path("dklen").asInt() != KEY_BYTES) {
            throw wrong(name, "kdfparams.dklen", "32");
        }
        byte[] salt = bytes(name, parameters, "salt", KEY_BYTES);
        return switch (crypto.path("kdf").asText()) {
            case "scrypt" -> scrypt(name, parameters, salt);
            case "pbkdf2" -> pbkdf2(name, parameters, salt);
            default -> throw wrong(name, "kdf", "scrypt or pbkdf2");
        };
    }

    private static Derivation scrypt(String name, JsonNode parameters, byte[] salt) {
        long n = parameters.path("n").asLong();
        long r = parameters.path("r").asLong();
        long p = parameters.path("p").asLong();
        boolean fits = n > 1 && Long.bitCount(n) == 1 && r > 0 && p > 0 && p <= SCRYPT_P_MAX
                && n < 1L << Math.min(40, 16 * r) // RFC 7914 §2
                && n <= SCRYPT_BYTES_MAX && r <= SCRYPT_BYTES_MAX / 128 / n;
        if (!fits) {
            throw wrong(name, "kdfparams",
                    "n a power of two below 2^(16 r), 128 * n * r at most 256"
                            + " MiB, p at most " + SCRYPT_P_MAX);
        }
        if (128 * n * r > Runtime.getRuntime().maxMemory() / 2) {
            throw new ConfigException("opening " + name + " takes " + (128 * n * r >> 20)
                    + " MiB, too much for this program's heap; './quorate keys convert' writes it"
                    + " anew with less");
        }
        return password -> SCrypt.generate(password, salt, (int) n, (int) r, (int) p, KEY_BYTES);
    }

    private static Derivation pbkdf2(String name, JsonNode parameters, byte[] salt) {
        int rounds = parameters.path("c").asInt();
        if (!"hmac-sha256".equals(parameters.path("prf").asText()) || rounds < 1
                || rounds > PBKDF2_ROUNDS_MAX) {
            throw wrong(name, "kdfparams", "prf hmac-sha256 and c of 1 to " + PBKDF2_ROUNDS_MAX);
        }
        return password -> {
            PBEParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
            generator.init(password, salt, rounds);
            return ((KeyParameter) generator.generateDerivedMacParameters(8 * KEY_BYTES)).getKey();
        };
    }

    private static void requireAddress(String name, JsonNode file, Bytes secret) {
        Optional<Address> named = address(name, file.toString());
        if (named.isPresent() && !named.equals(address(secret))) {
            throw new ConfigException(name + " names the address " + named.get()
                    + ", which is not that of the key in it");
        }
    }

    private static Optional<Address> address(Bytes secret) {
        return Secp256k1.isPrivateKey(secret)
                ? Optional.of(Secp256k1.addressOf(Secp256k1.publicKey(secret)))
                : Optional.empty();
    }

    private static JsonNode parse(String name, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ConfigException(name + " is no JSON, and so no Ethereum keystore", e);
        }
    }

    private static byte[] bytes(String name, JsonNode parent, String field, int size) {
        String text = parent.path(field).asText();
        if (text.length() != 2 * size || !text.matches("[0-9a-fA-F]*")) {
            throw wrong(name, field, size + " bytes in hexadecimal");
        }
        return HexFormat.of().parseHex(text);
    }

    private static ConfigException wrong(String name, String field, String expected) {
        return new ConfigException(name + " is no Ethereum keystore that can be read: " + field
                + " is not " + expected);
    }

    private static byte[] mac(byte[] key, byte[] ciphertext) {
        return Keccak256.hash(Bytes.concatenate(Bytes.wrap(key, HALF, HALF),
                Bytes.wrap(ciphertext))).toArray();
    }

    /** AES-128-CTR, which is its own inverse. */
    private static byte[] aes(byte[] key, byte[] iv, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, 0, HALF, "AES"),
                    new IvParameterSpec(iv));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    private static byte[] utf8(char[] password) {
        return new String(password).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(SecureRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Random, as RFC 9562 §5.4 has it. */
    private static String uuid(SecureRandom random) {
        byte[] bytes = random(random, 2 * Long.BYTES);
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        Bytes all = Bytes.wrap(bytes);
        return new UUID(all.getLong(0), all.getLong(Long.BYTES)).toString();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
