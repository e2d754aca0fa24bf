package io.quorate.execution;

/** Why a transaction cannot start; it changes nothing and belongs in no block. */
public enum TransactionRejection {
    /** The fork or the chain's rules do not have this transaction type. */
    TYPE_NOT_SUPPORTED,
    WRONG_CHAIN_ID,
    /** Against the curve's order, or EIP-2's lower half from Homestead on. */
    INVALID_SIGNATURE,
    NONCE_TOO_LOW,
    NONCE_TOO_HIGH,
    /** EIP-2681. */
    NONCE_OVERFLOW,
    /** EIP-3607. */
    SENDER_NOT_EOA,
    INSUFFICIENT_BALANCE,
    /** Below the intrinsic gas, or the floor of EIP-7623. */
    INTRINSIC_GAS_TOO_LOW,
    /** Above what is left in the block. */
    BLOCK_GAS_EXCEEDED,
    /** EIP-7825. */
    GAS_LIMIT_TOO_HIGH,
    FEE_CAP_BELOW_BASE_FEE,
    TIP_ABOVE_FEE_CAP,
    /** EIP-3860. */
    INITCODE_TOO_LARGE,
    BLOB_FEE_CAP_TOO_LOW,
    /** None or too many blobs, or a hash of an unknown version. */
    INVALID_BLOBS,
    /** A blob or set-code transaction without recipient. */
    CREATION_NOT_ALLOWED,
    EMPTY_AUTHORIZATION_LIST,
    /** The Permissions contract does not let the sender send. */
    SENDER_NOT_PERMITTED,
    /** It lets the sender make no contracts. */
    DEPLOYMENT_NOT_PERMITTED,
    /** It restricts the recipient to others. */
    CALL_NOT_PERMITTED,
    /** It, or the Registry, has the sender or the sender's organisation suspended. */
    ACCOUNT_SUSPENDED
}
