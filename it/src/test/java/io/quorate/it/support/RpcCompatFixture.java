package io.quorate.it.support;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The archive {@code rpc-compat.tar.gz} of execution-apis, unpacked: a chain and recorded exchanges with it. A test is
 * skipped, and says so, where the archive is not at hand.
 */
public record RpcCompatFixture(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RECORD_BYTES = 512;
    private static final String ARCHIVE = "rpc-compat.tar.gz";

    /** A request and what must be answered. */
    public record Exchange(String request, JsonNode response) {}

    /** A file of exchanges; {@code schemaOnly} where answers differ between nodes. */
    public record Recording(String name, boolean schemaOnly, List<Exchange> exchanges) {
        public Recording {
            exchanges = List.copyOf(exchanges);
        }

        /** The folder's name. */
        public String method() {
            return name.substring(0, name.indexOf('/'));
        }
    }

    /** Unpacks the archive into {@code folder}. */
    public static RpcCompatFixture unpack(Path folder) throws IOException {
        Path archive = Path.of(System.getProperty("quorate.fixtures", "fixtures"), ARCHIVE);
        if (!Files.isReadable(archive)) {
            abort("skipped: " + archive + " not found. Put the archives of the official tests into"
                    + " a folder and name it by -Dquorate.fixtures=FOLDER; CONTRIBUTING.md says"
                    + " where they come from.");
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), 1 << 16)) {
            byte[] header = in.readNBytes(RECORD_BYTES);
            while (header.length == RECORD_BYTES && header[0] != 0) {
                int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
                String prefix = text(header, 345, 155);
                String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
                byte[] content = in.readNBytes(size);
                in.skipNBytes((RECORD_BYTES - size % RECORD_BYTES) % RECORD_BYTES);
                if (header[156] != '5') {
                    Path file = folder.resolve(name).normalize();
                    Files.createDirectories(file.getParent());
                    Files.write(file, content);
                }
                header = in.readNBytes(RECORD_BYTES);
            }
        }
        return new RpcCompatFixture(folder.resolve("rpc-compat"));
    }

    private static String text(byte[] header, int offset, int length) {
        return new String(header, offset, length, StandardCharsets.US_ASCII).split("\0", 2)[0];
    }

    public Path genesis() {
        return folder.resolve("tests/genesis.json");
    }

    public Path chain() {
        return folder.resolve("tests/chain.rlp");
    }

    /** The document that describes all methods. */
    public JsonNode openRpc() throws IOException {
        return JSON.readTree(folder.resolve("openrpc.json").toFile());
    }

    /** All recordings in the order of their names, those that put transactions into the pool last. */
    public List<Recording> recordings() throws IOException {
        List<Recording> recordings = new ArrayList<>();
        List<Recording> last = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("tests"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".io")).sorted()
                    .toList()) {
                Recording recording = read(file);
                boolean changesPool = recording.exchanges.stream()
                        .anyMatch(e -> e.request().contains("\"eth_sendRawTransaction\""));
                (changesPool ? last : recordings).add(recording);
            }
        }
        recordings.addAll(last);
        return recordings;
    }

    private Recording read(Path file) throws IOException {
        boolean schemaOnly = false;
        String request = "";
        List<Exchange> exchanges = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("//")) {
                schemaOnly |= line.substring(2).strip().startsWith("speconly:");
            } else if (line.startsWith(">> ")) {
                request = line.substring(3);
            } else if (line.startsWith("<< ")) {
                exchanges.add(new Exchange(request, JSON.readTree(line.substring(3))));
            }
        }
        return new Recording(folder.resolve("tests").relativize(file).toString(), schemaOnly,
                exchanges);
    }
}
