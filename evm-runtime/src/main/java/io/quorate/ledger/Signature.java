package io.quorate.ledger;

import io.quorate.evm.primitives.UInt256;

/** A recoverable secp256k1 signature; {@code yParity} is 0 or 1. */
public record Signature(UInt256 r, UInt256 s, int yParity) {}
