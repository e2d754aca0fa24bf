package io.quorate.node.pool;

import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.PoolPlace;
import io.quorate.jsonrpc.RejectionCode;
import java.util.Optional;

/**
 * Why a transaction was not taken, or was dropped again.
 *
 * @param message one line for the person who signed it
 * @param replacedBy where another one took its place
 */
public record Refusal(Reason reason, String message, Optional<Hash> replacedBy) {
    public Refusal(Reason reason, String message) {
        this(reason, message, Optional.empty());
    }

    PoolPlace place(boolean admitted) {
        return new PoolPlace.GivenUp(admitted, reason.code(), message, replacedBy);
    }

    /** The kinds of refusal, each with the code that JSON-RPC answers. */
    public enum Reason {
        MALFORMED(RejectionCode.INVALID_INPUT),
        INVALID_SIGNATURE(RejectionCode.INVALID_SENDER),
        UNSUPPORTED_TYPE(RejectionCode.NOT_SUPPORTED),
        WRONG_CHAIN(RejectionCode.INVALID_SENDER),
        INTRINSIC_GAS_TOO_LOW(RejectionCode.INTRINSIC_GAS_TOO_LOW),
        GAS_LIMIT_TOO_HIGH(RejectionCode.GAS_LIMIT_TOO_HIGH),
        TOO_LARGE(RejectionCode.REJECTED),
        INIT_CODE_TOO_LARGE(RejectionCode.REJECTED),
        NONCE_TOO_LOW(RejectionCode.NONCE_TOO_LOW),
        NONCE_TOO_HIGH(RejectionCode.NONCE_TOO_HIGH),
        INSUFFICIENT_FUNDS(RejectionCode.INSUFFICIENT_FUNDS),
        TIP_ABOVE_FEE_CAP(RejectionCode.TIP_ABOVE_FEE_CAP),
        FEE_TOO_LOW(RejectionCode.FEE_CAP_BELOW_BASE_FEE),
        SENDER_HAS_CODE(RejectionCode.REJECTED),
        ALREADY_KNOWN(RejectionCode.ALREADY_KNOWN),
        ALREADY_PROPOSED(RejectionCode.REJECTED),
        POOL_FULL(RejectionCode.LIMIT_EXCEEDED),
        SENDER_LIMIT(RejectionCode.LIMIT_EXCEEDED),
        REPLACED(RejectionCode.REJECTED),
        NOT_EXECUTABLE(RejectionCode.REJECTED),
        SENDER_NOT_PERMITTED(RejectionCode.NOT_PERMITTED),
        DEPLOYMENT_NOT_PERMITTED(RejectionCode.NOT_PERMITTED),
        CALL_NOT_PERMITTED(RejectionCode.NOT_PERMITTED),
        ACCOUNT_SUSPENDED(RejectionCode.NOT_PERMITTED);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        /** See {@link RejectionCode}. */
        public int code() {
            return code;
        }
    }
}
