package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** An event that a contract emitted; at most four topics. */
public record Log(Address address, List<Hash> topics, Bytes data) {
    public Log {
        topics = List.copyOf(topics);
        if (topics.size() > 4) {
            throw new IllegalArgumentException("more than four topics: " + topics.size());
        }
    }
}
