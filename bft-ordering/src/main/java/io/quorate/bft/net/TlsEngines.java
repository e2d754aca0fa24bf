package io.quorate.bft.net;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * Makes engines for mutual TLS 1.3 of the platform's provider. Not through Netty's own context, which
 * would parse the platform's list of certificate authorities that nothing here uses.
 */
final class TlsEngines {
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    /** One group: a second one would have to be set up for the key shares of each first message (RFC 8446 §4.2.8). */
    private static final String[] GROUPS = {"x25519"};
    private static final String[] SIGNATURES = {"ed25519", "ecdsa_secp256r1_sha256",
            "ecdsa_secp384r1_sha384", "ecdsa_secp521r1_sha512"};

    private final SSLContext context;

    TlsEngines(TlsIdentity identity, PinnedTrustManager trust) {
        try {
            context = SSLContext.getInstance(PROTOCOLS[0]);
            context.init(new KeyManager[]{new SingleKeyManager(identity)},
                    new TrustManager[]{trust}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no TLS 1.3", e);
        }
    }

    SSLEngine client() {
        return engine(true);
    }

    SSLEngine server() {
        return engine(false);
    }

    private SSLEngine engine(boolean isClient) {
        SSLEngine engine = context.createSSLEngine(); // no peer name: no session is ever resumed
        engine.setUseClientMode(isClient);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setNamedGroups(GROUPS);
        parameters.setSignatureSchemes(SIGNATURES);
        if (!isClient) {
            parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }
}
