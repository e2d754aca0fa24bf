package io.quorate.genesis;

import io.quorate.genesis.JsonValue.JsonArray;
import io.quorate.genesis.JsonValue.JsonBoolean;
import io.quorate.genesis.JsonValue.JsonNull;
import io.quorate.genesis.JsonValue.JsonNumber;
import io.quorate.genesis.JsonValue.JsonObject;
import io.quorate.genesis.JsonValue.JsonText;
import io.quorate.genesis.JsonValue.Member;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * One object of a file while it is read: takes values by key, remembers which keys were asked for, and words
 * every complaint with file, line and key. Mutable, one thread, never leaves the reading of its file. A
 * {@code null} counts as absent.
 */
final class JsonSection {
    private final String source;
    private final String path;
    private final JsonObject object;
    private final SequencedMap<String, Member> byKey = new LinkedHashMap<>();
    private final boolean anyCase;
    private final Set<String> known = new TreeSet<>();

    private JsonSection(String source, String path, JsonObject object, boolean anyCase) {
        this.source = source;
        this.path = path;
        this.object = object;
        this.anyCase = anyCase;
        object.members().forEach((key, member) -> {
            if (byKey.putIfAbsent(form(key), member) != null) {
                throw failure(member.line(), key, "is there already in other letters");
            }
        });
    }

    /** The whole file. Besu and geth read the keys of their format in any case, so do we. */
    static JsonSection root(String source, JsonValue value) {
        if (!(value instanceof JsonObject object)) {
            throw new ConfigException(source + ":" + value.line() + ": expected an object, not "
                    + value.shown());
        }
        return new JsonSection(source, "", object, true);
    }

    private String form(String key) {
        return anyCase ? key.toLowerCase(Locale.ROOT) : key;
    }

    /** The object under {@code key}, whose keys may be written in any case. */
    Optional<JsonSection> section(String key) {
        return present(key).map(member -> sectionOf(key, member.value(), true));
    }

    /** The object under {@code key}, whose keys must be written exactly. */
    Optional<JsonSection> strictSection(String key) {
        return present(key).map(member -> sectionOf(key, member.value(), false));
    }

