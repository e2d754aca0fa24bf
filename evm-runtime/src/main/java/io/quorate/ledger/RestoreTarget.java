package io.quorate.ledger;

import io.quorate.evm.primitives.Hash;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * The slot that a snapshot is of, as it is to be stored, and the names of the snapshot's chunks.
 *
 * @param recordHash that a quorum certified, or the hash of which leads to a record that it did
 * @param blockCertificate over {@code recordHash}; empty where only a later slot's covers it
 */
public record RestoreTarget(Hash recordHash, long timestampMillis, Bytes value, Bytes certificate,
        Bytes orderingState, Bytes blockCertificate, List<Hash> chunks) {
    public RestoreTarget {
        chunks = List.copyOf(chunks);
    }
}
