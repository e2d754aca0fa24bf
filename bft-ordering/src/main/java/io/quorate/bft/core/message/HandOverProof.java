package io.quorate.bft.core.message;

import io.quorate.bft.HandOver;

/** How the epoch of its frame ended; proves itself to whoever knows that epoch. */
public record HandOverProof(HandOver handOver) implements Message {}