    /** The list of objects under {@code key}; empty where it is absent. */
    List<JsonSection> strictSections(String key, int countMax) {
        Optional<Member> member = present(key);
        if (member.isEmpty()) {
            return List.of();
        }
        if (!(member.get().value() instanceof JsonArray(_, List<JsonValue> elements))) {
            throw wrong(key, "a list");
        }
        if (elements.size() > countMax) {
            throw failure(member.get().line(), key,
                    "has " + elements.size() + " entries; at most " + countMax + " are allowed");
        }
        List<JsonSection> sections = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            sections.add(sectionOf(key + "[" + i + "]", elements.get(i), false));
        }
        return sections;
    }

    private JsonSection sectionOf(String key, JsonValue value, boolean keysInAnyCase) {
        if (!(value instanceof JsonObject child)) {
            throw failure(value.line(), key, "is " + value.shown() + "; expected an object");
        }
        return new JsonSection(source, path + key + ".", child, keysInAnyCase);
    }

    Optional<String> text(String key) {
        return present(key).map(member -> {
            if (member.value() instanceof JsonText(_, String text)) {
                return text;
            }
            throw wrong(key, "a text in quotes");
        });
    }

    /** The list of texts under {@code key}; empty where it is absent. */
    List<String> texts(String key, int countMax) {
        return present(key).map(member -> {
            if (!(member.value() instanceof JsonArray(_, List<JsonValue> elements))
                    || elements.size() > countMax) {
                throw wrong(key, "a list of at most " + countMax + " texts");
            }
            return elements.stream().map(element -> element instanceof JsonText(_, String text)
                    ? text
                    : throwing(wrong(key, "a list of texts in quotes"))).toList();
        }).orElse(List.of());
    }

    private static String throwing(ConfigException failure) {
        throw failure;
    }

    Optional<Boolean> bool(String key) {
        return present(key).map(member -> {
            if (member.value() instanceof JsonBoolean(_, boolean value)) {
                return value;
            }
            throw wrong(key, "true or false");
        });
    }

    /** A whole number, or a text of one: decimal, or hexadecimal after {@code 0x}. */
    Optional<BigInteger> number(String key, BigInteger min, BigInteger max) {
        return present(key).map(member -> {
            Optional<BigInteger> number = switch (member.value()) {
                case JsonNumber(_, String digits) -> Hex.decimal(digits);
                case JsonText(_, String text) -> Hex.quantity(text);
                case JsonObject _,JsonArray _,JsonBoolean _,JsonNull _ -> Optional.empty();
            };
            return number.filter(n -> n.compareTo(min) >= 0 && n.compareTo(max) <= 0)
                    .orElseThrow(() -> wrong(key, "a number from " + min + " to " + max));
        });
    }

    Optional<Long> number(String key, long min, long max) {
        return number(key, BigInteger.valueOf(min), BigInteger.valueOf(max))
                .map(BigInteger::longValueExact);
    }

    /** Bytes in hexadecimal, with or without {@code 0x}. */
    Optional<Bytes> bytes(String key, int sizeMin, int sizeMax) {
        return present(key).map(member -> {
            if (member.value() instanceof JsonText(_, String text)) {
                Optional<Bytes> bytes = Hex.bytes(text)
                        .filter(b -> b.size() >= sizeMin && b.size() <= sizeMax);
                if (bytes.isPresent()) {
                    return bytes.get();
                }
            }
            String size = sizeMin == sizeMax ? "" + sizeMin : sizeMin + " to " + sizeMax;
            throw wrong(key, size + " bytes in hexadecimal, as in \"0x00\"");
        });
    }

    /** {@code key} is needed; where another one looks like it, that one is named. */
    ConfigException missing(String key, String expected) {
        for (var entry : object.members().entrySet()) {
            if (isUnknown(entry.getKey())
                    && NearestKey.of(entry.getKey(), List.of(key)).isPresent()) {
                return misspelt(entry.getKey(), entry.getValue().line(), key);
            }
        }
        return new ConfigException(source + ":" + object.line() + ": " + path + key
                + " is missing; expected " + expected);
    }

    private ConfigException misspelt(String written, int line, String meant) {
        return failure(line, written,
                "is not a key of this section; did you mean " + meant + "?");
    }

    /** The value of {@code key} is none that is allowed. */
    ConfigException wrong(String key, String expected) {
        Member member = byKey.get(form(key));
        return failure(member.value().line(), key,
                "is " + member.value().shown() + "; expected " + expected);
    }

    /** {@code key} exists and {@code problem} is said of it. */
    ConfigException problem(String key, String problem) {
        Member member = byKey.get(form(key));
        return failure(member == null ? object.line() : member.line(), key, problem);
    }

    private ConfigException failure(int line, String key, String problem) {
        return new ConfigException(
                source + ":" + line + ": " + path + Quote.shortened(key) + " " + problem);
    }

    /** Marks keys as understood without reading them. */
    void ignore(String... keys) {
        for (String key : keys) {
            known.add(key);
        }
    }

    boolean has(String key) {
        return present(key).isPresent();
    }

    private Optional<Member> present(String key) {
        known.add(key);
        return Optional.ofNullable(byKey.get(form(key)))
                .filter(member -> !(member.value() instanceof JsonNull));
    }

    /** What stands before this section's keys in a message, such as {@code quorate.validators[0].}. */
    String path() {
        return path;
    }

    /** The keys as written, in order. */
    Set<String> keys() {
        return object.members().sequencedKeySet();
    }

    int size() {
        return object.members().size();
    }

    /** One sentence for each key that nobody asked for. */
    List<String> unknownKeys() {
        List<String> sentences = new ArrayList<>();
        object.members().forEach((key, member) -> {
            if (isUnknown(key)) {
                sentences.add(source + ":" + member.line() + ": " + path + Quote.shortened(key)
                        + " means nothing here and is ignored");
            }
        });
        return sentences;
    }

    /** Fails at the first key that nobody asked for, and names the one that was probably meant. */
    void refuseUnknownKeys() {
        object.members().forEach((key, member) -> {
            if (isUnknown(key)) {
                throw NearestKey.of(key, known)
                        .map(nearest -> misspelt(key, member.line(), nearest))
                        .orElseGet(() -> failure(member.line(), key,
                                "is not a key of this section; allowed are "
                                        + String.join(", ", known)));
            }
        });
    }

    private boolean isUnknown(String key) {
        return known.stream().noneMatch(k -> form(k).equals(form(key)));
    }
}
