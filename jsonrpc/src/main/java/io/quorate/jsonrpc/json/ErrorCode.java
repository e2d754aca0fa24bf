package io.quorate.jsonrpc.json;

/** Error codes of JSON-RPC 2.0, EIP-1474 and the execution-apis catalogue, besides refused transactions. */
public final class ErrorCode {
    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;
    public static final int INVALID_INPUT = -32000;
    public static final int RESOURCE_NOT_FOUND = -32001;
    public static final int RESOURCE_UNAVAILABLE = -32002;
    public static final int METHOD_NOT_SUPPORTED = -32004;
    public static final int LIMIT_EXCEEDED = -32005;
    public static final int VERSION_NOT_SUPPORTED = -32006;
    public static final int EXECUTION_REVERTED = 3;
    /** EIP-7966: admitted, but not in a block within the time given. */
    public static final int RECEIPT_TIMEOUT = 4;
    /** EIP-7966: admitted, but it cannot run as the account stands. */
    public static final int NOT_READY = 5;
    /** The EVM stopped the message other than by a revert. */
    public static final int EXECUTION_ERROR = -32015;
    /** A simulation took too long (execution-apis, eth_simulateV1). */
    public static final int TIMEOUT = -32016;
    public static final int PRUNED_HISTORY = 4444;

    /** The caller may not call that method; Besu's code. */
    public static final int UNAUTHORIZED = -40100;

    private ErrorCode() {}
}
