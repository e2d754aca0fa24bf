package io.quorate.node.network;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One table of a TOML text, read key by key; what is wrong is told with its line. The parser keeps no places, so they are
 * looked for in the text: that of a key in a notation of another kind is its table's.
 */
final class Toml {
    private static final int SIZE_BYTES_MAX = 1 << 20;
    private static final int TABLES_MAX = 1_024;
    private static final int SHOWN_MAX = 60;
    private static final Pattern TABLE = Pattern.compile("\\s*\\[\\s*([\\w.-]+)\\s*].*");
    private static final Pattern ENTRY = Pattern.compile("\\s*\\[\\[\\s*([\\w.-]+)\\s*]].*");
    private static final Pattern KEY = Pattern.compile("\\s*([\\w.-]+)\\s*=.*");

    private final Path file;
    private final Map<String, Integer> lines;
    private final String path;
    private final JsonNode content;

    private Toml(Path file, Map<String, Integer> lines, String path, JsonNode content) {
        this.file = file;
        this.lines = lines;
        this.path = path;
        this.content = content;
    }

    /** The whole of a file; fails with {@link OperatorException}. */
    static Toml read(Path file) {
        String text = text(file);
        try {
            return new Toml(file, lines(text), "", new TomlMapper().readTree(text));
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new OperatorException(file + ":" + line + ": not valid TOML: "
                    + shown(e.getOriginalMessage()) + ".", e);
        }
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SIZE_BYTES_MAX + 1);
            if (bytes.length > SIZE_BYTES_MAX) {
                throw new OperatorException(file + " is larger than " + SIZE_BYTES_MAX + " bytes.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new OperatorException("There is no network file " + file
                    + "; './quorate network export' writes one from a network that runs.", e);
        } catch (IOException e) {
            throw new OperatorException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        Map<String, Integer> entries = new HashMap<>();
        String prefix = "";
        int line = 0;
        for (String content : text.lines().toList()) {
            line++;
            Matcher entry = ENTRY.matcher(content);
            Matcher table = TABLE.matcher(content);
            Matcher key = KEY.matcher(content);
            if (entry.matches() || table.matches()) {
                String name = entry.matches() ? entry.group(1) + "["
                        + (entries.merge(entry.group(1), 1, Integer::sum) - 1) + "]"
                        : table.group(1);
                lines.putIfAbsent(name, line);
                if (entry.matches()) lines.putIfAbsent(entry.group(1), line);
                prefix = name + ".";
            } else if (key.matches()) {
                lines.putIfAbsent(prefix + key.group(1), line);
            }
        }
        return lines;
    }

    /** Fails where there is a key that is not among {@code known}. */
    Toml only(String... known) {
        content.properties().forEach(entry -> {
            if (!Set.of(known).contains(entry.getKey())) {
                throw new OperatorException(place(entry.getKey()) + ": " + shown(entry.getKey())
                        + " is unknown" + (path.isEmpty() ? "" : " in " + path)
                        + "; expected one of " + String.join(", ", new TreeSet<>(Set.of(known)))
                        + ".");
            }
        });
        return this;
    }

    boolean has(String key) {
        return content.has(key);
    }

    /** Empty where it is absent, and so without keys. */
    Toml table(String key) {
        JsonNode found = content.path(key);
        if (!found.isObject() && !found.isMissingNode()) {
            throw wrong(key, "a table, [" + name(key) + "]");
        }
        return new Toml(file, lines, name(key), found);
    }

    /** {@code [[key]]}, in the order of the file; none where it is absent. */
    List<Toml> tables(String key) {
        JsonNode found = content.path(key);
        if (!found.isArray() && !found.isMissingNode() || found.size() > TABLES_MAX) {
            throw wrong(key, "at most " + TABLES_MAX + " tables, [[" + name(key) + "]]");
        }
        List<Toml> tables = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            if (!found.get(i).isObject()) throw wrong(key, "tables, [[" + name(key) + "]]");
            tables.add(new Toml(file, lines, name(key) + "[" + i + "]", found.get(i)));
        }
        return tables;
    }

    Optional<Long> number(String key, long min, long max) {
        return value(key, node -> node.isIntegralNumber() && node.canConvertToLong()
                && node.longValue() >= min && node.longValue() <= max
                        ? Optional.of(node.longValue()) : Optional.empty(),
                "a number from " + min + " to " + max);
    }

    Optional<Boolean> flag(String key) {
        return value(key, node -> node.isBoolean() ? Optional.of(node.booleanValue())
                : Optional.empty(), "true or false");
    }

    Optional<String> text(String key, int bytesMin, int bytesMax) {
        return matching(key, text -> {
            int length = text.getBytes(StandardCharsets.UTF_8).length;
            return length >= bytesMin && length <= bytesMax;
        }, "a text of " + bytesMin + " to " + bytesMax + " bytes");
    }

    Optional<String> matching(String key, java.util.function.Predicate<String> fits,
            String expected) {
        return value(key, node -> node.isTextual() && fits.test(node.textValue())
                ? Optional.of(node.textValue()) : Optional.empty(), expected);
    }

    /** Relative to the file's folder. */
    Optional<Path> path(String key) {
        return text(key, 1, 4_096).map(name -> file.toAbsolutePath().normalize()
                .resolveSibling(name).normalize());
    }

    /** The places of those in {@code names} as bits, the first of which is 1. */
    Optional<Integer> bits(String key, List<String> names) {
        return value(key, node -> {
            int bits = 0;
            for (JsonNode one : node) {
                int place = names.indexOf(one.asText());
                if (place < 0) return Optional.empty();
                bits |= 1 << place;
            }
            return node.isArray() ? Optional.of(bits) : Optional.empty();
        }, "a list of " + String.join(", ", names));
    }

    Optional<List<String>> texts(String key, Pattern pattern, int countMax, String expected) {
        return value(key, node -> {
            List<String> texts = new ArrayList<>();
            node.forEach(one -> texts.add(one.asText()));
            return node.isArray() && !texts.isEmpty() && texts.size() <= countMax
                    && texts.stream().allMatch(text -> pattern.matcher(text).matches())
                            ? Optional.of(List.copyOf(texts)) : Optional.empty();
        }, expected);
    }

    private <T> Optional<T> value(String key, Function<JsonNode, Optional<T>> read,
            String expected) {
        if (!content.has(key)) return Optional.empty();
        return Optional.of(read.apply(content.get(key)).orElseThrow(() -> wrong(key, expected)));
    }

    OperatorException wrong(String key, String expected) {
        return new OperatorException(place(key) + ": " + name(key) + (content.has(key)
                ? " is " + shown(content.get(key).toString()) : " is missing") + "; expected "
                + expected + ".");
    }

    /** {@code what} is wrong with this table as a whole. */
    OperatorException wrong(String what) {
        return new OperatorException(file + ":" + lines.getOrDefault(path, 1) + ": " + path + " "
                + what + ".");
    }

    private String place(String key) {
        return file + ":" + lines.getOrDefault(name(key), lines.getOrDefault(path, 1));
    }

    private String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > SHOWN_MAX ? plain.substring(0, SHOWN_MAX) + "…" : plain;
    }
}
