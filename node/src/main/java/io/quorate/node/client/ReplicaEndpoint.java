package io.quorate.node.client;

import io.quorate.bft.net.TlsIdentity;
import io.quorate.node.OperatorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A replica's JSON-RPC and what is shown to it.
 *
 * @param url {@code http:} or {@code https:}
 * @param tokenFile a JSON Web Token that says who asks
 * @param authorities PEM certificates that an {@code https:} replica's must come from, instead of the platform's
 * @param identity a certificate and its key that are shown to an {@code https:} replica
 */
public record ReplicaEndpoint(String url, Optional<Path> tokenFile, Optional<Path> authorities,
        Optional<Identity> identity) {
    private static final int FILE_BYTES_MAX = 1 << 20;
    private static final char[] NO_PASSWORD = {};

    /** PEM files, as {@link TlsIdentity#load} takes them. */
    public record Identity(Path certificate, Path key) {}

    /** One that asks for nothing. */
    public static ReplicaEndpoint of(String url) {
        return new ReplicaEndpoint(url, Optional.empty(), Optional.empty(), Optional.empty());
    }

    URI uri() {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
        throw wrong(null);
    }

    private OperatorException wrong(Throwable cause) {
        return new OperatorException("--rpc: " + url
                + " is no URL such as http://127.0.0.1:8545 or https://replica.example:8545.",
                cause);
    }

    /** What {@code Authorization} says. */
    Optional<String> authorization() {
        return tokenFile.map(file -> {
            String token = new String(read("--token", file), StandardCharsets.US_ASCII).strip();
            if (!token.matches("[A-Za-z0-9._=-]+")) {
                throw new OperatorException("--token: " + file + " holds no JSON Web Token: three"
                        + " parts of letters, digits, - and _ with dots between them.");
            }
            return "Bearer " + token;
        });
    }

    /** Empty where the platform's own will do. */
    Optional<SSLContext> tls() {
        if (authorities.isEmpty() && identity.isEmpty()) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity.isPresent() ? keys(identity.get()) : null,
                    authorities.isPresent() ? trust(authorities.get()) : null, null);
            return Optional.of(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new OperatorException("TLS cannot be set up: " + e.getMessage() + ".", e);
        }
    }

    private static KeyManager[] keys(Identity shown) throws GeneralSecurityException, IOException {
        TlsIdentity loaded = load(shown);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("own", loaded.privateKey(), NO_PASSWORD,
                new Certificate[]{loaded.certificate()});
        KeyManagerFactory factory = KeyManagerFactory
                .getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TlsIdentity load(Identity shown) {
        try {
            return TlsIdentity.load(shown.certificate(), shown.key());
        } catch (IllegalArgumentException e) {
            throw new OperatorException("--certificate, --key: " + e.getMessage() + ".", e);
        }
    }

    private static TrustManager[] trust(Path file) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> certificates;
        try {
            certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read("--ca", file)));
        } catch (GeneralSecurityException e) {
            throw new OperatorException("--ca: " + file + " holds no certificates in PEM form.", e);
        }
        if (certificates.isEmpty()) {
            throw new OperatorException("--ca: " + file + " holds no certificates in PEM form.");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        int next = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("authority-" + next++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory
                .getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static byte[] read(String option, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new OperatorException(option + ": " + file + " has more than 1 MiB.");
            }
            return bytes;
        } catch (IOException e) {
            throw new OperatorException(option + ": " + file + " cannot be read: " + e.getMessage()
                    + ".", e);
        }
    }
}
