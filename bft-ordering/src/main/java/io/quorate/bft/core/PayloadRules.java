package io.quorate.bft.core;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The application's structural check of a payload before a vote; pure and deterministic. */
@FunctionalInterface
public interface PayloadRules {
    boolean admits(Bytes payload);

    /** Reads the application's records. Of an application whose records nobody reads, no certificate covers earlier slots. */
    default SlotRecords records() {
        return (_, _) -> Optional.empty();
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
            public SlotRecords records() {
                return records;
            }
        };
    }
}
