package io.quorate.node.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Functions of contracts by their selectors, out of ABI files. */
final class FunctionNames {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SELECTOR_CHARS = 10; // 0x and four bytes

    private final Map<String, String> bySelector = new HashMap<>();

    /** Each an ABI, or an artifact that has one in {@code abi}. */
    static FunctionNames read(List<Path> files) {
        FunctionNames names = new FunctionNames();
        for (Path file : files) {
            try {
                JsonNode json = JSON.readTree(Files.readString(file));
                JsonNode abi = json.has("abi") ? json.get("abi") : json;
                if (!abi.isArray()) {
                    throw new OperatorException(file + " has no ABI: it must be a JSON list, or an"
                            + " object with one in 'abi'.");
                }
                abi.forEach(names::add);
            } catch (JsonProcessingException e) {
                throw new OperatorException(
                        file + " is no JSON: " + e.getOriginalMessage() + ".", e);
            } catch (IOException e) {
                throw new OperatorException(file + " cannot be read: " + e.getMessage() + ".", e);
            }
        }
        return names;
    }

    private void add(JsonNode item) {
        if (!item.path("type").asText().equals("function")) {
            return;
        }
        String signature = item.path("name").asText() + inputs(item.path("inputs"));
        String hash = Keccak256.hash(signature.getBytes(StandardCharsets.US_ASCII)).toString();
        bySelector.put(hash.substring(0, SELECTOR_CHARS), signature);
    }

    private static String inputs(JsonNode inputs) {
        List<String> types = new ArrayList<>();
        for (JsonNode input : inputs) {
            String type = input.path("type").asText();
            types.add(type.startsWith("tuple")
                    ? inputs(input.path("components")) + type.substring("tuple".length())
                    : type);
        }
        return "(" + String.join(",", types) + ")";
    }

    /** What is called by this input: a signature, or the selector where none is known. */
    String of(String input) {
        if (input.length() < SELECTOR_CHARS) {
            return "";
        }
        String selector = input.substring(0, SELECTOR_CHARS);
        return bySelector.getOrDefault(selector, selector);
    }
}
