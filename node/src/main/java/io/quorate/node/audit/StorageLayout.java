package io.quorate.node.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.evm.primitives.UInt256;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a contract's variables are, as the Solidity compiler's output selection {@code storageLayout} tells it. */
final class StorageLayout {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final JsonNode root;

    private StorageLayout(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /** A type as the compiler describes it; nested ones are looked up by name. */
    record Type(JsonNode node) {
        String encoding() {
            return node.path("encoding").asText();
        }

        String label() {
            return node.path("label").asText();
        }

        int bytes() {
            return node.path("numberOfBytes").asInt(32);
        }
    }

    /** A variable or a member of a struct; {@code offset} in bytes from the low end of its slot. */
    record Place(UInt256 slot, int offset, Type type) {}

    /** Reads the layout itself, or an artifact that has it in {@code storageLayout}. */
    static StorageLayout read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            JsonNode layout = json.has("storageLayout") ? json.get("storageLayout") : json;
            if (!layout.path("storage").isArray() || layout.path("storage").isEmpty()) {
                throw new OperatorException(file + " has no storage layout: ask the Solidity"
                        + " compiler for 'storageLayout' and name its JSON.");
            }
            return new StorageLayout(file, layout);
        } catch (JsonProcessingException e) {
            throw new OperatorException(file + " is no JSON: " + e.getOriginalMessage() + ".", e);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    Place variable(String name) {
        return member(root.path("storage"), name).map(this::place)
                .orElseThrow(() -> new OperatorException("The layout in " + file
                        + " has no variable '" + name + "'; it has "
                        + String.join(", ", names(root.path("storage"))) + "."));
    }

    /** A struct's member, relative to the struct's first slot. */
    Place member(Type struct, String name) {
        return member(struct.node().path("members"), name).map(this::place)
                .orElseThrow(() -> new OperatorException("'" + struct.label()
                        + "' has no member '" + name + "'; it has "
                        + String.join(", ", names(struct.node().path("members"))) + "."));
    }

    Type type(Type of, String field) {
        return new Type(root.path("types").path(of.node().path(field).asText()));
    }

    private static Optional<JsonNode> member(JsonNode members, String name) {
        for (JsonNode member : members) {
            if (member.path("label").asText().equals(name)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    private static List<String> names(JsonNode members) {
        List<String> names = new ArrayList<>();
        members.forEach(member -> names.add(member.path("label").asText()));
        return names;
    }

    private Place place(JsonNode member) {
        return new Place(UInt256.of(new java.math.BigInteger(member.path("slot").asText("0"))),
                member.path("offset").asInt(),
                new Type(root.path("types").path(member.path("type").asText())));
    }
}
