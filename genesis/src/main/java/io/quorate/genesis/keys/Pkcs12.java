package io.quorate.genesis.keys;

import io.quorate.genesis.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** One private key and its certificate under a password (RFC 7292): AES-256 and HMAC-SHA-256 where it is written here. */
public final class Pkcs12 {
    /** DER: a SEQUENCE whose length has bytes of its own. */
    private static final int SEQUENCE = 0x30;
    private static final String WRITTEN = "PKCS12-AES256-AES128";
    private static final String READ = "PKCS12";

    private Pkcs12() {}

    /** A key with its certificate. */
    public record Entry(PrivateKey key, X509Certificate certificate) {}

    /** Whether a file that begins so may be one; PEM and hexadecimal digits begin otherwise. */
    public static boolean isOne(byte[] file) {
        return file.length > 2 && file[0] == SEQUENCE && file[1] < 0;
    }

    /** The bytes of a file, which names the key {@code alias}. */
    public static byte[] seal(Entry entry, String alias, char[] password) {
        try {
            KeyStore store = KeyStore.getInstance(WRITTEN, provider());
            store.load(null, password);
            store.setKeyEntry(alias, entry.key(), password,
                    new Certificate[]{entry.certificate()});
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, password);
            return out.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key made here cannot be written as PKCS#12", e);
        }
    }

    /**
     * What a file of one key holds.
     *
     * @param name of the file, for messages and for whoever is asked for its password
     */
    public static Entry open(String name, byte[] file, Passwords passwords) {
        char[] password = passwords.of(name);
        try {
            KeyStore store = KeyStore.getInstance(READ, provider());
            store.load(new ByteArrayInputStream(file), password);
            String found = null;
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    if (found != null) {
                        throw new ConfigException(name + " holds more than one key");
                    }
                    found = alias;
                }
            }
            if (found != null && store.getKey(found, password) instanceof PrivateKey key
                    && store.getCertificate(found) instanceof X509Certificate certificate) {
                return new Entry(key, certificate);
            }
            throw new ConfigException(name + " holds no private key with its certificate");
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException(name + " is no PKCS#12 file of this password: "
                    + e.getMessage(), e);
        }
    }

    private static Provider provider() {
        return new BouncyCastleProvider();
    }
}
