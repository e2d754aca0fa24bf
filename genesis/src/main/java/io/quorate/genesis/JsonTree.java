package io.quorate.genesis;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.quorate.genesis.JsonValue.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Parses JSON with its line numbers. Comments are allowed, as Besu allows them; a key that occurs twice in
 * one object is an error. Depth, names, numbers and texts are bounded while they are read.
 */
final class JsonTree {
    private static final int DEPTH_MAX = 16;
    private static final int NAME_LENGTH_MAX = 256;
    private static final int NUMBER_LENGTH_MAX = 100; // 2^256 has 78 digits
    private static final int TEXT_LENGTH_MAX = 4 * 1024 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX)
                    .maxNameLength(NAME_LENGTH_MAX).maxNumberLength(NUMBER_LENGTH_MAX)
                    .maxStringLength(TEXT_LENGTH_MAX).build())
            .build();

    private final String source;
    private final JsonParser parser;

    private JsonTree(String source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /** Fails with {@link ConfigException} unless {@code json} is one value and nothing else. */
    static JsonValue parse(String source, byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            JsonTree tree = new JsonTree(source, parser);
            if (parser.nextToken() == null) {
                throw new ConfigException(source + " is empty");
            }
            JsonValue value = tree.value();
            if (parser.nextToken() != null) {
                throw new ConfigException(
                        source + ":" + tree.line() + ": there is more after the end");
            }
            return value;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ConfigException(source + ":" + line + ": not valid JSON: "
                    + Quote.shortened(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private JsonValue value() throws IOException {
        int line = line();
        return switch (parser.currentToken()) {
            case START_OBJECT -> new JsonValue.JsonObject(line, members());
            case START_ARRAY -> new JsonValue.JsonArray(line, elements());
            case VALUE_STRING -> new JsonValue.JsonText(line, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new JsonValue.JsonNumber(line, parser.getText());
            case VALUE_TRUE -> new JsonValue.JsonBoolean(line, true);
            case VALUE_FALSE -> new JsonValue.JsonBoolean(line, false);
            case VALUE_NULL -> new JsonValue.JsonNull(line);
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new IllegalStateException("no value at " + parser.currentToken());
        };
    }

    private SequencedMap<String, Member> members() throws IOException {
        SequencedMap<String, Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            int line = line();
            String key = parser.currentName();
            parser.nextToken();
            Member before = members.putIfAbsent(key, new Member(line, value()));
            if (before != null) {
                throw new ConfigException(source + ":" + line + ": " + Quote.shortened(key)
                        + " is there already, on line " + before.line());
            }
        }
        return members;
    }

    private List<JsonValue> elements() throws IOException {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value());
        }
        return elements;
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
