package io.quorate.node;

import io.quorate.execution.TransactionRejection;
import io.quorate.jsonrpc.RejectionCode;
import io.quorate.node.pool.Refusal;
import java.util.Optional;

/** What the executor's reasons mean to the pool and to JSON-RPC. */
final class Rejections {
    private Rejections() {}

    /** Empty where the transaction may yet be executed in a later block. */
    static Optional<Refusal.Reason> finalReason(TransactionRejection rejection) {
        return switch (rejection) {
            case NONCE_TOO_HIGH, BLOCK_GAS_EXCEEDED -> Optional.empty();
            case TYPE_NOT_SUPPORTED -> Optional.of(Refusal.Reason.UNSUPPORTED_TYPE);
            case WRONG_CHAIN_ID -> Optional.of(Refusal.Reason.WRONG_CHAIN);
            case INVALID_SIGNATURE -> Optional.of(Refusal.Reason.INVALID_SIGNATURE);
            case NONCE_TOO_LOW -> Optional.of(Refusal.Reason.NONCE_TOO_LOW);
            case NONCE_OVERFLOW -> Optional.of(Refusal.Reason.NONCE_TOO_HIGH);
            case SENDER_NOT_EOA -> Optional.of(Refusal.Reason.SENDER_HAS_CODE);
            case INSUFFICIENT_BALANCE -> Optional.of(Refusal.Reason.INSUFFICIENT_FUNDS);
            case INTRINSIC_GAS_TOO_LOW -> Optional.of(Refusal.Reason.INTRINSIC_GAS_TOO_LOW);
            case GAS_LIMIT_TOO_HIGH -> Optional.of(Refusal.Reason.GAS_LIMIT_TOO_HIGH);
            case FEE_CAP_BELOW_BASE_FEE -> Optional.of(Refusal.Reason.FEE_TOO_LOW);
            case TIP_ABOVE_FEE_CAP -> Optional.of(Refusal.Reason.TIP_ABOVE_FEE_CAP);
            case INITCODE_TOO_LARGE -> Optional.of(Refusal.Reason.INIT_CODE_TOO_LARGE);
            case BLOB_FEE_CAP_TOO_LOW, INVALID_BLOBS, CREATION_NOT_ALLOWED,
                    EMPTY_AUTHORIZATION_LIST ->
                    Optional.of(Refusal.Reason.NOT_EXECUTABLE);
            case SENDER_NOT_PERMITTED -> Optional.of(Refusal.Reason.SENDER_NOT_PERMITTED);
            case DEPLOYMENT_NOT_PERMITTED -> Optional.of(Refusal.Reason.DEPLOYMENT_NOT_PERMITTED);
            case CALL_NOT_PERMITTED -> Optional.of(Refusal.Reason.CALL_NOT_PERMITTED);
            case ACCOUNT_SUSPENDED -> Optional.of(Refusal.Reason.ACCOUNT_SUSPENDED);
        };
    }

    /** See {@link RejectionCode}. */
    static int code(TransactionRejection rejection) {
        return switch (rejection) {
            case NONCE_TOO_HIGH -> RejectionCode.NONCE_TOO_HIGH;
            case BLOCK_GAS_EXCEEDED -> RejectionCode.GAS_LIMIT_TOO_HIGH;
            default -> finalReason(rejection).map(Refusal.Reason::code)
                    .orElse(RejectionCode.REJECTED);
        };
    }
}
