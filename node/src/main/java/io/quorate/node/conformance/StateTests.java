package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.CodeCache;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.execution.BlockContext;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.TransactionExecutor;
import io.quorate.execution.TransactionOutcome;
import io.quorate.ledger.Log;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.JournaledState;
import io.quorate.state.StateChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** GeneralStateTests: one transaction against a given state, under the rules of one fork or several. */
final class StateTests implements TestFormat {
    private final CodeCache codes;

    StateTests(CodeCache codes) {
        this.codes = codes;
    }

    @Override
    public Suite suite() {
        return Suite.STATE;
    }

    @Override
    public boolean matches(Entry entry) {
        JsonNode test = entry.content();
        return test.has("post") && test.has("transaction") && test.has("env");
    }

    @Override
    public List<CaseResult> run(Entry entry, Predicate<String> wantsFork) {
        List<CaseResult> results = new ArrayList<>();
        entry.content().path("post").properties().forEach(post -> {
            if (wantsFork.test(post.getKey())) {
                runFork(entry, post.getKey(), post.getValue(), results);
            }
        });
        return results;
    }

    private void runFork(Entry entry, String forkName, JsonNode posts, List<CaseResult> results) {
        Optional<Fork> fork = Networks.fork(forkName);
        for (JsonNode post : posts) {
            JsonNode indexes = post.path("indexes");
            String name = entry.fullName() + "/d" + indexes.path("data").asInt() + "g"
                    + indexes.path("gas").asInt() + "v" + indexes.path("value").asInt();
            results.add(fork
                    .map(known -> run(
                            new StateTestCase(name, entry.content(), forkName, known, post)))
                    .orElseGet(() -> CaseResult.of(Suite.STATE, name, forkName,
                            Optional.of("unknown fork"))));
        }
    }

    private CaseResult run(StateTestCase test) {
        FixtureState pre = FixtureState.of(test.test().path("pre"));
        JournaledState state = new JournaledState(pre);
        Optional<String> refusal;
        List<Log> logs = List.of();
        try {
            RecoveredTransaction transaction = StateTestTransaction.read(test);
            ExecutionRules rules = test.rules();
            BlockContext block = test.block(rules);
            TransactionOutcome outcome = new TransactionExecutor(rules, codes).execute(transaction,
                    block, state, block.gasLimit());
            refusal = switch (outcome) {
                case TransactionOutcome.Executed executed -> Optional.empty();
                case TransactionOutcome.Rejected rejected -> Optional.of(rejected.message());
            };
            if (outcome instanceof TransactionOutcome.Executed executed) {
                logs = executed.logs();
            }
        } catch (DecodeException e) {
            refusal = Optional.of(e.getMessage());
        }
        if (refusal.isPresent() && test.touchesBeneficiaryWhenRefused()) {
            touchBeneficiary(test, state);
        }
        return judge(test, pre, state.changes(), refusal, logs);
    }

    private static void touchBeneficiary(StateTestCase test, JournaledState state) {
        state.beginTransaction();
        state.touch(test.beneficiary());
        state.endTransaction(test.fork());
    }

    private static CaseResult judge(StateTestCase test, FixtureState pre, StateChanges changes,
            Optional<String> refusal, List<Log> logs) {
        Hash root = pre.rootAfter(changes);
        Optional<String> error = Optional.empty();
        if (refusal.isPresent() != test.expectsRejection()) {
            error = Optional.of(refusal.map(reason -> "refused: " + reason)
                    .orElse("should be refused: " + test.post().path("expectException").asText()));
        } else if (!root.equals(test.expectedRoot())) {
            String difference = test.post().has("state")
                    ? pre.difference(changes, FixtureState.of(test.post().path("state")))
                    : "";
            error = Optional.of("state root is " + root + ", expected " + test.expectedRoot()
                    + difference);
        } else if (!logsHash(logs).equals(test.expectedLogsHash())) {
            error = Optional.of("logs hash is " + logsHash(logs) + ", expected "
                    + test.expectedLogsHash());
        }
        return CaseResult.of(Suite.STATE, test.name(), test.forkName(), Optional.of(root), error);
    }

    private static Hash logsHash(List<Log> logs) {
        RlpWriter out = new RlpWriter().startList();
        for (Log log : logs) {
            out.startList().write(log.address()).startList();
            log.topics().forEach(out::write);
            out.endList().write(log.data()).endList();
        }
        return Keccak256.hash(out.endList().toArray());
    }
}
