package io.quorate.node;

import io.quorate.ledger.Ledger;
import io.quorate.state.storage.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The file {@code control} in the data folder of a running replica: a socket of this machine alone, for whoever may open
 * the file, which is its owner. No port is opened. What can be asked is in {@link ControlMessages}.
 */
final class ControlSocket implements AutoCloseable {
    static final String FILE_NAME = "control";
    private static final int CLIENTS_MAX = 4;

    private final Path file;
    private final ServerSocketChannel server;
    private final Ledger ledger;
    private final OperatorLog log;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(CLIENTS_MAX);
    private final Thread thread;

    private ControlSocket(Path file, ServerSocketChannel server, Ledger ledger, OperatorLog log) {
        this.file = file;
        this.server = server;
        this.ledger = ledger;
        this.log = log;
        this.thread = Thread.ofPlatform().name("control").daemon().unstarted(this::accept);
    }

    /**
     * Begins to answer; the caller holds the folder's lock. Where there can be no such socket (a path of more than some
     * hundred bytes, a file system without sockets) the log says so, and what it is for is not available.
     */
    static AutoCloseable start(Path dataDir, Ledger ledger, OperatorLog log) {
        Path file = dataDir.resolve(FILE_NAME);
        try {
            Files.deleteIfExists(file); // a kill leaves it
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(file));
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
            ControlSocket socket = new ControlSocket(file, server, ledger, log);
            socket.thread.start();
            return socket;
        } catch (IOException | UnsupportedOperationException e) {
            log.noControlSocket(file, e.getMessage());
            return () -> {};
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                if (places.tryAcquire()) {
                    clients.add(client);
                    Thread.ofPlatform().name("control-client").daemon()
                            .start(() -> serve(client));
                } else {
                    client.close();
                }
            }
        } catch (ClosedChannelException _) { // the replica is closing
        } catch (IOException e) { // outermost: the replica goes on without
            log.noControlSocket(file, e.getMessage());
        }
    }

    private void serve(SocketChannel client) {
        try (ControlChannel channel = new ControlChannel(client)) {
            while (true) {
                channel.write(answer(channel.read(ControlMessages.REQUEST_BYTES_MAX)));
            }
        } catch (EOFException | ClosedChannelException _) { // the usual end
        } catch (IOException e) { // outermost: the client sees that its connection is gone
            log.controlFailed(e.getMessage());
        } finally {
            clients.remove(client);
            places.release();
        }
    }

    private String answer(String line) {
        try {
            return switch (ControlMessages.request(line)) {
                case ControlMessages.Request.Checkpoint(var directory) -> {
                    log.checkpoint(directory);
                    ledger.checkpoint(directory);
                    yield ControlMessages.done();
                }
                case ControlMessages.Request.Proof(var slot) ->
                        ControlMessages.proof(CertifiedSlot.find(ledger, slot));
            };
        } catch (IllegalArgumentException e) {
            return ControlMessages.error(e.getMessage());
        } catch (StorageException e) {
            return ControlMessages.error(ChainCheck.text(e));
        }
    }

    /** Waits for nobody: a checkpoint under way ends before the database is closed. */
    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel client : clients) {
            client.close();
        }
        Files.deleteIfExists(file);
    }
}
