package io.quorate.bft.net;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.apache.tuweni.bytes.Bytes32;

/** A replica's TLS certificate and private key. */
public final class TlsIdentity {
    private final X509Certificate certificate;
    private final PrivateKey privateKey;

    public TlsIdentity(X509Certificate certificate, PrivateKey privateKey) {
        this.certificate = certificate;
        this.privateKey = privateKey;
    }

    /**
     * Reads PEM files: one X.509 certificate, and its private key in PKCS#8 ("BEGIN PRIVATE KEY").
     *
     * @throws IllegalArgumentException in one sentence for the operator, if a file cannot be read,
     *     does not hold what it should, or the two do not belong together
     */
    public static TlsIdentity load(Path certificateFile, Path privateKeyFile) {
        throw new IllegalArgumentException("not yet: " + certificateFile + privateKeyFile);
    }

    /** SHA-256 of the certificate's DER-encoded SubjectPublicKeyInfo: what members pin. */
    public static Bytes32 keyPin(X509Certificate certificate) {
        throw new IllegalArgumentException("not yet: " + certificate);
    }

    public Bytes32 keyPin() {
        return keyPin(certificate);
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey privateKey() {
        return privateKey;
    }
}
