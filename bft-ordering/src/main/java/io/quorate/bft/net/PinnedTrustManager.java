package io.quorate.bft.net;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Trusts exactly the members' keys. Issuer, dates and names are not looked at: that the peer has
 * the private key is proved by TLS itself, and an expired certificate must not stop a network.
 */
final class PinnedTrustManager extends X509ExtendedTrustManager {
    private final Predicate<Bytes32> isMember;
    private final Runnable refused;

    /** {@code refused} is run for each certificate that is turned away. */
    PinnedTrustManager(Predicate<Bytes32> isMember, Runnable refused) {
        this.isMember = isMember;
        this.refused = refused;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !isMember.test(TlsIdentity.keyPin(chain[0]))) {
            refused.run();
            throw new CertificateException("the key is not pinned by any member");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
