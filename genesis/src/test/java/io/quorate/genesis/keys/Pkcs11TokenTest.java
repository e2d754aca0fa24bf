package io.quorate.genesis.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.Digest;
import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * With SoftHSM (Debian: {@code softhsm2}). The build sets {@code SOFTHSM2_CONF}, which the module reads when it is loaded, to a
 * file that is written here, with a new token.
 */
class Pkcs11TokenTest {
    private static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final Passwords PIN = _ -> "4321".toCharArray();

    @Test
    void aKeyIsMadeFoundAndSigns() {
        Pkcs11Uri uri = uri();
        Bytes made = Pkcs11Token.create(uri, PIN, new SecureRandom()).publicKey();
        Pkcs11Token key = Pkcs11Token.open(uri, PIN);
        assertThat(key.publicKey()).isEqualTo(made);
        assertThat(Pkcs11Token.labels(uri, PIN)).contains(uri.object());
        for (int i = 0; i < 8; i++) { // of both parities, with either s
            Bytes data = Bytes.ofUnsignedInt(i);
            assertThat(signer(key.sign(data), Keccak256.hash(data))).isEqualTo(made);
            Digest digest = Digest.of(Keccak256.hash(data).toArray());
            assertThat(signer(key.sign(digest), Keccak256.hash(data))).isEqualTo(made);
        }
        assertThatThrownBy(() -> Pkcs11Token.create(uri, PIN, new SecureRandom()))
                .isInstanceOf(ConfigException.class).hasMessageContaining("that label already");
    }

    @Test
    void saysWhatIsMissing() {
        Pkcs11Uri uri = uri();
        assertThatThrownBy(() -> Pkcs11Token.open(uri, PIN)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("no private key with a certificate");
        assertThatThrownBy(() -> Pkcs11Token.open(Pkcs11Uri.parse(
                "pkcs11:object=a?module-path=/no/such/module.so"), PIN))
                .isInstanceOf(ConfigException.class).hasMessageContaining("module");
    }

    private static Bytes signer(Bytes signature, Hash signed) {
        assertThat(UInt256.of(signature.slice(32, 32))).isLessThanOrEqualTo(Secp256k1.HALF_ORDER);
        EcdsaSignature parts = new EcdsaSignature(UInt256.of(signature.slice(0, 32)),
                UInt256.of(signature.slice(32, 32)), signature.get(64));
        return Secp256k1.recoverPublicKey(signed, parts.r(), parts.s(), parts.yParity())
                .orElseThrow();
    }

    @BeforeAll
    static void makeToken() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.exists(MODULE),
                "no SoftHSM here: the package softhsm2 brings it");
        Path settings = Path.of(System.getenv("SOFTHSM2_CONF"));
        Path tokens = Files.createTempDirectory(Files.createDirectories(settings.getParent()),
                "tokens");
        Files.writeString(settings, "directories.tokendir = " + tokens
                + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        Process process = new ProcessBuilder("softhsm2-util", "--init-token", "--free", "--label",
                "test", "--so-pin", "1234", "--pin", "4321").redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static Pkcs11Uri uri() {
        return Pkcs11Uri.parse("pkcs11:object=" + UUID.randomUUID() + "?module-path=" + MODULE);
    }
}
