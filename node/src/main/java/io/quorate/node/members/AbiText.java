package io.quorate.node.members;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.UInt256;
import io.quorate.node.Printable;
import java.util.List;
import java.util.StringJoiner;
import org.apache.tuweni.bytes.Bytes;

/** Words encoded values, by the types and names that a contract's ABI (JSON) gives them. */
final class AbiText {
    /** A compressed key is told whole; of longer ones the beginning. */
    private static final int BYTES_WHOLE_MAX = 33;
    private static final int BYTES_SHOWN = 8;

    private AbiText() {}

    /** "organisation 3, roles admin+sender"; fails as {@link AbiReader} does. */
    static String of(JsonNode parameters, AbiReader in) {
        StringJoiner text = new StringJoiner(", ");
        parameters.forEach(parameter -> {
            String name = parameter.path("name").asText();
            String value = value(parameter.path("type").asText(), parameter, in);
            text.add(name.isEmpty() ? value : name + " " + value);
        });
        return text.toString();
    }

    private static String value(String type, JsonNode parameter, AbiReader in) {
        if (type.endsWith("[]")) {
            String entry = type.substring(0, type.length() - 2);
            List<String> entries = in.list(each -> value(entry, parameter, each));
            return entries.toString();
        }
        if (type.startsWith("uint")) {
            return number(parameter.path("name").asText(), in.word());
        }
        if (type.startsWith("bytes") && type.length() > "bytes".length()) {
            int size = Integer.parseInt(type.substring("bytes".length()));
            return in.word().toBytes().slice(0, size).toHexString();
        }
        return switch (type) {
            case "address" -> in.address().toString();
            case "bool" -> in.flag() ? "yes" : "no";
            case "string" -> "\"" + Printable.of(in.text()) + "\"";
            case "bytes" -> shortened(in.bytes());
            case "tuple" -> "(" + of(parameter.path("components"),
                    isDynamic(parameter) ? in.dynamic() : in) + ")";
            default -> throw new IllegalArgumentException("no words for the type " + type);
        };
    }

    private static boolean isDynamic(JsonNode parameter) {
        String type = parameter.path("type").asText();
        if (!type.equals("tuple")) {
            return type.equals("string") || type.equals("bytes") || type.endsWith("[]");
        }
        for (JsonNode component : parameter.path("components")) {
            if (isDynamic(component)) return true;
        }
        return false;
    }

    /** Some numbers of these contracts stand for something. */
    private static String number(String name, UInt256 value) {
        if (!value.fitsLong()) {
            return value.toString();
        }
        long number = value.toLongExact();
        return switch (name) {
            case "roles", "callRoles", "readRoles" -> Flags.ROLES.text(number);
            case "enforced" -> Flags.RULES.text(number);
            case "role" -> number == 1 ? "validator" : number == 2 ? "observer" : "" + number;
            case "suite" -> number == 1 ? "secp256k1" : number == 2 ? "bls12381" : "" + number;
            default -> String.valueOf(number);
        };
    }

    private static String shortened(Bytes bytes) {
        return bytes.size() <= BYTES_WHOLE_MAX ? bytes.toHexString()
                : bytes.slice(0, BYTES_SHOWN).toHexString() + "…(" + bytes.size() + " bytes)";
    }
}
