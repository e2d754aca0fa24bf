package io.quorate.node.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.node.Folders;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the learner works.
 *
 * @param port the first of ten: JSON-RPC of replica k is at {@code port + k}, its links at {@code port + 5 + k}
 */
public record LabFolder(int lab, Path path, int port) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ABOUT = "lab.json";
    private static final int FILE_BYTES_MAX = 8 << 20;
    private static final int PORT_MAX = 65_535 - 10;
    private static final int PEERS_FROM = 5;

    /** A new one; refused where {@code path} holds something already. */
    public static LabFolder create(int lab, Path path, int port) {
        if (port < 1 || port > PORT_MAX) {
            throw new OperatorException("--port: " + port + " is not between 1 and " + PORT_MAX
                    + "; it is the first of ten ports.");
        }
        try {
            Files.createDirectories(path);
            try (Stream<Path> entries = Files.list(path)) {
                if (entries.findAny().isPresent()) {
                    throw new OperatorException(path + " is not empty. Go on with what is there"
                            + " ('./quorate lab check " + lab + "'), or begin again: './quorate lab"
                            + " stop " + lab + " --remove', then start.");
                }
            }
        } catch (IOException e) {
            throw new OperatorException("The folder " + path + " cannot be made: " + e + ".", e);
        }
        LabFolder folder = new LabFolder(lab, path, port);
        folder.write(ABOUT, JSON.createObjectNode().put("lab", lab).put("port", port).toString());
        return folder;
    }

    /** One that {@link #create} made. */
    public static LabFolder open(int lab, Path path) {
        if (!Files.isRegularFile(path.resolve(ABOUT))) {
            throw new OperatorException("Lab " + lab + " was not begun in " + path
                    + ". Begin with './quorate lab start " + lab
                    + "', or name its folder with --dir.");
        }
        JsonNode about = new LabFolder(lab, path, 0).json(ABOUT);
        int port = about.path("port").asInt();
        if (about.path("lab").asInt() != lab || port < 1 || port > PORT_MAX) {
            throw new OperatorException(path.resolve(ABOUT) + " is of lab "
                    + about.path("lab").asInt() + " at port " + port + ", not of lab " + lab + ".");
        }
        return new LabFolder(lab, path, port);
    }

    public String url(int replica) {
        return "http://127.0.0.1:" + (port + replica);
    }

    int peerPort(int replica) {
        return port + PEERS_FROM + replica;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    boolean has(String name) {
        return Files.exists(file(name));
    }

    void write(String name, String text) {
        try {
            Files.createDirectories(file(name).getParent());
            Files.writeString(file(name), text + "\n");
        } catch (IOException e) {
            throw new OperatorException(file(name) + " cannot be written: " + e + ".", e);
        }
    }

    /** A shell script for the learner. */
    void writeScript(String name, String text) {
        write(name, text);
        if (!file(name).toFile().setExecutable(true)) {
            throw new OperatorException(file(name) + " cannot be made executable.");
        }
    }

    /** Bounded; a file that is not there is an {@link OperatorException}. */
    String read(String name) {
        try (InputStream in = Files.newInputStream(file(name))) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new OperatorException(file(name) + " has more than 8 MiB.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new OperatorException("There is no file " + file(name) + ".", e);
        } catch (IOException e) {
            throw new OperatorException(file(name) + " cannot be read: " + e + ".", e);
        }
    }

    /** With all that is in it; links are removed, not followed. */
    public void remove() {
        try {
            Folders.delete(path);
        } catch (UncheckedIOException e) {
            throw new OperatorException(path + " cannot be removed: " + e.getCause() + ".", e);
        }
    }

    JsonNode json(String name) {
        try {
            return JSON.readTree(read(name));
        } catch (IOException e) {
            throw new OperatorException(file(name) + " holds no JSON.", e);
        }
    }
}
