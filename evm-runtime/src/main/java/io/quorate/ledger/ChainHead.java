package io.quorate.ledger;

import io.quorate.evm.primitives.Hash;

/** The last block that is executed and durable. */
public record ChainHead(Hash hash, BlockHeader header) {
    public long number() {
        return header.number();
    }
}
