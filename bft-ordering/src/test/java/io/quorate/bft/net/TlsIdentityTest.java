package io.quorate.bft.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
    @TempDir
    Path directory;

    @Test
    void readsPemFiles() throws Exception {
        TlsIdentity made = TestIdentities.valid("a");
        TlsIdentity read = TlsIdentity.load(certificate(made), key(made));
        assertThat(read.keyPin()).isEqualTo(made.keyPin());
        assertThat(read.certificate()).isEqualTo(made.certificate());
    }

    @Test
    void pinsTheKeyAndNotTheCertificate() {
        TlsIdentity one = TestIdentities.valid("a");
        assertThat(TestIdentities.valid("a").keyPin()).isNotEqualTo(one.keyPin());
        assertThat(TlsIdentity.keyPin(TestIdentities.renewed(one).certificate()))
                .isEqualTo(one.keyPin());
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        Path certificate = certificate(TestIdentities.valid("a"));
        Path key = key(TestIdentities.valid("b"));
        assertThatThrownBy(() -> TlsIdentity.load(certificate, key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not that of the certificate");
    }

    @Test
    void saysWhichFileIsWrong() throws IOException {
        Path nothing = directory.resolve("absent.pem");
        assertThatThrownBy(() -> TlsIdentity.load(nothing, nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absent.pem");
        Path text = Files.writeString(directory.resolve("text.pem"), "hello");
        assertThatThrownBy(() -> TlsIdentity.loadCertificate(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text.pem holds no X.509 certificate");
    }

    private Path certificate(TlsIdentity identity)
            throws IOException, CertificateEncodingException {
        return pem("certificate.pem", "CERTIFICATE", identity.certificate().getEncoded());
    }

    private Path key(TlsIdentity identity) throws IOException {
        return pem("key.pem", "PRIVATE KEY", identity.privateKey().getEncoded());
    }

    private Path pem(String name, String type, byte[] der) throws IOException {
        return Files.writeString(directory.resolve(name), "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + type + "-----\n");
    }
}
