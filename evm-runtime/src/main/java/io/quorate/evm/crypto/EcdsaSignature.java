package io.quorate.evm.crypto;

import io.quorate.evm.primitives.UInt256;

/**
 * An ECDSA signature from which the signer's key can be recovered: {@code yParity} is the lowest bit of the
 * y coordinate of the nonce point, so 0 or 1 (Yellow Paper, appendix F). The numbers are as they came: only
 * {@link Secp256k1} says whether they are in range.
 */
public record EcdsaSignature(UInt256 r, UInt256 s, int yParity) {}
