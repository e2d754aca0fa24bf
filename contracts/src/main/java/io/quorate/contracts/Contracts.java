package io.quorate.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The artifacts of this jar, by contract name. Each call reads the resource again; callers keep the result. */
public final class Contracts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Contracts() {}

    /** A number that anybody may raise. */
    public static ContractArtifact counter() {
        return compiled("Counter");
    }

    /** An ERC-20 token; the constructor takes name, symbol and supply. */
    public static ContractArtifact exampleToken() {
        return compiled("ExampleToken");
    }

    /** Many calls in one. */
    public static ContractArtifact multicall3() {
        return compiled("Multicall3");
    }

    /** A light client; the constructor takes chain id, epoch, the slot before it and its configuration's hash. */
    public static ContractArtifact certificateVerifier() {
        return compiled("CertificateVerifier");
    }

    /** An artifact compiled from {@code src/main/solidity}; fails where there is none of this name. */
    public static ContractArtifact compiled(String name) {
        JsonNode json = read("/contracts/" + name + ".json");
        return new ContractArtifact(text(json, "contractName"), text(json, "sourceName"),
                Optional.of(text(json.path("compiler"), "version")), json.path("abi").toString(),
                Optional.of(text(json, "bytecode")), text(json, "deployedBytecode"));
    }

    static ContractArtifact fixed(String name) {
        JsonNode json = read("/contracts/system/" + name + ".json");
        return new ContractArtifact(text(json, "contractName"), text(json, "source"),
                Optional.empty(), json.path("abi").toString(), Optional.empty(),
                text(json, "deployedBytecode"));
    }

    static String fixedAddress(String name) {
        return text(read("/contracts/system/" + name + ".json"), "address");
    }

    private static JsonNode read(String resource) {
        try (InputStream in = Contracts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no artifact " + resource);
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read artifact " + resource, e);
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalStateException("an artifact lacks " + field);
        }
        return value.textValue();
    }
}
