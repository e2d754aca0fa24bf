package io.quorate.genesis.keys;

import io.quorate.genesis.ConfigException;
import java.net.URI;
import java.nio.file.Path;

/** Where a key is, as settings and options name it. */
public sealed interface KeyPlace {
    /** A file: hexadecimal digits, an Ethereum keystore, PKCS#12. */
    record InFile(Path file) implements KeyPlace {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** A device (RFC 7512). */
    record InToken(Pkcs11Uri uri) implements KeyPlace {
        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /** A signing service with the interface of web3signer; its fragment is the account. */
    record AtService(URI url) implements KeyPlace {
        @Override
        public String toString() {
            return url.toString();
        }
    }

    /**
     * @param where a path from {@code folder} on, {@code pkcs11:…}, or {@code http(s)://…#0x…}
     */
    static KeyPlace of(String where, Path folder) {
        if (where.startsWith(Pkcs11Uri.SCHEME)) {
            return new InToken(Pkcs11Uri.parse(where));
        }
        if (where.startsWith("http://") || where.startsWith("https://")) {
            try {
                return new AtService(URI.create(where));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(where + " is no URL of a signing service", e);
            }
        }
        return new InFile(folder.resolve(where));
    }
}
