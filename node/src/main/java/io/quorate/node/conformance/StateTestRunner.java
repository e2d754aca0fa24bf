package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Runs the cases of one file of state tests. Safe for any thread. */
final class StateTestRunner {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long CODE_CACHE_BYTES = 32 << 20;

    private final CodeCache codes = new CodeCache(CODE_CACHE_BYTES);
    private final Predicate<String> wantsFork;

    StateTestRunner(Predicate<String> wantsFork) {
        this.wantsFork = wantsFork;
    }

    /** Nothing where the file holds no state tests. */
    List<CaseResult> runFile(String fileName, byte[] json) throws IOException {
        List<CaseResult> results = new ArrayList<>();
        JSON.readTree(json).properties().forEach(entry -> {
            JsonNode test = entry.getValue();
            if (test.has("post") && test.has("transaction") && test.has("env")) {
                test.path("post").properties().forEach(
                        post -> runFork(fileName + "::" + entry.getKey(), test, post.getKey(),
                                post.getValue(), results));
            }
        });
        return results;
    }

    private void runFork(String testName, JsonNode test, String forkName, JsonNode posts,
            List<CaseResult> results) {
        if (!wantsFork.test(forkName)) {
            return;
        }
        Optional<Fork> fork = ForkNames.fork(forkName);
        for (JsonNode post : posts) {
            JsonNode indexes = post.path("indexes");
            String name = testName + "/d" + indexes.path("data").asInt() + "g"
                    + indexes.path("gas").asInt() + "v" + indexes.path("value").asInt();
            results.add(fork
                    .map(known -> run(new StateTestCase(name, test, forkName, known, post)))
                    .orElseGet(() -> new CaseResult(name, forkName, false, Optional.empty(),
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
        return new CaseResult(test.name(), test.forkName(), error.isEmpty(), Optional.of(root),
                error);
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
