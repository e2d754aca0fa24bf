package io.quorate.node.members;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.genesis.PublicKeys;
import io.quorate.genesis.keys.AccountKey;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What a node's operator hands to whoever proposes it: nothing in it is secret.
 *
 * @param organisation its number
 * @param validator or observer
 * @param consensusKey compressed, 33 bytes
 * @param keyProof that the operator holds it: r, s and v
 * @param blsKey 96 bytes or none, with {@code blsProof} of 48
 */
public record NodeFile(int organisation, boolean validator, String name, String endpoint,
        String operator, String jurisdiction, Bytes consensusKey, Bytes keyProof,
        Bytes32 tlsFingerprint, Bytes incarnation, Bytes blsKey, Bytes blsProof) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BYTES_MAX = 64 << 10;
    private static final int RECOVERY_BASE = 27;

    /** What its owner signs so that an organisation may name a key (ConsensusKey.sol). */
    public static Bytes possession(AccountKey key, long chainId, int organisation) {
        Bytes signed = key.sign(Abi.call("", Abi.text("Quorate consensus key"),
                Abi.number(chainId), Abi.number(organisation)).slice(4));
        return Bytes.concatenate(signed.slice(0, signed.size() - 1),
                Bytes.of(RECOVERY_BASE + signed.get(signed.size() - 1)));
    }

    public static Bytes compressed(AccountKey key) {
        return PublicKeys.compressed(key.publicKey());
    }

    /** To the Registry, by a vote. */
    public SystemCall toCall() {
        return new SystemCall(SystemCall.REGISTRY, Abi.call(
                "addNode((uint32,uint8,bytes,bytes,bytes32,bytes16,string,string,string,string,"
                        + "bytes,bytes))",
                Abi.tuple(Abi.number(organisation), Abi.number(validator ? 1 : 2),
                        Abi.bytes(consensusKey), Abi.bytes(keyProof), Abi.fixed(tlsFingerprint),
                        Abi.fixed(incarnation), Abi.text(name), Abi.text(endpoint),
                        Abi.text(operator), Abi.text(jurisdiction), Abi.bytes(blsKey),
                        Abi.bytes(blsProof))));
    }

    /** Into a new file. */
    public void write(Path file) {
        ObjectNode json = JSON.createObjectNode();
        json.put("organisation", organisation).put("role", validator ? "validator" : "observer")
                .put("name", name).put("endpoint", endpoint).put("operator", operator)
                .put("jurisdiction", jurisdiction)
                .put("consensusKey", consensusKey.toHexString())
                .put("keyProof", keyProof.toHexString())
                .put("tlsFingerprint", tlsFingerprint.toHexString())
                .put("incarnation", incarnation.toHexString())
                .put("blsKey", blsKey.toHexString()).put("blsProof", blsProof.toHexString());
        try {
            Files.writeString(file, json.toPrettyString() + "\n", StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** Fails with {@link OperatorException} that names what is missing. */
    public static NodeFile read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new OperatorException(file + " is too long for the description of a node.");
            }
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            String role = text(file, json, "role");
            if (!role.equals("validator") && !role.equals("observer")) {
                throw new OperatorException(
                        file + ": role is \"" + role + "\"; expected validator or observer.");
            }
            return new NodeFile(organisation(file, json), role.equals("validator"),
                    text(file, json, "name"), text(file, json, "endpoint"),
                    json.path("operator").asText(), json.path("jurisdiction").asText(),
                    bytes(file, json, "consensusKey", 33), bytes(file, json, "keyProof", 65),
                    Bytes32.wrap(bytes(file, json, "tlsFingerprint", 32)),
                    bytes(file, json, "incarnation", 16), bytes(file, json, "blsKey", 0, 96),
                    bytes(file, json, "blsProof", 0, 48));
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read as the description of a node"
                    + " (JSON, as 'quorate members prepare' writes it): " + e.getMessage() + ".",
                    e);
        }
    }

    private static int organisation(Path file, JsonNode json) {
        int number = json.path("organisation").asInt();
        if (number < 1) {
            throw new OperatorException(file + ": organisation is no number from 1 on.");
        }
        return number;
    }

    private static String text(Path file, JsonNode json, String key) {
        String text = json.path(key).asText();
        if (text.isEmpty()) throw new OperatorException(file + ": " + key + " is missing.");
        return text;
    }

    private static Bytes bytes(Path file, JsonNode json, String key, int... sizes) {
        String text = json.path(key).asText();
        try {
            Bytes bytes = Bytes.fromHexString(text);
            for (int size : sizes) {
                if (bytes.size() == size) return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new OperatorException(file + ": " + key + " is not hexadecimal.", e);
        }
        throw new OperatorException(file + ": " + key + " has not "
                + sizes[sizes.length - 1] + " bytes.");
    }
}
