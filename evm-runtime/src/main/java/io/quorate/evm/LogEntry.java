package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** An event as LOG0 to LOG4 emit it: at most four topics. */
public record LogEntry(Address address, List<Hash> topics, Bytes data) {
    public LogEntry {
        topics = List.copyOf(topics);
        if (topics.size() > 4) {
            throw new IllegalArgumentException("more than four topics: " + topics.size());
        }
    }
}
