package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.BlockEnvironment;
import io.quorate.evm.CodeCache;
import io.quorate.evm.Environment;
import io.quorate.evm.Evm;
import io.quorate.evm.ExecutionResult;
import io.quorate.evm.LogEntry;
import io.quorate.evm.Message;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.ledger.Log;
import io.quorate.ledger.ReceiptCodec;
import io.quorate.state.JournaledState;
import io.quorate.state.StateChanges;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/** VMTests: one run of some code by Frontier's rules, without a transaction around it. */
final class VmTests implements TestFormat {
    private static final String FORK = "Frontier";

    private final CodeCache codes;

    VmTests(CodeCache codes) {
        this.codes = codes;
    }

    @Override
    public Suite suite() {
        return Suite.VM;
    }

    @Override
    public boolean matches(Entry entry) {
        return entry.content().has("exec") && entry.content().has("env");
    }

    @Override
    public List<CaseResult> run(Entry entry, Predicate<String> wantsFork) {
        return wantsFork.test(FORK)
                ? List.of(CaseResult.of(Suite.VM, entry.fullName(), FORK, judge(entry.content())))
                : List.of();
    }

    private Optional<String> judge(JsonNode test) {
        JsonNode exec = test.path("exec");
        FixtureState pre = FixtureState.of(test.path("pre"));
        JournaledState state = new JournaledState(pre);
        state.beginTransaction();
        Message.Call call = new Message.Call(address(exec.path("caller")),
                address(exec.path("address")), FixtureNumbers.word(exec.path("value")),
                FixtureNumbers.bytes(exec.path("data")), FixtureNumbers.number(exec.path("gas")));
        state.setCode(call.recipient(), FixtureNumbers.bytes(exec.path("code")));
        undoTransfer(call, state);
        ExecutionResult result = new Evm(Fork.FRONTIER, codes).execute(call, environment(test),
                state, Tracer.NONE);
        if (!(result instanceof ExecutionResult.Success(long gasLeft, Bytes output))) {
            return test.has("post") ? Optional.of("halted: " + result) : Optional.empty();
        }
        List<LogEntry> logs = state.logs();
        state.endTransaction(Fork.SPURIOUS_DRAGON); // so that a caller made up for the call goes
        return test.has("post")
                ? judgeSuccess(test, gasLeft, output, logs, pre, state.changes())
                : Optional.of("should halt");
    }

    /** These tests start after the transfer of the value, so it is taken back before it is made. */
    private static void undoTransfer(Message.Call call, JournaledState state) {
        state.addBalance(call.caller(), call.value());
        state.addBalance(call.recipient(), UInt256.ZERO.minus(call.value()));
    }

    private static Environment environment(JsonNode test) {
        JsonNode env = test.path("env");
        JsonNode exec = test.path("exec");
        BlockEnvironment block = new BlockEnvironment(
                FixtureNumbers.number(env.path("currentNumber")),
                FixtureNumbers.number(env.path("currentTimestamp")),
                address(env.path("currentCoinbase")),
                FixtureNumbers.word(env.path("currentDifficulty")),
                FixtureNumbers.number(env.path("currentGasLimit")), UInt256.ZERO, UInt256.ZERO,
                UInt256.ONE, number -> Optional.of(StateTestCase.hashOfBlock(number)));
        return new Environment(block, address(exec.path("origin")),
                FixtureNumbers.word(exec.path("gasPrice")), List.of());
    }

    private static Optional<String> judgeSuccess(JsonNode test, long gasLeft, Bytes output,
            List<LogEntry> logs, FixtureState pre, StateChanges changes) {
        if (gasLeft != FixtureNumbers.number(test.path("gas"))) {
            return Optional.of("gas left is " + gasLeft + ", expected " + test.path("gas"));
        }
        if (!output.equals(FixtureNumbers.bytes(test.path("out")))) {
            return Optional.of("output is " + output + ", expected " + test.path("out"));
        }
        Hash logsHash = Keccak256.hash(ReceiptCodec.encodeLogs(logs.stream()
                .map(log -> new Log(log.address(), log.topics(), log.data())).toList()));
        if (!logsHash.equals(FixtureHeader.hash(test.path("logs")))) {
            return Optional.of("logs hash is " + logsHash);
        }
        FixtureState post = FixtureState.of(test.path("post"));
        return post.root().equals(pre.rootAfter(changes)) ? Optional.empty()
                : Optional.of("the state differs" + pre.difference(changes, post));
    }

    private static Address address(JsonNode hex) {
        return Address.fromHex(hex.asText());
    }
}
