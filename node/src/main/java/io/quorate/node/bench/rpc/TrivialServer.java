package io.quorate.node.bench.rpc;

import io.quorate.node.bench.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Answers each request of a known length with the same bytes and looks at none: what is measured against it is the load
 * generator's own limit.
 */
final class TrivialServer implements AutoCloseable {
    private static final String BODY = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}";
    private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\ncontent-type: application/json"
            + "\r\ncontent-length: " + BODY.length() + "\r\n\r\n" + BODY)
            .getBytes(StandardCharsets.ISO_8859_1);

    private final ServerSocketChannel server;
    private final Selector selector;
    private final Thread thread;
    private int requestBytes = Integer.MAX_VALUE;

    TrivialServer() {
        try {
            selector = Selector.open();
            server = ServerSocketChannel.open()
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            throw new BenchException("no server on loopback: " + e.getMessage(), e);
        }
        thread = Thread.ofPlatform().name("trivial-server").daemon().unstarted(this::serve);
    }

    /** Serves requests of {@code bytes}, head and body. */
    void start(int bytes) {
        requestBytes = bytes;
        thread.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.socket().getLocalPort());
    }

    private void serve() {
        ByteBuffer in = ByteBuffer.allocateDirect(64 << 10);
        try {
            while (selector.isOpen()) {
                selector.select();
                if (!selector.isOpen()) return;
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) accept();
                    else answer(key, in);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new BenchException("the trivial server failed: " + e.getMessage(), e);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new int[1]);
    }

    private void answer(SelectionKey key, ByteBuffer in) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        in.clear();
        int count = channel.read(in);
        if (count < 0) {
            channel.close();
            return;
        }
        int[] received = (int[]) key.attachment();
        received[0] += count;
        if (received[0] >= requestBytes) {
            received[0] -= requestBytes;
            channel.write(ByteBuffer.wrap(ANSWER));
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            server.close();
            thread.join(1_000);
        } catch (IOException e) {
            throw new BenchException("the trivial server cannot be stopped: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
