package io.quorate.bft;

import org.apache.tuweni.bytes.Bytes;

/**
 * Items that execute together, in their place within a slot.
 *
 * @param author who gathered them; where the proposal itself carried them, its proposer
 * @param laneSeq place in the author's lane; {@link #IN_PROPOSAL} where the proposal carried them
 * @param body opaque to ordering
 */
public record OrderedBatch(int author, long laneSeq, Bytes body) {
    public static final long IN_PROPOSAL = 0;
}
