package io.quorate.genesis;

import java.util.List;
import java.util.SequencedMap;

/** A parsed JSON value that knows the line it starts on, counted from 1. */
sealed interface JsonValue {
    int line();

    /** {@code members} by key, as written and in order. */
    record JsonObject(int line, SequencedMap<String, Member> members) implements JsonValue {}

    record JsonArray(int line, List<JsonValue> elements) implements JsonValue {}

    record JsonText(int line, String text) implements JsonValue {}

    /** A number as it was written, so that none is rounded. */
    record JsonNumber(int line, String digits) implements JsonValue {}

    record JsonBoolean(int line, boolean value) implements JsonValue {}

    record JsonNull(int line) implements JsonValue {}

    /** A key's line and what it holds. */
    record Member(int line, JsonValue value) {}

    /** The value as a message shows it. */
    default String shown() {
        return switch (this) {
            case JsonObject _ -> "an object";
            case JsonArray _ -> "a list";
            case JsonText(_, String text) -> "\"" + Quote.shortened(text) + "\"";
            case JsonNumber(_, String digits) -> Quote.shortened(digits);
            case JsonBoolean(_, boolean value) -> Boolean.toString(value);
            case JsonNull _ -> "null";
        };
    }
}
