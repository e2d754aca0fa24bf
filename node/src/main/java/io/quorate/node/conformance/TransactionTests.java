package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.IntrinsicGas;
import io.quorate.execution.TransactionExecutor;
import io.quorate.execution.TransactionOutcome;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TransactionCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/** TransactionTests: signed bytes, and for each fork the sender and hash or that they are no transaction. */
final class TransactionTests implements TestFormat {
    @Override
    public Suite suite() {
        return Suite.TRANSACTION;
    }

    @Override
    public boolean matches(Entry entry) {
        return entry.content().has("txbytes") && entry.content().has("result");
    }

    @Override
    public List<CaseResult> run(Entry entry, Predicate<String> wantsFork) {
        List<CaseResult> results = new ArrayList<>();
        Bytes encoded = FixtureNumbers.bytes(entry.content().path("txbytes"));
        entry.content().path("result").properties().forEach(expected -> {
            String forkName = expected.getKey();
            if (wantsFork.test(forkName)) {
                Optional<String> error = Networks.fork(forkName)
                        .map(fork -> judge(encoded, fork, expected.getValue()))
                        .orElse(Optional.of("unknown fork"));
                results.add(CaseResult.of(Suite.TRANSACTION, entry.fullName(), forkName, error));
            }
        });
        return results;
    }

    private static Optional<String> judge(Bytes encoded, Fork fork, JsonNode expected) {
        boolean isValid = !expected.has("exception");
        try {
            RecoveredTransaction transaction = TransactionCodec.recover(encoded, fork);
            Optional<TransactionOutcome.Rejected> refusal = new TransactionExecutor(
                    ExecutionRules.ethereum(fork, UInt256.ONE)).checkAlone(transaction);
            if (refusal.isPresent()) {
                return isValid ? Optional.of("refused: " + refusal.get().message())
                        : Optional.empty();
            }
            return isValid ? judgeValid(transaction, fork, expected)
                    : Optional.of("should be refused: " + expected.path("exception").asText());
        } catch (DecodeException e) {
            return isValid ? Optional.of("refused: " + e.getMessage()) : Optional.empty();
        }
    }

    private static Optional<String> judgeValid(RecoveredTransaction transaction, Fork fork,
            JsonNode expected) {
        Address sender = Address.fromHex(expected.path("sender").asText());
        if (!transaction.sender().equals(sender)) {
            return Optional.of("sender is " + transaction.sender() + ", expected " + sender);
        }
        if (!transaction.hash().equals(FixtureHeader.hash(expected.path("hash")))) {
            return Optional.of("hash is " + transaction.hash());
        }
        long gas = IntrinsicGas.required(fork, transaction.transaction());
        return gas == FixtureNumbers.number(expected.path("intrinsicGas")) ? Optional.empty()
                : Optional.of("intrinsic gas is " + gas);
    }
}
