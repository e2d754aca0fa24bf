package io.quorate.node.members;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bft.net.TlsIdentity;
import io.quorate.genesis.BlsKey;
import io.quorate.genesis.keys.AccountKey;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** New keys of a node, gathered for one vote. One thread. */
public final class NodeRotation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BYTES_MAX = 64 << 10;

    private final int node;
    private final long chainId;
    private final int organisation;
    private final List<SystemCall> calls = new ArrayList<>();

    /** @param organisation of the node, for which a consensus key says that it is held */
    public NodeRotation(int node, long chainId, int organisation) {
        this.node = node;
        this.chainId = chainId;
        this.organisation = organisation;
    }

    public void add(SystemCall call) {
        calls.add(call);
    }

    public void tls(TlsIdentity identity) {
        add(SystemCall.rotateTlsKey(node, identity.keyPin()));
    }

    public void consensus(AccountKey key, Optional<BlsKey> bls) {
        add(SystemCall.rotateConsensusKey(node, NodeFile.compressed(key),
                NodeFile.possession(key, chainId, organisation),
                bls.map(own -> own.identity().publicKey()).orElse(Bytes.EMPTY),
                bls.map(own -> own.identity().proof()).orElse(Bytes.EMPTY)));
    }

    public List<SystemCall> calls() {
        return List.copyOf(calls);
    }

    /** What is public of the keys, into a new file that may be handed to an admin. */
    public void write(Path file) {
        ObjectNode json = JSON.createObjectNode().put("node", node).put("chainId", chainId)
                .put("organisation", organisation);
        json.set("calls", MembersReport.json(calls));
        try {
            Files.writeString(file, json.toPrettyString() + "\n", StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** Takes the keys of such a file. Fails with {@link OperatorException} where it is another node's, or anything else. */
    public void file(Path file) {
        JsonNode json = read(file);
        if (json.path("node").asInt(-1) != node || json.path("chainId").asLong() != chainId) {
            throw new OperatorException(file + " has keys of node " + json.path("node").asText()
                    + " of chain " + json.path("chainId").asText() + ", not of node " + node
                    + " of chain " + chainId + ".");
        }
        for (JsonNode call : json.path("calls")) {
            add(checked(file, call.path("data").asText()));
        }
    }

    /** A file from elsewhere names keys of this node and nothing else that a vote could do. */
    private SystemCall checked(Path file, String text) {
        if (text.matches("0x([0-9a-fA-F]{2})+")) {
            SystemCall call = new SystemCall(SystemCall.REGISTRY, Bytes.fromHexString(text));
            if (call.isRotationOf(node)) {
                return call;
            }
        }
        throw new OperatorException(file + " has a call that replaces no key of node " + node
                + "; expected the file that 'quorate keys rotate' writes.");
    }

    private static JsonNode read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new OperatorException(file + " is too long for a node's new keys.");
            }
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read as a node's new keys (JSON, as"
                    + " 'quorate keys rotate' writes it): " + e.getMessage() + ".", e);
        }
    }
}
