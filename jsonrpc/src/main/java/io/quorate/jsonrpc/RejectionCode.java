package io.quorate.jsonrpc;

/** Codes of execution-apis for a transaction that is not taken; 1-199 execution, 800s gas, 1000s pool. */
public final class RejectionCode {
    public static final int NONCE_TOO_LOW = 1;
    public static final int NONCE_TOO_HIGH = 2;
    public static final int INTRINSIC_GAS_TOO_LOW = 800;
    public static final int OUT_OF_GAS = 801;
    public static final int GAS_PRICE_TOO_LOW = 802;
    /** Above the block's gas limit or EIP-7825's cap. */
    public static final int GAS_LIMIT_TOO_HIGH = 803;
    public static final int TIP_ABOVE_FEE_CAP = 804;
    public static final int GAS_OVERFLOW = 805;
    public static final int FEE_CAP_BELOW_BASE_FEE = 806;
    public static final int TIP_TOO_LARGE = 807;
    public static final int FEE_CAP_TOO_LARGE = 808;
    public static final int INSUFFICIENT_FUNDS = 809;
    public static final int ALREADY_KNOWN = 1000;
    /** The signature is not valid, or for another chain. */
    public static final int INVALID_SENDER = 1001;
    /** The bytes are not a transaction. */
    public static final int INVALID_INPUT = -32000;
    public static final int UNAVAILABLE = -32002;
    /** Every refusal without a code of its own: init code size, sender with code. */
    public static final int REJECTED = -32003;
    /** A type that the chain does not take, such as blobs where they are off. */
    public static final int NOT_SUPPORTED = -32004;
    /** The pool, or the sender's share of it, is full. */
    public static final int LIMIT_EXCEEDED = -32005;
    /** The chain's rules do not let the account send, deploy or call that contract; Besu's code. */
    public static final int NOT_PERMITTED = -32007;

    private RejectionCode() {}
}
