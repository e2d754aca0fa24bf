package io.quorate.bft;

import io.quorate.bft.core.epoch.EpochChange;
import java.util.List;
import java.util.Optional;

/**
 * What executing slot {@code seq} gave.
 *
 * @param resultDigest what replicas sign in ExecShare and BlockCert
 * @param frozen authors, by their index in the epoch, against whom this slot executed a proof of two batches at one
 *     place: until the epoch's end nothing of their lanes is executed beyond two windows above this slot
 * @param change present in the one slot of an epoch whose execution fixed the epoch's end
 */
public record ExecutionResult(long seq, Digest resultDigest, Optional<EpochChange> change,
        List<Integer> frozen) {
    public ExecutionResult {
        frozen = List.copyOf(frozen);
    }

    public ExecutionResult(long seq, Digest resultDigest, Optional<EpochChange> change) {
        this(seq, resultDigest, change, List.of());
    }

    /** The members stay as they are. */
    public ExecutionResult(long seq, Digest resultDigest) {
        this(seq, resultDigest, Optional.empty());
    }
}
