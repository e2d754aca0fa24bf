package io.quorate.bft.core.message;

/**
 * The answer to a {@link Ping}.
 *
 * @param nonce of the question
 */
public record Pong(long nonce) implements Message {}
