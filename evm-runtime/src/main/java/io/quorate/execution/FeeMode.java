package io.quorate.execution;

/** Who pays for gas. */
public enum FeeMode {
    /** Any fee fields are accepted, nothing is charged, and GASPRICE is zero. */
    FEE_BLIND,
    /** Ethereum's rules: EIP-1559 from London on, a plain gas price before. */
    EIP1559
}
