package io.quorate.node.evmtool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.CodeCache;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.execution.BlockTransition;
import io.quorate.execution.TransactionExecutor;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Withdrawal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.tuweni.bytes.Bytes;

/**
 * One block's transition from sections of JSON to sections of JSON, as test fillers ask it of geth's {@code
 * evm t8n}: the state before, the block's environment and transactions give the state after and what goes
 * into the header.
 */
public final class Transition {
    private static final Address DEPOSIT_CONTRACT = Address
            .fromHex("0x00000000219ab540356cbb839cbe05303d7705fa"); // EIP-6110
    private static final long CODE_CACHE_BYTES = 16 << 20;

    /**
     * The rules of the transition.
     *
     * @param reward in wei; absent where none is paid
     */
    public record Rules(RuleSet set, UInt256 chainId, Optional<UInt256> reward) {}

    /** {@code txs} is a list of objects, or the RLP of a list as hexadecimal text. */
    public record Input(JsonNode alloc, JsonNode env, JsonNode txs) {}

    /** {@code body} is the RLP of the included transactions' list. */
    public record Output(ObjectNode alloc, ObjectNode result, Bytes body) {}

    private final Rules rules;

    public Transition(Rules rules) {
        this.rules = rules;
    }

    /**
     * Fails with {@link ToolException} where a section lacks something.
     *
     * @param tracers makes the tracer of a transaction by its index and hash
     */
    public Output run(Input input, BiFunction<Integer, Hash, Tracer> tracers) {
        AllocState before = AllocState.of(input.alloc);
        TransitionEnv env = new TransitionEnv(input.env, rules.set);
        List<TransitionTransactions.Entry> entries = transactions(input.txs);
        List<RecoveredTransaction> readable = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        TreeMap<Integer, String> rejected = new TreeMap<>();
        for (int i = 0; i < entries.size(); i++) {
            TransitionTransactions.Entry entry = entries.get(i);
            if (entry.transaction().isPresent()) {
                readable.add(entry.transaction().get());
                places.add(i);
            } else {
                rejected.put(i, entry.error());
            }
        }
        Optional<List<Withdrawal>> withdrawals = env.withdrawals();
        BlockTransition.Setting setting = new BlockTransition.Setting(env.context(),
                env.parentHash(), env.parentBeaconBlockRoot(), withdrawals.orElse(List.of()),
                rules.reward, env.ommers(), DEPOSIT_CONTRACT);
        TransactionExecutor executor = new TransactionExecutor(
                rules.set.execution(rules.chainId), new CodeCache(CODE_CACHE_BYTES));
        BlockTransition.Result result = new BlockTransition(executor, setting, before).run(
                readable, i -> tracers.apply(places.get(i), readable.get(i).hash()),
                changes -> before.after(changes).root());
        env.requireBlockHashes();
        result.rejections().forEach(r -> rejected.put(places.get(r.index()), r.message()));
        AllocState after = before.after(result.changes());
        return new Output(after.toJson(),
                new TransitionResult(rules.set, env, result, withdrawals).toJson(after.root(),
                        rejected),
                TransitionResult.body(result.transactions()));
    }

    private List<TransitionTransactions.Entry> transactions(JsonNode txs) {
        TransitionTransactions reader = new TransitionTransactions(rules.set, rules.chainId);
        if (!txs.isTextual()) {
            return reader.ofJson(txs);
        }
        try {
            return reader.ofRlp(Bytes.fromHexString(txs.asText().strip()));
        } catch (IllegalArgumentException e) {
            throw new ToolException(ToolException.Kind.RLP, "txs: " + e.getMessage(), e);
        }
    }
}
