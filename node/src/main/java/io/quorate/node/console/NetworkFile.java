package io.quorate.node.console;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.node.OperatorException;
import io.quorate.node.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The file of other networks: {@code {"networks": [{"name": "test", "rpc": "https://rpc.example"}]}}. A file that is not there
 * names none. URLs may hold keys of their services, so that only the owner may read what is written.
 */
public final class NetworkFile {
    private static final int SIZE_BYTES_MAX = 64 << 10;
    private static final int NETWORKS_MAX = 32;
    private static final int URL_CHARS_MAX = 500;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}");
    private static final String ENTRIES = "networks";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Path file;

    /** @param rpc of its JSON-RPC over HTTP, checked */
    public record Entry(String name, URI rpc) {
        public Entry {
            if (!NAME.matcher(name).matches()) {
                throw new OperatorException("'" + name.substring(0, Math.min(60, name.length()))
                        + "' is no name of a network: 1 to 40 letters, digits, blanks and . _ -,"
                        + " beginning with a letter or a digit.");
            }
        }

        /** Fails with {@link OperatorException} where one of them cannot be. */
        public static Entry of(String name, String url) {
            return new Entry(name, checked(name, url));
        }

        private static URI checked(String name, String url) {
            try {
                URI uri = URI.create(url);
                boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                if (isWeb && uri.getHost() != null && uri.getUserInfo() == null
                        && uri.getFragment() == null && url.length() <= URL_CHARS_MAX) {
                    return uri;
                }
            } catch (IllegalArgumentException _) {
                // as any other that is none
            }
            throw new OperatorException("The URL of network " + name + " has to be http:// or"
                    + " https:// with a host, without a user's name, of at most " + URL_CHARS_MAX
                    + " characters.");
        }

        /** The URL without path and query, where services expect their keys. */
        String shownUrl() {
            return rpc.getScheme() + "://" + rpc.getHost()
                    + (rpc.getPort() < 0 ? "" : ":" + rpc.getPort());
        }
    }

    public NetworkFile(Path file) {
        this.file = file;
    }

    /** What {@code QUORATE_NETWORKS} names, else {@code quorate/networks.json} in the user's folder of settings. */
    public static NetworkFile ofUser(Map<String, String> environment) {
        String named = environment.getOrDefault("QUORATE_NETWORKS", "");
        if (!named.isEmpty()) return new NetworkFile(Path.of(named));
        String settings = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = settings.isEmpty() ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(settings);
        return new NetworkFile(folder.resolve("quorate").resolve("networks.json"));
    }

    public Path path() {
        return file;
    }

    /** In the order of the file. Fails with {@link OperatorException} where it cannot be read as one. */
    public List<Entry> read() {
        if (!Files.exists(file)) return List.of();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(SIZE_BYTES_MAX + 1);
            if (content.length > SIZE_BYTES_MAX) {
                throw new OperatorException(file + " is larger than " + SIZE_BYTES_MAX
                        + " bytes, the most that a file of networks may have.");
            }
            return entries(JSON.readTree(content));
        } catch (JsonProcessingException e) {
            throw new OperatorException(file + " is no JSON: " + e.getOriginalMessage() + ".", e);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private List<Entry> entries(JsonNode root) {
        JsonNode list = root.path(ENTRIES);
        if (!list.isArray() || list.size() > NETWORKS_MAX) {
            throw new OperatorException(file + ": expected a list '" + ENTRIES + "' of at most "
                    + NETWORKS_MAX + " networks, each with 'name' and 'rpc'.");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        list.forEach(each -> {
            Entry entry = Entry.of(each.path("name").asText(), each.path("rpc").asText());
            if (entries.put(entry.name(), entry) != null) {
                throw new OperatorException(file + ": " + entry.name() + " stands there twice.");
            }
        });
        return List.copyOf(entries.values());
    }

    /** Fails with {@link OperatorException} where there is one of that name, or no room. */
    public void add(Entry entry) {
        List<Entry> entries = new ArrayList<>(read());
        if (entries.stream().anyMatch(each -> each.name().equals(entry.name()))) {
            throw new OperatorException(file + " has a network " + entry.name()
                    + " already; remove it first.");
        }
        if (entries.size() == NETWORKS_MAX) {
            throw new OperatorException(
                    file + " has " + NETWORKS_MAX + " networks, which is the most.");
        }
        entries.add(entry);
        write(entries);
    }

    /** Fails with {@link OperatorException} where there is none of that name. */
    public void remove(String name) {
        List<Entry> entries = new ArrayList<>(read());
        if (!entries.removeIf(each -> each.name().equals(name))) {
            throw new OperatorException(file + " has no network of that name; it has: "
                    + String.join(", ", entries.stream().map(Entry::name).toList()) + ".");
        }
        write(entries);
    }

    private void write(List<Entry> entries) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode list = root.putArray(ENTRIES);
        entries.forEach(entry -> list.addObject().put("name", entry.name()).put("rpc",
                entry.rpc().toString()));
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            WholeFile.writePrivate(file,
                    (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }
}
