package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.net.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyGeneratorTest {
    private final KeyGenerator keys = new KeyGenerator(new SecureRandom());

    @TempDir
    private Path temp;

    @Test
    void aValidatorKeyReadsBack() {
        ValidatorKey key = keys.newValidatorKey();
        Path file = temp.resolve("key");

        key.write(file);

        assertThat(ValidatorKey.read(file).privateKey()).isEqualTo(key.privateKey());
        assertThat(key.toString()).doesNotContain(key.privateKey().toUnprefixedHexString());
    }

    @Test
    void noKeyIsOverwritten() {
        Path file = temp.resolve("key");
        keys.newValidatorKey().write(file);

        assertThatThrownBy(() -> keys.newValidatorKey().write(file))
                .isInstanceOf(ConfigException.class).hasMessageContaining("not overwritten");
    }

    @Test
    void aKeyThatEverybodyMayReadIsRefused() throws Exception {
        Path file = temp.resolve("key");
        keys.newValidatorKey().write(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> ValidatorKey.read(file)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aFileWithoutAKeyIsRefusedWithoutShowingIt() {
        Path file = temp.resolve("key");
        SecretFile.write(file, "0x00secret");

        assertThatThrownBy(() -> ValidatorKey.read(file)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("64 hexadecimal digits").hasMessageNotContaining("secret");
    }

    @Test
    void certificatesNameTheirHostAndOutliveEverybody() throws Exception {
        TlsKeyPair named = keys.newTlsKeyPair("replica-0", "replica-0.example");
        TlsKeyPair literal = keys.newTlsKeyPair("replica-1", "127.0.0.1");

        named.certificate().verify(named.certificate().getPublicKey());
        named.certificate().checkValidity(Date.from(Instant.parse("2999-01-01T00:00:00Z")));
        assertThat(named.certificate().getSubjectAlternativeNames())
                .containsExactly(List.of(2, "replica-0.example"));
        assertThat(literal.certificate().getSubjectAlternativeNames())
                .containsExactly(List.of(7, "127.0.0.1"));
    }

    /** What we write is what the transport loads and pins. */
    @Test
    void theTransportLoadsThePemFiles() {
        TlsKeyPair pair = keys.newTlsKeyPair("replica-0", "localhost");
        pair.write(temp.resolve("tls.key"), temp.resolve("tls.crt"));

        TlsIdentity identity = TlsIdentity.load(temp.resolve("tls.crt"), temp.resolve("tls.key"));

        assertThat(identity.keyPin()).isEqualTo(pair.fingerprint());
    }
}
