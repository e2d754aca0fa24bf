package io.quorate.jsonrpc;

/** Block numbers of a node that catches up: where it began, where it is, where it must go. */
public record SyncProgress(long startingBlock, long currentBlock, long highestBlock) {}
