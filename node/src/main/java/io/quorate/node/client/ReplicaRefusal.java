package io.quorate.node.client;

import io.quorate.node.OperatorException;
import org.apache.tuweni.bytes.Bytes;

/** A replica answered with an error. */
public final class ReplicaRefusal extends OperatorException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient Bytes data;

    ReplicaRefusal(String message, int code, Bytes data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    /** Of JSON-RPC's error. */
    public int code() {
        return code;
    }

    /** What a contract answered that reverted; empty where there is nothing. */
    public Bytes data() {
        return data;
    }
}
