package io.quorate.bft;

/**
 * A lane of which nothing more executes until its epoch ends, because slot {@code decidedAt} executed a proof that its
 * author gave out two batches at one place ({@code TWO_BATCHES}).
 *
 * @param author index in the epoch's member list
 */
public record FrozenLane(long epoch, int author, long decidedAt) {}
