package io.quorate.evm.differential;

import io.quorate.evm.CodeCache;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.differential.Observation.Kind;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockContext;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.TransactionExecutor;
import io.quorate.execution.TransactionOutcome;
import io.quorate.ledger.Log;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.state.Account;
import io.quorate.state.JournaledState;
import io.quorate.state.StateRoot;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** Runs a scenario on our EVM. */
final class QuorateSide {
    private static final BlockContext BLOCK = new BlockContext(Scenario.BLOCK_NUMBER,
            Scenario.TIMESTAMP, Scenario.BENEFICIARY, UInt256.of(Scenario.DIFFICULTY), Hash.ZERO,
            Scenario.BLOCK_GAS, UInt256.ZERO, UInt256.ZERO,
            number -> Optional.of(Scenario.blockHash(number).toHash()));

    private final TransactionExecutor executor;

    QuorateSide(Fork fork) {
        executor = new TransactionExecutor(ExecutionRules.ethereum(fork, Scenario.CHAIN_ID),
                new CodeCache(1 << 20));
    }

    Observation run(Scenario scenario) {
        Before before = new Before();
        before.accounts.put(Scenario.SENDER, new Account(7, Scenario.WEALTH, Hash.EMPTY));
        scenario.contracts().forEach(before::add);
        JournaledState state = new JournaledState(before);
        List<Observation.Result> results = new ArrayList<>();
        for (Scenario.Call call : scenario.calls()) {
            results.add(run(call, state));
        }
        return observe(results, before, state);
    }

    private Observation.Result run(Scenario.Call call, JournaledState state) {
        Transaction transaction = new Transaction.Legacy(Optional.of(Scenario.CHAIN_ID),
                state.nonce(Scenario.SENDER), UInt256.of(Scenario.GAS_PRICE), call.gas(), call.to(),
                UInt256.of(call.value()), call.data(),
                new Signature(UInt256.ONE, UInt256.ONE, 0));
        TransactionOutcome outcome = executor.execute(
                new RecoveredTransaction(transaction, Scenario.SENDER, Hash.ZERO, Bytes.EMPTY),
                BLOCK, state, Scenario.BLOCK_GAS);
        return switch (outcome) {
            case TransactionOutcome.Executed executed -> new Observation.Result(kindOf(executed),
                    executed.gasUsed(), executed.output().toHexString(),
                    executed.logs().stream().map(QuorateSide::show).toList());
            case TransactionOutcome.Rejected rejected ->
                    new Observation.Result(Kind.REJECTED, 0, "0x", List.of());
        };
    }

    private static Kind kindOf(TransactionOutcome.Executed executed) {
        if (executed.succeeded()) {
            return Kind.SUCCESS;
        }
        return executed.haltReason().isPresent() ? Kind.HALT : Kind.REVERT;
    }

    private static String show(Log log) {
        return log.address() + " " + log.topics() + " " + log.data().toHexString();
    }

    private static Observation observe(List<Observation.Result> results, Before before,
            JournaledState state) {
        Map<Address, Account> accounts = new HashMap<>(before.accounts);
        Map<Address, Map<UInt256, UInt256>> storage = new HashMap<>();
        before.storage.forEach((address, slots) -> storage.put(address, new TreeMap<>(slots)));
        SortedMap<Address, String> shown = new TreeMap<>();
        state.changes().accounts().forEach((address, change) -> {
            Map<UInt256, UInt256> slots = storage.computeIfAbsent(address, any -> new TreeMap<>());
            if (change.storageCleared() || change.after().isEmpty()) {
                slots.clear();
            }
            slots.putAll(change.storage());
            slots.values().removeIf(UInt256::isZero);
            change.after().ifPresentOrElse(account -> accounts.put(address, account),
                    () -> accounts.remove(address));
            change.after()
                    .ifPresent(account -> shown.put(address,
                            "nonce " + account.nonce() + ", balance "
                                    + account.balance().toBigInteger() + ", code "
                                    + account.codeHash() + ", storage "
                                    + StateRoot.ofStorage(slots) + " " + slots));
        });
        return new Observation(results, shown, StateRoot.of(accounts, storage).toString());
    }

    /** The state that a scenario starts from. */
    private static final class Before implements StateView {
        private final Map<Address, Account> accounts = new HashMap<>();
        private final Map<Address, Map<UInt256, UInt256>> storage = new HashMap<>();
        private final Map<Hash, Bytes> codes = new HashMap<>();

        private void add(Scenario.Contract contract) {
            Hash hash = Keccak256.hash(contract.code());
            codes.put(hash, contract.code());
            accounts.put(contract.address(),
                    new Account(1, UInt256.of(contract.balance()), hash));
            Map<UInt256, UInt256> slots = new TreeMap<>();
            contract.slots()
                    .forEach((key, value) -> slots.put(UInt256.of(key), UInt256.of(value)));
            storage.put(contract.address(), slots);
        }

        @Override
        public Optional<Account> account(Address address) {
            return Optional.ofNullable(accounts.get(address));
        }

        @Override
        public UInt256 storage(Address address, UInt256 key) {
            return storage.getOrDefault(address, Map.of()).getOrDefault(key, UInt256.ZERO);
        }

        @Override
        public boolean hasStorage(Address address) {
            return !storage.getOrDefault(address, Map.of()).isEmpty();
        }

        @Override
        public Bytes code(Hash codeHash) {
            return codes.getOrDefault(codeHash, Bytes.EMPTY);
        }
    }
}
