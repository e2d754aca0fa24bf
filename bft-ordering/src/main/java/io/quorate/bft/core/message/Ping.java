package io.quorate.bft.core.message;

/**
 * A question about distance, answered at once by a {@link Pong}.
 *
 * @param nonce below 2^62; means something to its sender only
 */
public record Ping(long nonce) implements Message {}
