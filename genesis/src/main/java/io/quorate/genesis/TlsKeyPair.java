package io.quorate.genesis;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.apache.tuweni.bytes.Bytes32;

/** A replica's TLS identity: an Ed25519 key and the certificate that it signed itself. */
public final class TlsKeyPair {
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[]{'\n'});

    private final PrivateKey privateKey;
    private final X509Certificate certificate;

    TlsKeyPair(PrivateKey privateKey, X509Certificate certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
    }

    /** Creates both PEM files, the key readable by its owner alone; neither may exist. */
    public void write(Path keyFile, Path certificateFile) {
        SecretFile.write(keyFile, pem("PRIVATE KEY", privateKey.getEncoded()));
        try {
            SecretFile.writePublic(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate made here has an encoding", e);
        }
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + type
                + "-----\n";
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** SHA-256 of the SubjectPublicKeyInfo in DER: what the other replicas pin. */
    public Bytes32 fingerprint() {
        try {
            return Bytes32.wrap(MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "TlsKeyPair[" + fingerprint() + "]";
    }
}
