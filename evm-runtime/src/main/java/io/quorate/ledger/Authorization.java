package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;

/**
 * One tuple of an EIP-7702 authorization list. It may be invalid and is then skipped, so the fields hold
 * whatever the wire form allows: {@code yParity} below 2^8, {@code nonce} unsigned below 2^64.
 */
public record Authorization(UInt256 chainId, Address address, long nonce, int yParity, UInt256 r,
        UInt256 s) {}
