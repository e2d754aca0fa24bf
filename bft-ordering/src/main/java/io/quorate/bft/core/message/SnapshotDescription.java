package io.quorate.bft.core.message;

import io.quorate.bft.Snapshot;

/** All of a snapshot but the chunks themselves. Believed where f + 1 named it and its certificates verify. */
public record SnapshotDescription(Snapshot snapshot) implements Message {}
