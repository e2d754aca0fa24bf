package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.SlotLinks;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The application's structural check of a payload before a vote; pure and deterministic. */
@FunctionalInterface
public interface PayloadRules extends SlotRecords {
    boolean admits(Bytes payload);

    /** Of an application whose records nobody reads, no certificate covers earlier slots. */
    @Override
    default Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
        return Optional.empty();
    }

    /** The same, beside what reads the application's records. */
    default PayloadRules reading(SlotRecords records) {
        PayloadRules payloads = this;
        return new PayloadRules() {
            @Override
            public boolean admits(Bytes payload) {
                return payloads.admits(payload);
            }

            @Override
            public Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
                return records.links(result, slotRecord);
            }
        };
    }
}
