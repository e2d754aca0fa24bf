package io.quorate.execution;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.Account;
import io.quorate.state.JournaledState;
import io.quorate.state.StateOverlay;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** The calls that a block makes by itself, before and after its transactions. */
final class SystemCalls {
    static final Address BEACON_ROOTS = Address
            .fromHex("0x000f3df6d732807ef1319fb7b8bb8522d0beac02"); // EIP-4788
    static final Address BLOCK_HASHES = Address
            .fromHex("0x0000f90827f1c53a10cb7a02335b175320002935"); // EIP-2935
    static final Address WITHDRAWAL_REQUESTS = Address
            .fromHex("0x00000961ef480eb55e80d19ad83579a64c007002"); // EIP-7002
    static final Address CONSOLIDATION_REQUESTS = Address
            .fromHex("0x0000bbddc7ce488642fb579f8b00f3a590007251"); // EIP-7251
    private static final int WITHDRAWAL_TYPE = 1;
    private static final int CONSOLIDATION_TYPE = 2;

    private final TransactionExecutor executor;
    private final BlockContext block;
    private final StateOverlay state;
    private final List<String> failures = new ArrayList<>();

    SystemCalls(TransactionExecutor executor, BlockContext block, StateOverlay state) {
        this.executor = executor;
        this.block = block;
        this.state = state;
    }

    /** Writes the beacon root (zero here) and the parent's hash to their contracts. */
    JournaledState before(Hash parentHash, Hash parentBeaconBlockRoot) {
        Fork fork = executor.rules().fork();
        JournaledState journal = new JournaledState(state);
        if (fork.isAtLeast(Fork.CANCUN)) {
            call(BEACON_ROOTS, parentBeaconBlockRoot.bytes(), journal);
        }
        if (fork.isAtLeast(Fork.PRAGUE)) {
            call(BLOCK_HASHES, parentHash.bytes(), journal);
        }
        failures.clear(); // these two may fail (EIP-4788)
        return journal;
    }

    /** Takes the requests of EIP-7002 and 7251 out of their queues; {@code requests} gets them, typed. */
    void after(JournaledState journal, List<Bytes> requests) {
        if (executor.rules().fork().isAtLeast(Fork.PRAGUE)) {
            takeRequests(WITHDRAWAL_REQUESTS, WITHDRAWAL_TYPE, journal, requests);
            takeRequests(CONSOLIDATION_REQUESTS, CONSOLIDATION_TYPE, journal, requests);
        }
    }

    /** What Ethereum refuses a block for: a missing or failing request contract. */
    List<String> failures() {
        return failures;
    }

    private void takeRequests(Address contract, int type, JournaledState journal,
            List<Bytes> requests) {
        if (!hasCode(contract)) {
            failures.add("there is no system contract at " + contract);
        }
        Bytes output = call(contract, Bytes.EMPTY, journal);
        if (!output.isEmpty()) {
            requests.add(Bytes.concatenate(Bytes.of(type), output));
        }
    }

    /** The output of a successful call. An ordered block cannot be refused, so a failing contract has none. */
    private Bytes call(Address contract, Bytes input, JournaledState journal) {
        if (!hasCode(contract)) {
            return Bytes.EMPTY;
        }
        return switch (executor.systemCall(contract, input, block, journal)) {
            case ExecutionResult.Success success -> success.output();
            case ExecutionResult.Revert revert -> failed(contract);
            case ExecutionResult.Halt halt -> failed(contract);
        };
    }

    private Bytes failed(Address contract) {
        failures.add("the system contract at " + contract + " failed");
        return Bytes.EMPTY;
    }

    private boolean hasCode(Address contract) {
        return state.account(contract).map(Account::hasCode).orElse(false);
    }
}
