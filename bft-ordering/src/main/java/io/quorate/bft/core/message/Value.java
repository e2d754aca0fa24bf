package io.quorate.bft.core.message;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import org.apache.tuweni.bytes.Bytes;

/** What a slot can be decided to, other than a no-op. {@code proposer} made it first; later leaders keep it as it is. */
public record Value(SeqNum seq, long timestampMillis, ReplicaId proposer, Bytes payload) {}
