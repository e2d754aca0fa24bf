package io.quorate.node.members;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.node.OperatorException;
import io.quorate.node.access.ReadAnchor;
import io.quorate.node.client.ReplicaClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** What a replica says of how far nodes' journals of reads have come. */
public final class ChainAnchors {
    private static final int PAGE = 128;

    private ChainAnchors() {}

    /** All of one node, as they came. Fails with {@link OperatorException} on a chain without the contract. */
    public static List<ReadAnchor> of(ReplicaClient replica, int node) {
        String contract = ReadAnchor.CONTRACT.toString();
        String block = replica.call("eth_blockNumber").asText();
        if (replica.call("eth_getCode", contract, block).asText().length() <= 2) {
            throw new OperatorException("This chain keeps no anchors of journals: nothing is at "
                    + contract + ".");
        }
        List<ReadAnchor> all = new ArrayList<>();
        List<ReadAnchor> page;
        do {
            Bytes call = Abi.call("anchors(uint32,uint256,uint256)",
                    Abi.number(Integer.toUnsignedLong(node)), Abi.number(all.size()),
                    Abi.number(PAGE));
            JsonNode answer = replica.call("eth_call",
                    Map.of("to", contract, "data", call.toHexString()), block);
            page = new AbiReader(Bytes.fromHexString(answer.asText())).list(in -> new ReadAnchor(
                    in.number(), in.number(), in.number(), Bytes32.wrap(in.word().toBytes())));
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }
}
