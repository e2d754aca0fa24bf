package io.quorate.genesis;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What was written for each key, and where. Mutable, one thread, never leaves the reading of its file. */
final class SettingValues {
    private final Path configFile;
    private final Map<SettingKey, Written> values = new EnumMap<>(SettingKey.class);

    /** {@code place} opens a complaint; relative paths start at {@code base}. */
    private record Written(String text, String place, Path base) {}

    SettingValues(Path configFile) {
        this.configFile = configFile;
        for (SettingKey key : SettingKey.values()) {
            put(key, key.defaultValue().toString(), configFile + ": " + key.path());
        }
    }

    void put(SettingKey key, String text, String place) {
        values.put(key, new Written(text, place, configFile.getParent()));
    }

    void override(SettingKey key, String text) {
        values.put(key, new Written(text, key.variable(), Path.of("").toAbsolutePath()));
    }

    Path path(SettingKey key) {
        Written written = values.get(key);
        try {
            if (!written.text().isBlank()) {
                return written.base().resolve(written.text()).normalize();
            }
        } catch (InvalidPathException _) { // said below, as for an empty one
        }
        throw wrong(written, "a path");
    }

    /** Empty for an empty text. */
    Optional<Path> optionalPath(SettingKey key) {
        return values.get(key).text().isBlank() ? Optional.empty() : Optional.of(path(key));
    }

    /** Empty for an empty text. */
    Optional<String> optionalText(SettingKey key) {
        return Optional.of(values.get(key).text().strip()).filter(text -> !text.isEmpty());
    }

    /** Separated by commas. */
    List<String> list(SettingKey key) {
        return Arrays.stream(values.get(key).text().split(",", -1)).map(String::strip)
                .filter(text -> !text.isEmpty()).toList();
    }

    /** A whole number up to a billion; empty for an empty text. */
    OptionalInt optionalNumber(SettingKey key) {
        return values.get(key).text().isBlank() ? OptionalInt.empty()
                : OptionalInt.of(number(key, 0));
    }

    boolean bool(SettingKey key) {
        Written written = values.get(key);
        return switch (written.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(written, "true or false");
        };
    }

    /** One of the names of {@code kind}, in any case. */
    <E extends Enum<E>> E oneOf(SettingKey key, Class<E> kind) {
        Written written = values.get(key);
        return Arrays.stream(kind.getEnumConstants())
                .filter(each -> each.name().equals(written.text().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong(written, Arrays.stream(kind.getEnumConstants())
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))));
    }

    Endpoint endpoint(SettingKey host, SettingKey port) {
        try {
            return new Endpoint(values.get(host).text(), port(port));
        } catch (IllegalArgumentException _) {
            throw wrong(values.get(host), "a host name or address without a port");
        }
    }

    /** A whole number from {@code min} to a billion. */
    int number(SettingKey key, int min) {
        Written written = values.get(key);
        return Hex.decimal(written.text())
                .filter(n -> n.bitLength() <= 30 && n.intValue() >= min)
                .orElseThrow(() -> wrong(written, "a whole number from " + min)).intValue();
    }

    /** From 0 to 1. */
    double ratio(SettingKey key) {
        Written written = values.get(key);
        if (written.text().matches("[0-9]{1,3}(\\.[0-9]{1,9})?")) {
            double value = Double.parseDouble(written.text());
            if (value <= 1) {
                return value;
            }
        }
        throw wrong(written, "a number from 0 to 1, such as 0.25");
    }

    /** Of a web server; empty for an empty text. */
    Optional<URI> optionalUrl(SettingKey key) {
        Written written = values.get(key);
        return optionalText(key).map(text -> {
            try {
                URI url = new URI(text);
                if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
                    return url;
                }
            } catch (URISyntaxException _) { // said below
            }
            throw wrong(written, "an address that begins with http:// or https://");
        });
    }

    private int port(SettingKey key) {
        Written written = values.get(key);
        return Hex.decimal(written.text()).filter(n -> n.bitLength() <= 16)
                .orElseThrow(() -> wrong(written, "a port from 0 to 65535")).intValue();
    }

    private static ConfigException wrong(Written written, String expected) {
        return new ConfigException(written.place() + " is \"" + Quote.shortened(written.text())
                + "\"; expected " + expected);
    }
}
