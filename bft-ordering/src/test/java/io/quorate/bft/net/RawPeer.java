package io.quorate.bft.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** A member with a valid key that speaks TLS and Hello properly, and then whatever the test wants. */
final class RawPeer implements AutoCloseable {
    private final SSLSocket socket;
    private final OutputStream out;
    private final DataInputStream in;

    RawPeer(int replica, TlsIdentity identity, int port)
            throws IOException, GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(new KeyManager[]{new SingleKeyManager(identity)},
                new TrustManager[]{new PinnedTrustManager(pin -> true, () -> {})}, null);
        socket = (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(),
                port);
        socket.setSoTimeout(10_000);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
        ByteBuf hello = Unpooled.buffer();
        new Hello(replica, TlsNetwork.IDENTITY, 0, TlsNetwork.KNOWN)
                .encode(hello);
        send(Fragment.HELLO, ByteBufUtil.getBytes(hello));
        readFragment();
    }

    void send(int kind, byte[] body) throws IOException {
        sendHeader(kind, body.length);
        out.write(body);
        out.flush();
    }

    /** Announces a body without sending it. */
    void sendHeader(int kind, int length) throws IOException {
        out.write(new byte[]{(byte) kind, (byte) (length >> 16), (byte) (length >> 8),
                (byte) length});
        out.flush();
    }

    /** Length of the next fragment's body. */
    int readFragment() throws IOException {
        int length = in.readInt() & 0xffffff;
        in.skipNBytes(length);
        return length;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
