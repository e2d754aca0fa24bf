package io.quorate.bft.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.apache.tuweni.bytes.Bytes32;

/** A replica's TLS certificate and private key: Ed25519 (RFC 8410), or an elliptic curve of NIST such as P-256. */
public final class TlsIdentity {
    /** A certificate and a key of this kind have some hundred bytes; more is a mistake. */
    private static final long FILE_BYTES_MAX = 64 << 10;

    private static final String ED25519 = "Ed25519";
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    private final X509Certificate certificate;
    private final PrivateKey privateKey;

    /** Fails with {@link IllegalArgumentException} unless the key belongs to the certificate. */
    public TlsIdentity(X509Certificate certificate, PrivateKey privateKey) {
        if (!isPair(certificate, privateKey)) {
            throw new IllegalArgumentException("the private key is not that of the certificate of "
                    + certificate.getSubjectX500Principal());
        }
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
        X509Certificate certificate = loadCertificate(certificateFile);
        return new TlsIdentity(certificate, loadPrivateKey(privateKeyFile, certificate));
    }

    /** Reads the first certificate of a PEM file; fails as {@link #load} does. */
    public static X509Certificate loadCertificate(Path file) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(read(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + " holds no X.509 certificate in PEM form", e);
        }
    }

    private static PrivateKey loadPrivateKey(Path file, X509Certificate certificate) {
        String text = new String(read(file), StandardCharsets.US_ASCII);
        int begin = text.indexOf(KEY_BEGIN);
        int end = text.indexOf(KEY_END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    file + " holds no unencrypted PKCS#8 private key in PEM form");
        }
        try {
            byte[] der = Base64.getMimeDecoder()
                    .decode(text.substring(begin + KEY_BEGIN.length(), end));
            return KeyFactory.getInstance(isEdwards(certificate) ? ED25519 : "EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + " holds no private key of the certificate's kind, "
                            + (isEdwards(certificate) ? ED25519 : "elliptic curve"),
                    e);
        }
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new IllegalArgumentException(
                        file + " is too long for a key or a certificate");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean isEdwards(X509Certificate certificate) {
        return certificate.getPublicKey() instanceof EdECPublicKey;
    }

    private static boolean isPair(X509Certificate certificate, PrivateKey privateKey) {
        try {
            byte[] probe = "quorate".getBytes(StandardCharsets.US_ASCII);
            Signature signature = Signature
                    .getInstance(isEdwards(certificate) ? ED25519 : "SHA256withECDSA");
            signature.initSign(privateKey);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "TLS needs a key and a certificate of " + ED25519 + " or an elliptic curve", e);
        }
    }

    /** SHA-256 of the certificate's DER-encoded SubjectPublicKeyInfo: what members pin. */
    public static Bytes32 keyPin(X509Certificate certificate) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Bytes32.wrap(sha256.digest(certificate.getPublicKey().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public Bytes32 keyPin() {
        return keyPin(certificate);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public PrivateKey privateKey() {
        return privateKey;
    }
}
