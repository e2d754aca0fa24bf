package io.quorate.jsonrpc;

import io.quorate.evm.primitives.UInt256;

/** Prices of a block in wei per gas; both zero where the block's rules have no such fee. */
public record Fees(UInt256 baseFeePerGas, UInt256 blobBaseFeePerGas) {
    public static final Fees ZERO = new Fees(UInt256.ZERO, UInt256.ZERO);
}
