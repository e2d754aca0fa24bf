package io.quorate.bft;

import io.quorate.bft.core.epoch.EpochChange;
import java.util.Optional;

/**
 * What executing slot {@code seq} gave.
 *
 * @param resultDigest what replicas sign in ExecShare and BlockCert
 * @param change present in the one slot of an epoch whose execution fixed the epoch's end
 */
public record ExecutionResult(long seq, Digest resultDigest, Optional<EpochChange> change) {
    /** The members stay as they are. */
    public ExecutionResult(long seq, Digest resultDigest) {
        this(seq, resultDigest, Optional.empty());
    }
}
