package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.SlotLinks;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads the application's slot records, opaque to the core: {@link io.quorate.bft.HandOvers#links}. */
@FunctionalInterface
public interface SlotRecords {
    Optional<SlotLinks> links(Digest result, Bytes slotRecord);
}
