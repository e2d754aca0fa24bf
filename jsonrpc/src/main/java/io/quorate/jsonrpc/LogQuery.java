package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.Log;
import java.util.List;

/**
 * Which events of which blocks, both ends included.
 *
 * @param filter what an event must be like
 * @param resultsMax where more match, the search ends with {@link LogSearch.TooMany}
 */
public record LogQuery(long fromBlock, long toBlock, Filter filter, int resultsMax) {
    /** More than a block can hold, and one more still fits an int. */
    public static final int RESULTS_OF_ANY_BLOCK = 1 << 30;

    /**
     * An address and topics filter.
     *
     * @param addresses any of these; none means any address
     * @param topics by position any of these; an empty position takes every topic; at most four positions
     */
    public record Filter(List<Address> addresses, List<List<Hash>> topics) {
        public static final Filter ANY = new Filter(List.of(), List.of());

        public Filter {
            addresses = List.copyOf(addresses);
            topics = topics.stream().map(List::copyOf).toList();
        }

        /** Whether it names an address or a topic, so that an index leads to what it matches. */
        public boolean isSelective() {
            return !addresses.isEmpty() || topics.stream().anyMatch(any -> !any.isEmpty());
        }

        public boolean matches(Log log) {
            if (!addresses.isEmpty() && !addresses.contains(log.address())) {
                return false;
            }
            if (topics.size() > log.topics().size()) {
                return false;
            }
            for (int i = 0; i < topics.size(); i++) {
                if (!topics.get(i).isEmpty() && !topics.get(i).contains(log.topics().get(i))) {
                    return false;
                }
            }
            return true;
        }
    }
}
