package io.quorate.bft.net;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Self-signed certificates for tests: Ed25519, and P-256 as networks had it that were laid out before. */
public final class TestIdentities {
    private TestIdentities() {}

    public static TlsIdentity valid(String name) {
        return identity(name, Instant.now().plus(Duration.ofDays(1)), "Ed25519");
    }

    static TlsIdentity onP256(String name) {
        return identity(name, Instant.now().plus(Duration.ofDays(1)), "EC");
    }

    public static TlsIdentity expired(String name) {
        return identity(name, Instant.now().minus(Duration.ofDays(100)), "Ed25519");
    }

    /** Another certificate for the same key. */
    static TlsIdentity renewed(TlsIdentity identity) {
        try {
            KeyPair keys = new KeyPair(identity.certificate().getPublicKey(),
                    identity.privateKey());
            return new TlsIdentity(
                    certificate("renewed", keys, Instant.now().plus(Duration.ofDays(9))),
                    keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make a certificate", e);
        }
    }

    private static TlsIdentity identity(String name, Instant notAfter,
            String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            return new TlsIdentity(certificate(name, keys, notAfter), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make a certificate", e);
        }
    }

    private static X509Certificate certificate(String name, KeyPair keys, Instant notAfter)
            throws GeneralSecurityException, OperatorCreationException {
        X500Name subject = new X500Name("CN=" + name);
        var builder = new JcaX509v3CertificateBuilder(subject, BigInteger.ONE,
                Date.from(notAfter.minus(Duration.ofDays(1000))), Date.from(notAfter), subject,
                keys.getPublic());
        var signer = new JcaContentSignerBuilder(
                keys.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519")
                .build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
