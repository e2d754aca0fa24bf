package io.quorate.jsonrpc.method;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.RejectionCode;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.TransactionSubmitter.Submission;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcError;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.json.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.tuweni.bytes.Bytes;

/** Signed transactions handed in, with or without waiting for the receipt (EIP-7966). */
final class SubmitMethods {
    private final TransactionSubmitter submitter;
    private final TransactionMethods transactions;
    private final ReceiptWaiters waiters;
    private final JsonRpcConfig.Queries limits;
    private final BooleanSupplier blocksComeSoon;

    /** @param blocksComeSoon false while transactions wait until somebody asks for a block */
    SubmitMethods(TransactionSubmitter submitter, TransactionMethods transactions,
            ReceiptWaiters waiters, JsonRpcConfig.Queries limits,
            BooleanSupplier blocksComeSoon) {
        this.blocksComeSoon = blocksComeSoon;
        this.submitter = submitter;
        this.transactions = transactions;
        this.waiters = waiters;
        this.limits = limits;
    }

    List<Method> all() {
        return List.of(
                Method.light("eth_sendRawTransaction", 1,
                        call -> JsonValue.of(submit(call, call.at(0, "transaction").data()))),
                Method.light("eth_sendRawTransactionSync", 2, this::sendSync));
    }

    Hash submit(Call call, Bytes raw) {
        return switch (submitter.submit(raw)) {
            case Submission.Accepted(Hash hash) -> {
                if (!limits.submitHold().isZero() && blocksComeSoon.getAsBoolean()) {
                    call.beforeResponse().accept(() -> hold(hash));
                }
                yield hash;
            }
            case Submission.Refused(int code, String message) ->
                    throw new JsonRpcException(code, message);
        };
    }

    /**
     * Lets the answer wait for the block, which is milliseconds away. ethers looks for the receipt once, at
     * the answer, and then only at the next new block: on an idle chain, which makes none, it would wait
     * for ever where the receipt came a moment later.
     */
    private void hold(Hash hash) {
        boolean isRunnable = submitter.pending(hash).filter(waiting -> Long.compareUnsigned(
                waiting.transaction().nonce(), submitter.pendingNonce(waiting.sender())) < 0)
                .isPresent();
        if (isRunnable) {
            waiters.await(hash, limits.submitHold());
        }
    }

    private JsonValue sendSync(Call call) {
        Bytes raw = call.at(0, "transaction").data();
        Duration timeout = timeout(call.at(1, "timeout"));
        Hash hash = submitOnce(raw);
        return switch (waiters.await(hash, timeout)) {
            case ReceiptWaiters.Outcome.Committed() -> transactions.receipt(hash).orElseThrow(
                    () -> new JsonRpcException(ErrorCode.INTERNAL_ERROR,
                            "committed, but not found: " + hash));
            case ReceiptWaiters.Outcome.Dropped(int code, String message) ->
                    throw new JsonRpcException(new JsonRpcError(code, message,
                            Optional.of(hash.toString())));
            case ReceiptWaiters.Outcome.TimedOut() -> throw timedOut(hash, timeout);
        };
    }

    /** Sending a second time waits for the first: a client that lost the answer may ask again. */
    private Hash submitOnce(Bytes raw) {
        return switch (submitter.submit(raw)) {
            case Submission.Accepted(Hash hash) -> hash;
            case Submission.Refused(int code, String message) -> {
                Hash hash = Keccak256.hash(raw);
                if (code == RejectionCode.ALREADY_KNOWN
                        || transactions.receipt(hash).isPresent()) {
                    yield hash;
                }
                throw new JsonRpcException(code, message);
            }
        };
    }

    private Duration timeout(Param param) {
        if (param.isAbsent()) {
            return limits.syncTimeoutDefault();
        }
        long millis = param.longQuantityOrDecimal();
        if (millis == 0 || millis > limits.syncTimeoutMax().toMillis()) {
            throw param.wrong("milliseconds from 1 to " + limits.syncTimeoutMax().toMillis());
        }
        return Duration.ofMillis(millis);
    }

    private JsonRpcException timedOut(Hash hash, Duration timeout) {
        Optional<String> data = Optional.of(hash.toString());
        Optional<String> gap = submitter.pending(hash).flatMap(waiting -> {
            long expected = submitter.pendingNonce(waiting.sender());
            return Long.compareUnsigned(waiting.transaction().nonce(), expected) < 0
                    ? Optional.empty()
                    : Optional.of("the transaction has nonce "
                            + Quantity.of(waiting.transaction().nonce())
                            + " and waits for the sender's nonce " + Quantity.of(expected));
        });
        return new JsonRpcException(gap
                .map(message -> new JsonRpcError(ErrorCode.NOT_READY, message, data))
                .orElseGet(() -> new JsonRpcError(ErrorCode.RECEIPT_TIMEOUT,
                        "the transaction was admitted but is in no block after "
                                + timeout.toMillis() + " ms",
                        data)));
    }
}
