package io.quorate.node.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.node.OperatorException;
import io.quorate.node.bench.Wallet;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Files with JSON-RPC requests, and the script that sends them. */
final class LabRequests {
    /** Who gets what the labs send. */
    static final Address RECIPIENT = Address.ofLow(0xb0);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 0x4c6162L;
    private static final long GAS = 30_000;

    private LabRequests() {}

    /** {@code ask FILE [REPLICA]}, which posts a file of the folder. */
    static void writeAsk(LabFolder folder) {
        folder.writeScript("ask",
                """
                        #!/bin/sh
                        # ask FILE [REPLICA]: sends the JSON-RPC request in FILE of this folder to a replica of this lab
                        curl -sS -H 'content-type: application/json' -d "@$(dirname "$0")/$1" \\
                            "http://127.0.0.1:$((%d + ${2:-0}))" && echo"""
                        .formatted(folder.port()));
    }

    static void write(LabFolder folder, String file, String method, Object... parameters) {
        ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1)
                .put("method", method);
        ArrayNode list = request.putArray("params");
        for (Object parameter : parameters) {
            list.add(JSON.<JsonNode>valueToTree(parameter));
        }
        folder.write(file, request.toString());
    }

    /**
     * {@code tx-1.json} to {@code tx-N.json}, to be sent in this order: transactions without value to {@link #RECIPIENT} that
     * a key signed which anybody could make, and {@code receipt-K.json}, which asks what became of one.
     */
    static void writeTransactions(LabFolder folder, long chainId, int count) {
        Wallet wallet = wallet(folder, chainId);
        for (int k = 1; k <= count; k++) {
            Bytes raw = wallet.sign(Optional.of(RECIPIENT), Bytes.EMPTY, GAS);
            write(folder, "tx-" + k + ".json", "eth_sendRawTransactionSync", raw.toHexString());
            write(folder, "receipt-" + k + ".json", "eth_getTransactionReceipt",
                    Keccak256.hash(raw).toString());
        }
    }

    /** With a key that anybody could make, each time from its first nonce on. */
    static Wallet wallet(LabFolder folder, long chainId) {
        return Wallet.numbered(SEED, folder.lab(), chainId);
    }

    /** What {@code sender} creates with nonce 0: the last 20 bytes of keccak256(rlp([sender, 0])), Yellow Paper §7. */
    static Address firstContractOf(Address sender) {
        return Address.of(Keccak256.hash(Bytes.concatenate(Bytes.fromHexString("0xd694"),
                sender.bytes(), Bytes.fromHexString("0x80"))).bytes().slice(12));
    }

    /** Of the raw transaction that the request in file {@code name} sends. */
    static String hashOf(LabFolder folder, String name) {
        String raw = folder.json(name).path("params").path(0).asText();
        if (!raw.matches("0x([0-9a-f]{2})+")) {
            throw new OperatorException(folder.file(name) + " holds no signed transaction.");
        }
        return Keccak256.hash(Bytes.fromHexString(raw)).toString();
    }
}
