package io.quorate.bft.core.message;

import io.quorate.bft.ReplicaId;

/**
 * A first vote of {@code signer} that the sender holds, told to a replica whose own vote shows that it may hold another
 * one: a leader that proposes two values tells each half only one.
 */
public record Testimony(ReplicaId signer, Vote1 vote) implements Message {}
