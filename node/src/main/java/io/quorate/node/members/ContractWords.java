package io.quorate.node.members;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.contracts.Contracts;
import io.quorate.evm.primitives.Address;
import io.quorate.node.OperatorException;
import io.quorate.node.Printable;
import io.quorate.node.client.ReplicaRefusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/** Tells in words what is asked of the members' contracts and what they answer, by their ABIs. */
public final class ContractWords {
    private static final int SELECTOR_SIZE = 4;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Address, String> CONTRACTS = Map.of(SystemCall.REGISTRY, "Registry",
            SystemCall.PERMISSIONS, "Permissions", SystemCall.GOVERNANCE, "Governance");
    private static final Bytes REVERTED = Abi.selector("Error(string)");
    private static final Bytes PANICKED = Abi.selector("Panic(uint256)");

    private ContractWords() {}

    /** Read once, when the first words are wanted. */
    private static final class Known {
        static final Map<String, Map<Bytes, JsonNode>> FUNCTIONS = new HashMap<>();
        static final Map<Bytes, JsonNode> ERRORS = new HashMap<>();

        static {
            for (String contract : List.of("Registry", "Permissions", "Governance",
                    "SystemProxy")) {
                Map<Bytes, JsonNode> functions = new HashMap<>();
                for (JsonNode entry : abi(contract)) {
                    Bytes selector = Abi.selector(signature(entry));
                    switch (entry.path("type").asText()) {
                        case "function" -> functions.put(selector, entry);
                        case "error" -> ERRORS.put(selector, entry);
                        default -> {
                            // an event or a constructor
                        }
                    }
                }
                FUNCTIONS.put(contract, functions);
            }
        }

        private static JsonNode abi(String contract) {
            try {
                return JSON.readTree(Contracts.compiled(contract).abi());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the ABI of " + contract + " is no JSON", e);
            }
        }
    }

    /** {@code removeNode(uint32)}. */
    static String signature(JsonNode entry) {
        return entry.path("name").asText() + types(entry.path("inputs"));
    }

    private static String types(JsonNode parameters) {
        StringJoiner types = new StringJoiner(",", "(", ")");
        parameters.forEach(parameter -> {
            String type = parameter.path("type").asText();
            types.add(type.startsWith("tuple")
                    ? types(parameter.path("components")) + type.substring("tuple".length())
                    : type);
        });
        return types.toString();
    }

    /** Names of all errors, each of which {@link ErrorMeanings} explains. */
    static List<String> errors() {
        return Known.ERRORS.values().stream().map(entry -> entry.path("name").asText()).sorted()
                .distinct().toList();
    }

    /** "removeNode(node 3)"; the bytes where the contract has no such function. */
    static String ofCall(SystemCall call) {
        return Optional.ofNullable(CONTRACTS.get(call.to())).map(Known.FUNCTIONS::get)
                .map(functions -> functions.get(selector(call.data())))
                .flatMap(entry -> worded(entry, call.data()))
                .orElseGet(() -> call.to() + " " + call.data().toHexString());
    }

    /** "TooManyLeave(leaving 2, max 1): …"; empty for what is no error of theirs. */
    public static Optional<String> ofError(Bytes data) {
        Bytes selector = selector(data);
        JsonNode entry = Known.ERRORS.get(selector);
        if (selector.equals(REVERTED) || selector.equals(PANICKED)) {
            AbiReader in = new AbiReader(data.slice(SELECTOR_SIZE));
            return safely(() -> selector.equals(REVERTED) ? Printable.of(in.text())
                    : "Panic(" + in.word() + ")");
        }
        if (entry == null) {
            return Optional.empty();
        }
        String name = entry.path("name").asText();
        if (name.equals("ActionFailed")) {
            return safely(() -> {
                AbiReader in = new AbiReader(data.slice(SELECTOR_SIZE));
                long index = in.number();
                Bytes reason = in.bytes();
                return "action " + (index + 1) + " fails: "
                        + ofError(reason).orElseGet(reason::toHexString);
            });
        }
        return worded(entry, data).map(words -> words + ": " + ErrorMeanings.of(name));
    }

    private static Bytes selector(Bytes data) {
        return data.size() < SELECTOR_SIZE ? Bytes.EMPTY : data.slice(0, SELECTOR_SIZE);
    }

    private static Optional<String> worded(JsonNode entry, Bytes data) {
        return safely(() -> entry.path("name").asText() + "(" + AbiText.of(entry.path("inputs"),
                new AbiReader(data.slice(SELECTOR_SIZE))) + ")");
    }

    /** Bytes that others chose need not be what their selector promises. */
    private static Optional<String> safely(Supplier<String> words) {
        try {
            return Optional.of(words.get());
        } catch (OperatorException _) {
            return Optional.empty();
        }
    }

    /** What was asked; a contract's refusal fails with {@link OperatorException} in words. */
    public static <T> T explained(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (ReplicaRefusal e) {
            throw ofError(e.data())
                    .map(words -> new OperatorException("The contract refuses: " + words + ".", e))
                    .orElse(e);
        }
    }
}
