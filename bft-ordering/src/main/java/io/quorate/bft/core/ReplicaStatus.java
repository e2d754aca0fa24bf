package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;

/**
 * A replica's public position.
 *
 * @param rttMillis round trip within which a quorum answers, as its timers take it; smoothed
 * @param active false while a view change is under way, when {@code view} is the awaited one
 */
public record ReplicaStatus(View view, boolean active, ReplicaId leader, SeqNum base,
        SeqNum decided, SeqNum executed, long rttMillis) {}
