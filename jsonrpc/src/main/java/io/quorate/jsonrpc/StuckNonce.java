package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Address;

/** A nonce that nobody sent, and how many transactions of its sender wait for it, the longest for so long. */
public record StuckNonce(Address sender, long nonce, int waiting, long millis) {}
