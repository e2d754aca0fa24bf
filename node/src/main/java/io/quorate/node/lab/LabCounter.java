package io.quorate.node.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.contracts.Contracts;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.DevAccounts;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/** The contract Counter of contracts/src/main/solidity on a development network, deployed by its first account. */
final class LabCounter {
    static final Address ADDRESS = LabRequests.firstContractOf(owner());

    private LabCounter() {}

    static Address owner() {
        return DevAccounts.all().getFirst().address();
    }

    /** The files {@code deploy.json}, {@code increment.json}, {@code add.json} (41) and {@code number.json}. */
    static void writeRequests(LabFolder folder) {
        send(folder, "deploy.json",
                Map.of("from", owner().toString(), "data",
                        Contracts.counter().bytecode().orElseThrow()));
        send(folder, "increment.json", Map.of("from", owner().toString(), "to", ADDRESS.toString(),
                "data", selector("increment()").toHexString()));
        send(folder, "add.json", Map.of("from", owner().toString(), "to", ADDRESS.toString(),
                "data", add(41).toHexString()));
        LabRequests.write(folder, "number.json", "eth_call",
                Map.of("to", ADDRESS.toString(), "data", selector("number()").toHexString()),
                "latest");
    }

    private static void send(LabFolder folder, String file, Map<String, String> transaction) {
        LabRequests.write(folder, file, "eth_sendTransaction", transaction);
    }

    static Bytes add(long step) {
        return Bytes.concatenate(selector("add(uint256)"), UInt256.of(step).toBytes());
    }

    /** As the Solidity contract ABI specification has it. */
    static Bytes selector(String signature) {
        return Keccak256.hash(signature.getBytes(StandardCharsets.US_ASCII)).bytes().slice(0, 4);
    }

    static Step isDeployed(LabChain chain) {
        return new Step("the contract is at " + ADDRESS,
                "send deploy.json with the script 'ask'",
                () -> chain.ask(0, "eth_getCode", ADDRESS.toString(), "latest").asText()
                        .equals(Contracts.counter().deployedBytecode()));
    }

    static Step counts(LabChain chain, long number) {
        return new Step("its number is " + number,
                "send increment.json, then add.json, each once; number.json shows the number",
                () -> {
                    JsonNode answer = chain.ask(0, "eth_call", Map.of("to", ADDRESS.toString(),
                            "data", selector("number()").toHexString()), "latest");
                    return answer.asText().length() > 2 && new BigInteger(
                            answer.asText().substring(2), 16).equals(BigInteger.valueOf(number));
                });
    }

    static Step runs(LabChain chain, LabFolder folder) {
        return new Step("a development network answers at " + folder.url(0),
                "start it: the page's first step",
                () -> chain.ask(0, "eth_chainId").asText().equals("0x539"));
    }
}
