package io.quorate.execution;

import static io.quorate.execution.TransactionRejection.*;
import static io.quorate.execution.TransactionValidator.decimal;
import static io.quorate.execution.TransactionValidator.reject;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.execution.TransactionOutcome.Rejected;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Transaction;
import io.quorate.state.JournaledState;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Runs transactions that nobody signed as if they were in a block: with fees, unlike {@link TransactionExecutor#call}.
 * Signature, EIP-3607 (the sender has no code) and EIP-7825 (gas cap) are not looked at; without validation neither is
 * the nonce, and whoever offers no price pays none.
 */
final class UnsignedTransactions {
    private final TransactionExecutor executor;
    private final ExecutionRules rules;
    private final TransactionValidator validator;
    private final boolean validates;

    UnsignedTransactions(TransactionExecutor executor, boolean validates) {
        this.executor = executor;
        this.rules = executor.rules();
        this.validator = new TransactionValidator(rules, executor.permissions());
        this.validates = validates;
    }

    /** As {@link TransactionExecutor#execute}. */
    TransactionOutcome execute(RecoveredTransaction recovered, BlockContext block,
            JournaledState state, Tracer tracer) {
        Transaction transaction = recovered.transaction();
        CallRequest request = new CallRequest(recovered.sender(), transaction.to(),
                transaction.gasLimit(), price(transaction, block), transaction.value(),
                transaction.data(), transaction.accessList(), transaction.blobVersionedHashes(),
                transaction.authorizationList());
        Optional<Rejected> rejected = checkNonce(recovered, state)
                .or(() -> executor.permissions().refusal(recovered.sender(), transaction.to()))
                .or(() -> checkFees(transaction, block)).or(() -> checkShape(transaction))
                .or(() -> checkBlobs(transaction, block))
                .or(() -> checkFunds(recovered, state))
                .or(() -> validator.checkMessage(request));
        if (rejected.isPresent()) {
            return rejected.get();
        }
        state.beginTransaction();
        executor.start(request, block, state, tracer);
        long blobGas = TransactionValidator.BLOB_GAS * request.blobVersionedHashes().size();
        UInt256 blobPrice = hasFreeBlobs(transaction) ? UInt256.ZERO : block.blobBaseFee();
        state.subtractBalance(request.from(),
                request.gasPrice().times(UInt256.of(request.gasLimit()))
                        .plus(blobPrice.times(UInt256.of(blobGas))));
        TransactionOutcome.Executed executed = executor.run(request, block, state, tracer,
                blobGas);
        if (!isFree(transaction)) {
            executor.settle(request, block, state, executed);
        }
        state.endTransaction(rules.fork());
        tracer.onTransactionEnd(executed.gasUsed());
        return executed;
    }

    private boolean isFeeBlind() {
        return rules.feeMode() == FeeMode.FEE_BLIND;
    }

    /** No price is offered, and nobody insists. */
    private boolean isFree(Transaction transaction) {
        return isFeeBlind() || !validates && transaction.maxFeePerGas().isZero()
                && transaction.maxPriorityFeePerGas().isZero();
    }

    /** EIP-1559; what {@link #checkFees} lets pass and is not free is at least the base fee. */
    private UInt256 price(Transaction transaction, BlockContext block) {
        if (isFree(transaction)) {
            return UInt256.ZERO;
        }
        BigInteger offered = block.baseFeePerGas().toBigInteger()
                .add(transaction.maxPriorityFeePerGas().toBigInteger());
        return UInt256.of(offered.min(transaction.maxFeePerGas().toBigInteger()));
    }

    private Optional<Rejected> checkNonce(RecoveredTransaction recovered, JournaledState state) {
        if (!validates) {
            return Optional.empty();
        }
        long has = state.nonce(recovered.sender());
        long nonce = recovered.transaction().nonce();
        String numbers = "nonce " + Long.toUnsignedString(nonce) + ", account is at "
                + Long.toUnsignedString(has);
        int order = Long.compareUnsigned(nonce, has);
        return order < 0 ? reject(NONCE_TOO_LOW, "nonce too low: " + numbers)
                : order > 0 ? reject(NONCE_TOO_HIGH, "nonce too high: " + numbers)
                        : has == -1L ? reject(NONCE_OVERFLOW, "nonce is at its maximum")
                                : Optional.empty();
    }

    private Optional<Rejected> checkFees(Transaction transaction, BlockContext block) {
        return isFree(transaction) ? Optional.empty() : validator.checkFees(transaction, block);
    }

    private Optional<Rejected> checkShape(Transaction transaction) {
        boolean needsRecipient = transaction.type() >= 3;
        if (needsRecipient && transaction.to().isEmpty()) {
            return reject(CREATION_NOT_ALLOWED, "transaction type " + transaction.type()
                    + " needs a recipient");
        }
        return transaction instanceof Transaction.SetCode setCode
                && setCode.authorizationList().isEmpty()
                        ? reject(EMPTY_AUTHORIZATION_LIST, "an authorization list is empty")
                        : Optional.empty();
    }

    private Optional<Rejected> checkBlobs(Transaction transaction, BlockContext block) {
        if (!(transaction instanceof Transaction.Blob blob)) {
            return Optional.empty();
        }
        if (!rules.fork().isAtLeast(Fork.CANCUN)) {
            return reject(TYPE_NOT_SUPPORTED, "there are no blobs before Cancun");
        }
        return validator.checkBlobHashes(blob).or(() -> hasFreeBlobs(blob) ? Optional.empty()
                : validator.checkBlobFee(blob, block));
    }

    private boolean hasFreeBlobs(Transaction transaction) {
        return isFeeBlind() || !validates && transaction instanceof Transaction.Blob blob
                && blob.maxFeePerBlobGas().isZero();
    }

    private Optional<Rejected> checkFunds(RecoveredTransaction recovered, JournaledState state) {
        BigInteger cost = validator.costMax(recovered.transaction());
        UInt256 balance = state.balance(recovered.sender());
        return cost.compareTo(balance.toBigInteger()) > 0
                ? reject(INSUFFICIENT_BALANCE, "insufficient funds for gas * price + value: "
                        + recovered.sender() + " has " + decimal(balance) + ", needs " + cost)
                : Optional.empty();
    }
}
