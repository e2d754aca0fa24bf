package io.quorate.genesis.keys;

import io.quorate.bft.Digest;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.ConfigException;
import io.quorate.genesis.SecretFile;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A secp256k1 key in a device that speaks PKCS#11, through the platform's provider: the key never leaves it. Next to the key
 * stands a certificate, which the platform wants in order to see the key at all; nobody looks at what it says.
 *
 * <p>A device draws its nonces at random, so the same bytes are signed differently each time.
 */
public final class Pkcs11Token implements NodeKey {
    private static final String ALGORITHM = "NONEwithECDSA";
    private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    private final Pkcs11Uri uri;
    private final Provider provider;
    private final PrivateKey key;
    private final Bytes publicKey;

    private Pkcs11Token(Pkcs11Uri uri, Provider provider, PrivateKey key, Bytes publicKey) {
        this.uri = uri;
        this.provider = provider;
        this.key = key;
        this.publicKey = publicKey;
    }

    /** Fails with {@link ConfigException} where the device, the PIN or the key is not there. */
    public static Pkcs11Token open(Pkcs11Uri uri, Passwords passwords) {
        Provider provider = provider(uri);
        KeyStore store = login(uri, provider, passwords);
        try {
            if (!(store.getKey(uri.object(), null) instanceof PrivateKey key)) {
                throw new ConfigException(uri + ": the device has no private key with a certificate"
                        + " labelled " + uri.object()
                        + "; './quorate keys create --out' makes one");
            }
            return new Pkcs11Token(uri, provider, key,
                    publicKey(uri, store.getCertificate(uri.object())));
        } catch (GeneralSecurityException | ProviderException e) {
            throw failed(uri, e);
        }
    }

    /** Makes a new key in the device, under the URI's label, which must not be taken. */
    public static Pkcs11Token create(Pkcs11Uri uri, Passwords passwords, SecureRandom random) {
        Provider provider = provider(uri);
        KeyStore store = login(uri, provider, passwords);
        try {
            if (store.containsAlias(uri.object())) {
                throw new ConfigException(uri + ": the device has an object of that label already");
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("secp256k1"));
            KeyPair pair = generator.generateKeyPair();
            X509Certificate certificate = certificate(uri.object(), pair, provider, random);
            store.setKeyEntry(uri.object(), pair.getPrivate(), null,
                    new Certificate[]{certificate});
            return new Pkcs11Token(uri, provider, (PrivateKey) store.getKey(uri.object(), null),
                    publicKey(uri, certificate));
        } catch (GeneralSecurityException | OperatorCreationException | ProviderException e) {
            throw failed(uri, e);
        }
    }

    /** The labels of all keys in the device. */
    public static List<String> labels(Pkcs11Uri uri, Passwords passwords) {
        KeyStore store = login(uri, provider(uri), passwords);
        try {
            return Collections.list(store.aliases()).stream().sorted().toList();
        } catch (GeneralSecurityException | ProviderException e) {
            throw failed(uri, e);
        }
    }

    private static Provider provider(Pkcs11Uri uri) {
        String slot = uri.slot().isPresent() ? "slot = " + uri.slot().getAsLong()
                : "slotListIndex = 0";
        String settings = "--name = quorate\nlibrary = \"" + uri.module() + "\"\n" + slot + "\n"
                + "attributes(generate,CKO_PRIVATE_KEY,*) = {\n CKA_SENSITIVE = true\n"
                + " CKA_EXTRACTABLE = false\n CKA_SIGN = true\n}\n";
        try {
            return Security.getProvider("SunPKCS11").configure(settings);
        } catch (ProviderException | InvalidParameterException e) {
            throw failed(uri, e);
        }
    }

    private static KeyStore login(Pkcs11Uri uri, Provider provider, Passwords passwords) {
        char[] pin = uri.pinFile().map(file -> SecretFile.read(file).strip().toCharArray())
                .orElseGet(() -> passwords.of(uri.toString()));
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            return store;
        } catch (GeneralSecurityException | IOException | ProviderException e) {
            throw failed(uri, e);
        }
    }

    private static X509Certificate certificate(String label, KeyPair pair, Provider provider,
            SecureRandom random) throws OperatorCreationException, GeneralSecurityException {
        var name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, label).build();
        var builder = new JcaX509v3CertificateBuilder(name,
                new BigInteger(127, random).add(BigInteger.ONE), Date.from(Instant.EPOCH),
                Date.from(NO_END), name, pair.getPublic());
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").setProvider(provider)
                .build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static Bytes publicKey(Pkcs11Uri uri, Certificate certificate) {
        if (certificate.getPublicKey() instanceof ECPublicKey key
                && key.getParams().toString().contains("secp256k1")) {
            return Bytes.concatenate(UInt256.of(key.getW().getAffineX()).toBytes(),
                    UInt256.of(key.getW().getAffineY()).toBytes());
        }
        throw new ConfigException(uri + ": the key is not on the curve secp256k1");
    }

    @Override
    public Bytes publicKey() {
        return publicKey;
    }

    @Override
    public Bytes sign(Digest digest) {
        return signed(Hash.of(digest.toArray()));
    }

    @Override
    public Bytes sign(Bytes data) {
        return signed(Keccak256.hash(data));
    }

    private Bytes signed(Hash hash) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM, provider);
            signature.initSign(key);
            signature.update(hash.toArray());
            return Signatures.ofDer(signature.sign(), hash, publicKey);
        } catch (GeneralSecurityException | ProviderException e) {
            throw failed(uri, e);
        }
    }

    private static ConfigException failed(Pkcs11Uri uri, Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new ConfigException(uri + ": the device refused: " + cause.getMessage()
                + "; is the module's path right, is there a token in that slot, and is this its"
                + " PIN?", e);
    }
}
