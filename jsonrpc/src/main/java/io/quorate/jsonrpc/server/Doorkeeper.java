package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.Security;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Tells who a caller is: by its token, else by its TLS certificate, else nobody in particular. */
final class Doorkeeper {
    /** What a page that shows a token offers first, since browsers want one to be chosen, and the token is none. */
    static final String SUBPROTOCOL = "quorate";
    /** A page cannot set {@code Authorization} of a WebSocket; it offers the token as a protocol after this. */
    private static final String TOKEN_PROTOCOL = "quorate.bearer.";
    private static final String SCHEME = "bearer ";

    private static final int PROTOCOLS_MAX = 8;

    private final Security security;
    private final Optional<TokenVerifier> tokens;

    Doorkeeper(Security security, InstantSource clock) {
        this.security = security;
        this.tokens = security.tokens().map(keys -> TokenVerifier.of(keys, clock));
    }

    Caller identify(MultiMap headers, SSLSession session, SocketAddress remote)
            throws UnauthenticatedException {
        String address = remote.hostAddress() == null ? "unknown" : remote.hostAddress();
        String authorization = authorization(headers);
        if (authorization != null && tokens.isPresent()) {
            return byToken(tokens.get(), authorization, address);
        }
        Optional<String> subject = subjectOf(session);
        if (subject.isPresent()) {
            List<String> roles = security.clients().getOrDefault(subject.get(), List.of());
            return new Caller(subject.get(), address, security.grantsOf(roles),
                    security.identityOf(subject.get()), Instant.MAX);
        }
        return new Caller(Caller.ANONYMOUS, address, security.open(),
                Optional.empty(), Instant.MAX);
    }

    private static String authorization(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        String offered = headers.get("Sec-WebSocket-Protocol");
        if (authorization != null || offered == null) {
            return authorization;
        }
        return Arrays.stream(offered.split(",", PROTOCOLS_MAX)).map(String::trim)
                .filter(protocol -> protocol.startsWith(TOKEN_PROTOCOL)).findFirst()
                .map(protocol -> SCHEME + protocol.substring(TOKEN_PROTOCOL.length()))
                .orElse(null);
    }

    private Caller byToken(TokenVerifier verifier, String authorization, String address)
            throws UnauthenticatedException {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new UnauthenticatedException("Authorization has to be: Bearer <JSON Web Token>");
        }
        TokenVerifier.Verified token = verifier
                .verify(authorization.substring(SCHEME.length()).trim());
        return new Caller(token.subject(), address, security.grantsOf(token.roles()),
                security.identityOf(token.subject()), token.until());
    }

    /** Verified against the authorities by the handshake. */
    private static Optional<String> subjectOf(SSLSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate.getSubjectX500Principal().getName())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty(); // it showed none, as it may
        }
    }
}
