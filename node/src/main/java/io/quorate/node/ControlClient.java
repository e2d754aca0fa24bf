package io.quorate.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Asks a running replica through its {@link ControlSocket}. For one thread. */
final class ControlClient implements CheckpointSource {
    private final Path dataDir;
    private final ControlChannel channel;

    private ControlClient(Path dataDir, ControlChannel channel) {
        this.dataDir = dataDir;
        this.channel = channel;
    }

    /** Fails with {@link OperatorException} where no replica answers. */
    static ControlClient connect(Path dataDir) {
        Path file = dataDir.resolve(ControlSocket.FILE_NAME);
        if (!Files.exists(file)) {
            throw new OperatorException("The data folder " + dataDir + " is in use by a process"
                    + " that takes no orders: it has no file '" + ControlSocket.FILE_NAME
                    + "'. Wait until that process has ended, or, if it is a replica whose log says"
                    + " that it has no control socket, stop it.");
        }
        try {
            SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            socket.connect(UnixDomainSocketAddress.of(file));
            return new ControlClient(dataDir, new ControlChannel(socket));
        } catch (IOException e) {
            throw new OperatorException("The replica on " + dataDir + " does not answer at " + file
                    + ": " + e.getMessage() + ". Run this as the user whom the replica runs as,"
                    + " or stop the replica first.", e);
        }
    }

    @Override
    public void checkpoint(Path directory) {
        ask(new ControlMessages.Request.Checkpoint(directory.toAbsolutePath()));
    }

    @Override
    public Optional<CertifiedSlot> proof(long seq) {
        return ControlMessages.readProof(ask(new ControlMessages.Request.Proof(seq)));
    }

    private JsonNode ask(ControlMessages.Request request) {
        try {
            channel.write(ControlMessages.encode(request));
            return ControlMessages.answer(channel.read(ControlMessages.ANSWER_BYTES_MAX));
        } catch (IOException e) {
            throw new OperatorException("The replica on " + dataDir
                    + " ended before it answered; its log says why. Try again when it runs.", e);
        } catch (IllegalArgumentException e) {
            throw new OperatorException("The replica on " + dataDir + " answered what is none: "
                    + e.getMessage() + ". Is it of another version?", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new OperatorException("The connection to the replica on " + dataDir
                    + " cannot be closed: " + e.getMessage() + ".", e);
        }
    }
}
