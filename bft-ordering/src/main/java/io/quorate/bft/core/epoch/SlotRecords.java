package io.quorate.bft.core.epoch;

import io.quorate.bft.Digest;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads the application's slot records, opaque to the core: {@link io.quorate.bft.HandOvers#nextSet}. */
@FunctionalInterface
public interface SlotRecords {
    Optional<Digest> nextSet(Digest result, Bytes slotRecord);
}
