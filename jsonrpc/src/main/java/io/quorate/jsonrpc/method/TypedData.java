package io.quorate.jsonrpc.method;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.Param;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/** Structured data to be signed (EIP-712): {@code types}, {@code primaryType}, {@code domain}, {@code message}. */
final class TypedData {
    private static final int DEPTH_MAX = 32;

    private final Param root;
    private final Map<String, List<Member>> types = new LinkedHashMap<>();

    private record Member(String type, String name) {}

    TypedData(Param root) {
        this.root = root;
        Param declared = root.field("types");
        for (String type : declared.fieldNames()) {
            List<Member> members = new ArrayList<>();
            for (Param member : declared.field(type).list()) {
                members.add(new Member(member.field("type").string(),
                        member.field("name").string()));
            }
            types.put(type, members);
        }
    }

    /** keccak256(0x1901 ‖ domain separator ‖ hash of the message). */
    Hash digest() {
        String primary = root.field("primaryType").string();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x19);
        out.write(0x01);
        out.writeBytes(hashStruct("EIP712Domain", root.field("domain"), 0));
        if (!primary.equals("EIP712Domain")) {
            out.writeBytes(hashStruct(primary, root.field("message"), 0));
        }
        return Keccak256.hash(out.toByteArray());
    }

    private byte[] hashStruct(String type, Param value, int depth) {
        if (depth > DEPTH_MAX) {
            throw value.wrong("nested at most " + DEPTH_MAX + " deep");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Keccak256.hash(encodeType(type).getBytes(StandardCharsets.UTF_8)).toArray());
        for (Member member : members(type)) {
            out.writeBytes(encode(member.type, value.field(member.name), depth + 1));
        }
        return Keccak256.hash(out.toByteArray()).toArray();
    }

    private List<Member> members(String type) {
        List<Member> members = types.get(type);
        if (members == null) {
            throw JsonRpcException.invalidParams("invalid params: " + root.name()
                    + ".types does not declare " + type);
        }
        return members;
    }

    /** The type and, in the order of their names, those it refers to. */
    private String encodeType(String type) {
        SortedSet<String> referred = new TreeSet<>();
        collect(type, referred);
        referred.remove(type);
        StringBuilder text = new StringBuilder(signature(type));
        referred.forEach(other -> text.append(signature(other)));
        return text.toString();
    }

    private void collect(String type, SortedSet<String> found) {
        if (!found.add(type)) {
            return;
        }
        for (Member member : members(type)) {
            String base = member.type.split("\\[", 2)[0];
            if (types.containsKey(base)) {
                collect(base, found);
            }
        }
    }

    private String signature(String type) {
        List<String> members = members(type).stream().map(m -> m.type + " " + m.name).toList();
        return type + "(" + String.join(",", members) + ")";
    }

    /** A value in 32 bytes. */
    private byte[] encode(String type, Param value, int depth) {
        if (type.endsWith("]")) {
            String element = type.substring(0, type.lastIndexOf('['));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            value.list().forEach(item -> out.writeBytes(encode(element, item, depth + 1)));
            return Keccak256.hash(out.toByteArray()).toArray();
        }
        if (types.containsKey(type)) {
            return value.isAbsent() ? new byte[Hash.SIZE] : hashStruct(type, value, depth);
        }
        return switch (type) {
            case "string" ->
                    Keccak256.hash(value.string().getBytes(StandardCharsets.UTF_8)).toArray();
            case "bytes" -> Keccak256.hash(value.data()).toArray();
            case "bool" -> padded(BigInteger.valueOf(value.bool() ? 1 : 0));
            case "address" -> padded(new BigInteger(1, value.address().toArray()));
            default -> encodeSized(type, value);
        };
    }

    private static byte[] encodeSized(String type, Param value) {
        if (type.matches("bytes([1-9]|[12][0-9]|3[0-2])")) {
            Bytes bytes = value.data();
            if (bytes.size() != Integer.parseInt(type.substring(5))) {
                throw value.wrong(type);
            }
            byte[] word = new byte[Hash.SIZE];
            System.arraycopy(bytes.toArrayUnsafe(), 0, word, 0, bytes.size());
            return word;
        }
        if (!type.matches("u?int[0-9]{0,3}")) {
            throw value.wrong("of a type that is declared or known, not " + type);
        }
        String digits = type.substring(type.indexOf('t') + 1);
        int bits = digits.isEmpty() ? 256 : Integer.parseInt(digits);
        BigInteger number = value.integer();
        boolean fits = type.startsWith("u") ? number.signum() >= 0 && number.bitLength() <= bits
                : number.bitLength() < bits;
        if (bits > 256 || !fits) {
            throw value.wrong(type);
        }
        return padded(number);
    }

    /** Two's complement in 32 bytes. */
    private static byte[] padded(BigInteger number) {
        byte[] minimal = number.mod(BigInteger.ONE.shiftLeft(256)).toByteArray();
        byte[] word = new byte[Hash.SIZE];
        int length = Math.min(minimal.length, Hash.SIZE);
        System.arraycopy(minimal, minimal.length - length, word, Hash.SIZE - length, length);
        return word;
    }
}
