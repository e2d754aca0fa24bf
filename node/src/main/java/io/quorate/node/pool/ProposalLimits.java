package io.quorate.node.pool;

/**
 * The most that one proposal takes.
 *
 * @param payloadBytesMax of the encoded payload
 * @param gasMax sum of the gas limits; what a block burns is less, so a proposal may pass a block's limit
 */
public record ProposalLimits(int countMax, int payloadBytesMax, long gasMax) {}
