package io.quorate.node.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.DevAccount;
import io.quorate.genesis.DevAccounts;
import io.quorate.node.bench.Wallet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** What a replica tells of itself, of a transaction that failed and of one that waits. */
final class WatchedNetwork implements Exercise {
    private static final long CHAIN_ID = 1337;
    private static final long GAS = 100_000;
    private static final long TOO_MUCH = 2_000;
    /** StepTooLarge(2000, 1000), as the contract refuses it. */
    private static final Bytes REFUSAL = Bytes.concatenate(
            LabCounter.selector("StepTooLarge(uint256,uint256)"),
            UInt256.of(TOO_MUCH).toBytes(), UInt256.of(1_000).toBytes());
    private static final Map<String, String> CALLS = Map.of("tracer", "callTracer");

    @Override
    public void prepare(LabFolder folder) {
        LabRequests.writeAsk(folder);
        LabCounter.writeRequests(folder);
        Wallet failing = wallet(1);
        Bytes fails = failing.sign(Optional.of(LabCounter.ADDRESS), LabCounter.add(TOO_MUCH), GAS);
        LabRequests.write(folder, "fails.json", "eth_sendRawTransactionSync", fails.toHexString());
        LabRequests.write(folder, "trace.json", "debug_traceTransaction",
                Keccak256.hash(fails).toString(), CALLS);
        Wallet waiting = wallet(2);
        Address to = LabRequests.RECIPIENT;
        Bytes first = waiting.sign(Optional.of(to), Bytes.EMPTY, GAS);
        Bytes second = waiting.sign(Optional.of(to), Bytes.EMPTY, GAS);
        LabRequests.write(folder, "first.json", "eth_sendRawTransactionSync", first.toHexString());
        LabRequests.write(folder, "second.json", "eth_sendRawTransaction", second.toHexString());
        LabRequests.write(folder, "where.json", "txpool_explain",
                Keccak256.hash(second).toString());
        LabRequests.write(folder, "why.json", "bft_explain");
    }

    private static Wallet wallet(int account) {
        DevAccount from = DevAccounts.all().get(account);
        return new Wallet(from.privateKey(), CHAIN_ID, 0, UInt256.ZERO);
    }

    @Override
    public List<Step> steps(LabFolder folder) {
        LabChain chain = new LabChain(folder);
        return List.of(LabCounter.runs(chain, folder), LabCounter.isDeployed(chain),
                new Step("health and metrics were looked at",
                        "save them as health.answer and metrics.answer",
                        () -> folder.json("health.answer").path("status").asText().equals("ok")
                                && folder.read("metrics.answer").contains(
                                        "quorate_block_height")),
                new Step("the replica said what it is doing",
                        "ask why.json and save the answer as why.answer",
                        () -> folder.json("why.answer").at("/result/quorum").asInt() == 3),
                new Step("fails.json is in a block and failed there", "send it",
                        () -> chain.ask(0, "eth_getTransactionReceipt",
                                LabRequests.hashOf(folder, "fails.json")).path("status").asText()
                                .equals("0x0")),
                new Step("its trace shows the refusal",
                        "ask trace.json and save the answer as trace.answer",
                        () -> isTrace(chain, folder)),
                new Step("second.json was seen waiting for first.json",
                        "send second.json alone, then ask where.json and save the answer as"
                                + " where.answer",
                        () -> folder.json("where.answer").at("/result/status").asText()
                                .equals("gapped")),
                new Step("both are in blocks", "send first.json",
                        () -> chain.haveAll(4, "first.json") && chain.haveAll(4, "second.json")));
    }

    /** What was saved is what the replica tells now, and has the contract's own words. */
    private static boolean isTrace(LabChain chain, LabFolder folder) {
        JsonNode saved = folder.json("trace.answer").path("result");
        return saved.path("output").asText().equals(REFUSAL.toHexString())
                && saved.equals(chain.ask(0, "debug_traceTransaction",
                        LabRequests.hashOf(folder, "fails.json"), CALLS));
    }
}
