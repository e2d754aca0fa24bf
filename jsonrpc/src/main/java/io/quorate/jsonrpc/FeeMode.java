package io.quorate.jsonrpc;

/** How the chain charges for gas. */
public enum FeeMode {
    /** Fee fields are accepted as they come and nothing is charged: every effective price is 0. */
    FEE_BLIND,
    /** Base fee and tip as on Ethereum. */
    EIP_1559
}
