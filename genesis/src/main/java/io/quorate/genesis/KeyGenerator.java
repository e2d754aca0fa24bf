package io.quorate.genesis;

import io.quorate.evm.crypto.Secp256k1;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/** Makes a replica's keys from the machine's random source. */
public final class KeyGenerator {
    private static final int SERIAL_BITS = 127; // positive, below the 20 bytes of RFC 5280 §4.1.2.2
    /** RFC 5280 §4.1.2.5: no well-defined end. Replicas pin keys, so that no date stops a network. */
    private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    private final SecureRandom random;

    public KeyGenerator(SecureRandom random) {
        this.random = random;
    }

    /** A secp256k1 key, uniform over all of them. */
    public ValidatorKey newValidatorKey() {
        Bytes key = randomBytes(Secp256k1.PRIVATE_KEY_SIZE);
        while (!Secp256k1.isPrivateKey(key)) { // once in 2^127
            key = randomBytes(Secp256k1.PRIVATE_KEY_SIZE);
        }
        return new ValidatorKey(key);
    }

    public BlsKey newBlsKey() {
        return new BlsKey(randomBytes(BlsKey.SEED_SIZE));
    }

    /** The name of a new log. */
    public Bytes newIncarnation() {
        return randomBytes(Validator.INCARNATION_SIZE);
    }

    private Bytes randomBytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    /** An Ed25519 key with a certificate for both ends of a connection, valid from yesterday on. */
    public TlsKeyPair newTlsKeyPair(String name, String host) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            KeyPair pair = generator.generateKeyPair();
            X500Name subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name)
                    .build();
            Instant yesterday = Instant.now().minus(1, ChronoUnit.DAYS); // clocks differ
            var builder = new JcaX509v3CertificateBuilder(subject,
                    new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE), Date.from(yesterday),
                    Date.from(NO_END), subject, pair.getPublic());
            int nameType = IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName;
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true,
                            new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false,
                            new ExtendedKeyUsage(new KeyPurposeId[]{KeyPurposeId.id_kp_serverAuth,
                                    KeyPurposeId.id_kp_clientAuth}))
                    .addExtension(Extension.subjectAlternativeName, false,
                            new GeneralNames(new GeneralName(nameType, host)));
            var signer = new JcaContentSignerBuilder("Ed25519").build(pair.getPrivate());
            return new TlsKeyPair(pair.getPrivate(),
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make an Ed25519 certificate on this platform",
                    e);
        }
    }
}
