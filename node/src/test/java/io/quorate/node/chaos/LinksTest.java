package io.quorate.node.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final int READ_LIMIT_MILLIS = 20_000;

    private final Links links = new Links(2);
    private ServerSocket target;
    private Socket near;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        near = new Socket(InetAddress.getLoopbackAddress(),
                links.open(0, 1, target.getLocalPort()));
        far = target.accept();
        near.setSoTimeout(READ_LIMIT_MILLIS);
        far.setSoTimeout(READ_LIMIT_MILLIS);
        send(near, 0); // once this is through, the proxy knows the connection
        assertThat(far.getInputStream().read()).isZero();
    }

    @AfterEach
    void close() throws IOException {
        links.close();
        near.close();
        far.close();
        target.close();
    }

    private static void send(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
    }

    @Test
    void passesBytesBothWays() throws IOException {
        send(near, 1);
        send(far, 2);

        assertThat(far.getInputStream().read()).isEqualTo(1);
        assertThat(near.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void holdsOneDirectionAndGoesOnUnbroken() throws IOException {
        links.hold(0, 1);
        send(near, 1);
        send(far, 2);
        assertThat(near.getInputStream().read()).isEqualTo(2);
        far.setSoTimeout(50);
        assertThatThrownBy(() -> far.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class);

        far.setSoTimeout(READ_LIMIT_MILLIS);
        links.heal(false);
        assertThat(far.getInputStream().read()).isEqualTo(1);
    }

    @Test
    void breaksWhatWasHeld() throws IOException {
        links.hold(0, 1);
        send(near, 1);
        links.heal(true);

        assertBroken(near);
        assertBroken(far);
    }

    @Test
    void resetsAConnection() {
        links.reset(1, 0);

        assertBroken(near);
        assertBroken(far);
    }

    private static void assertBroken(Socket socket) {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }
}
