package io.quorate.evm.differential;

import io.quorate.evm.primitives.Address;
import java.util.List;
import java.util.SortedMap;

/**
 * All that an EVM shows of a scenario, in words that both sides share.
 *
 * @param accounts what the accounts that were touched hold, which tells where the roots part
 * @param stateRoot over all accounts with nonces, balances, code and storage
 */
record Observation(List<Result> results, SortedMap<Address, String> accounts, String stateRoot) {
    enum Kind {
        SUCCESS, REVERT, HALT, REJECTED
    }

    /**
     * @param gasUsed after the refund
     * @param logs each as address, topics and data
     */
    record Result(Kind kind, long gasUsed, String output, List<String> logs) {}
}
