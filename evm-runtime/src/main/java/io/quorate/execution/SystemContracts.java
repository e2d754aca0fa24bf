package io.quorate.execution;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The contracts that the protocol itself calls, by the names of EIP-7910. */
public final class SystemContracts {
    private SystemContracts() {}

    /** Those that say something of each block: its parent's hash, its beacon root. */
    public static Set<Address> history() {
        return Set.of(SystemCalls.BEACON_ROOTS, SystemCalls.BLOCK_HASHES);
    }

    /** Those that {@code fork} knows; {@code depositContract} is where EIP-6110's logs come from. */
    public static SortedMap<String, Address> of(Fork fork, Optional<Address> depositContract) {
        SortedMap<String, Address> contracts = new TreeMap<>();
        if (fork.isAtLeast(Fork.CANCUN)) {
            contracts.put("BEACON_ROOTS_ADDRESS", SystemCalls.BEACON_ROOTS);
        }
        if (fork.isAtLeast(Fork.PRAGUE)) {
            contracts.put("CONSOLIDATION_REQUEST_PREDEPLOY_ADDRESS",
                    SystemCalls.CONSOLIDATION_REQUESTS);
            depositContract.ifPresent(
                    address -> contracts.put("DEPOSIT_CONTRACT_ADDRESS", address));
            contracts.put("HISTORY_STORAGE_ADDRESS", SystemCalls.BLOCK_HASHES);
            contracts.put("WITHDRAWAL_REQUEST_PREDEPLOY_ADDRESS",
                    SystemCalls.WITHDRAWAL_REQUESTS);
        }
        return contracts;
    }
}
