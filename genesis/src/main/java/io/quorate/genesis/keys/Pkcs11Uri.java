package io.quorate.genesis.keys;

import io.quorate.genesis.ConfigException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A key in a device, by RFC 7512: {@code pkcs11:object=validator;slot-id=7?module-path=/usr/lib/module.so}. Without
 * {@code slot-id} it is the first slot's. A PIN is in the file of {@code pin-source}, or asked for as a password.
 *
 * @param object the label of the key's certificate
 */
public record Pkcs11Uri(String text, Path module, OptionalLong slot, String object,
        Optional<Path> pinFile) {
    static final String SCHEME = "pkcs11:";
    private static final String FILE = "file:";

    /** Fails with {@link ConfigException}. */
    public static Pkcs11Uri parse(String text) {
        String[] halves = text.substring(SCHEME.length()).split("\\?", 2);
        Map<String, String> path = attributes(text, halves[0], ";");
        Map<String, String> query = attributes(text, halves.length > 1 ? halves[1] : "", "&");
        String module = query.remove("module-path");
        String object = path.remove("object");
        if (module == null || object == null || object.isEmpty()) {
            throw new ConfigException(text + " names no key in a device; expected"
                    + " pkcs11:object=LABEL?module-path=LIBRARY");
        }
        OptionalLong slot = slot(text, path.remove("slot-id"));
        Optional<Path> pin = Optional.ofNullable(query.remove("pin-source"))
                .map(source -> Path.of(source.startsWith(FILE) ? source.substring(FILE.length())
                        : source));
        path.keySet().removeIf("type"::equals);
        path.putAll(query);
        if (!path.isEmpty()) {
            throw new ConfigException(text + ": the attribute " + path.keySet().iterator().next()
                    + " is not known; object, slot-id, module-path and pin-source are");
        }
        return new Pkcs11Uri(text, Path.of(module), slot, object, pin);
    }

    private static Map<String, String> attributes(String text, String list, String separator) {
        Map<String, String> found = new HashMap<>();
        for (String part : list.split(separator, -1)) {
            int equals = part.indexOf('=');
            if (part.isEmpty()) {
                continue;
            }
            if (equals < 1 || found.put(part.substring(0, equals), decoded(text,
                    part.substring(equals + 1))) != null) {
                throw new ConfigException(text + ": " + part + " is no attribute, or there twice");
            }
        }
        return found;
    }

    private static String decoded(String text, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(text + ": " + value + " is wrongly percent-encoded", e);
        }
    }

    private static OptionalLong slot(String text, String value) {
        if (value == null) {
            return OptionalLong.empty();
        }
        if (!value.matches("\\d{1,10}")) {
            throw new ConfigException(text + ": slot-id is not a number");
        }
        return OptionalLong.of(Long.parseLong(value));
    }

    @Override
    public String toString() {
        return text;
    }
}
