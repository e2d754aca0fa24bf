package io.quorate.bft.core.message;

import io.quorate.bft.Snapshot;

/** A snapshot that the sender can serve chunk by chunk. Worth something once f + 1 offer the same. */
public record SnapshotOffer(Snapshot snapshot) implements Message {}
