package io.quorate.node.pool;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.FeeMode;
import io.quorate.execution.IntrinsicGas;
import io.quorate.execution.Permissions;
import io.quorate.execution.TransactionRejection;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Transaction;
import io.quorate.state.Account;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What a transaction must be like to have a chance of getting into the next block: the checks that
 * execution makes (EIP-155, 1559, 2681, 2930, 3607, 3860, 4844, 7623, 7702, 7825), made early so that the
 * sender hears of it. Immutable.
 *
 * @param baseFeePerGas of the next block; not looked at in fee-blind mode
 * @param permissions as the last block left them
 */
public record TransactionRules(ExecutionRules rules, long blockGasLimit, UInt256 baseFeePerGas,
        int encodedBytesMax, Permissions permissions) implements AccountRules {
    /** Twice EIP-170's 24,576 bytes (EIP-3860). */
    private static final int INIT_CODE_BYTES_MAX = 49_152;

    /** What can be said without the sender's account. */
    public Optional<Refusal> checkForm(Transaction transaction, int encodedBytes) {
        if (encodedBytes > encodedBytesMax) {
            return refusal(Refusal.Reason.TOO_LARGE, "oversized data: the transaction has "
                    + encodedBytes + " bytes, at most " + encodedBytesMax
                    + " are allowed");
        }
        return checkType(transaction)
                .or(() -> checkChain(transaction))
                .or(() -> checkGas(transaction))
                .or(() -> checkFees(transaction));
    }

    private Optional<Refusal> checkType(Transaction transaction) {
        Fork fork = rules.fork();
        return switch (transaction) {
            case Transaction.Legacy _ -> Optional.empty();
            case Transaction.AccessList _ -> requireFork(fork, Fork.BERLIN, "1 (EIP-2930)");
            case Transaction.DynamicFee _ -> requireFork(fork, Fork.LONDON, "2 (EIP-1559)");
            case Transaction.Blob blob -> rules.blobSchedule().isPresent()
                    ? checkBlob(blob)
                    : refusal(Refusal.Reason.UNSUPPORTED_TYPE, "transaction type not supported:"
                            + " type 3 (EIP-4844, blobs) is not enabled on this chain");
            case Transaction.SetCode setCode -> requireFork(fork, Fork.PRAGUE, "4 (EIP-7702)")
                    .or(() -> setCode.authorizationList().isEmpty()
                            ? refusal(Refusal.Reason.MALFORMED,
                                    "EIP-7702 transaction with an empty authorization list")
                            : Optional.empty());
        };
    }

    private static Optional<Refusal> requireFork(Fork active, Fork needed, String type) {
        return active.isAtLeast(needed) ? Optional.empty()
                : refusal(Refusal.Reason.UNSUPPORTED_TYPE, "transaction type not supported: type "
                        + type + " comes with " + needed + ", the chain is at " + active);
    }

    private static Optional<Refusal> checkBlob(Transaction.Blob blob) {
        return blob.blobVersionedHashes().isEmpty()
                ? refusal(Refusal.Reason.MALFORMED, "blob transaction without blobs")
                : Optional.empty();
    }

    private Optional<Refusal> checkChain(Transaction transaction) {
        Optional<UInt256> given = transaction.chainId();
        if (given.isEmpty() || given.get().equals(rules.chainId())) return Optional.empty();
        return refusal(Refusal.Reason.WRONG_CHAIN,
                "invalid chain id: the transaction is signed for "
                        + given.get().toBigInteger() + ", this chain is "
                        + rules.chainId().toBigInteger());
    }

    private Optional<Refusal> checkGas(Transaction transaction) {
        long gasLimit = transaction.gasLimit();
        if (Long.compareUnsigned(gasLimit, rules.transactionGasMax()) > 0) {
            return refusal(Refusal.Reason.GAS_LIMIT_TOO_HIGH, "gas limit too high: "
                    + Long.toUnsignedString(gasLimit) + ", a transaction may have at most "
                    + rules.transactionGasMax() + " (EIP-7825)");
        }
        if (Long.compareUnsigned(gasLimit, blockGasLimit) > 0) {
            return refusal(Refusal.Reason.GAS_LIMIT_TOO_HIGH, "exceeds block gas limit: "
                    + Long.toUnsignedString(gasLimit) + ", a block has " + blockGasLimit);
        }
        long needed = IntrinsicGas.required(rules.fork(), transaction);
        if (Long.compareUnsigned(gasLimit, needed) < 0) {
            return refusal(Refusal.Reason.INTRINSIC_GAS_TOO_LOW, "intrinsic gas too low: gas limit "
                    + Long.toUnsignedString(gasLimit) + ", the transaction needs " + needed);
        }
        if (transaction.to().isEmpty() && rules.fork().isAtLeast(Fork.SHANGHAI)
                && transaction.data().size() > INIT_CODE_BYTES_MAX) {
            return refusal(Refusal.Reason.INIT_CODE_TOO_LARGE, "max initcode size exceeded: "
                    + transaction.data().size() + " bytes, at most " + INIT_CODE_BYTES_MAX);
        }
        if (transaction.nonce() == -1) {
            return refusal(Refusal.Reason.NONCE_TOO_HIGH, "nonce has max value (EIP-2681)");
        }
        return Optional.empty();
    }

    private Optional<Refusal> checkFees(Transaction transaction) {
        if (rules.feeMode() == FeeMode.FEE_BLIND) return Optional.empty();
        if (transaction.maxPriorityFeePerGas().compareTo(transaction.maxFeePerGas()) > 0) {
            return refusal(Refusal.Reason.TIP_ABOVE_FEE_CAP,
                    "max priority fee per gas higher than max fee per gas: "
                            + transaction.maxPriorityFeePerGas().toBigInteger() + " > "
                            + transaction.maxFeePerGas().toBigInteger());
        }
        if (transaction.maxFeePerGas().compareTo(baseFeePerGas) < 0) {
            return refusal(Refusal.Reason.FEE_TOO_LOW,
                    "max fee per gas less than block base fee: "
                            + transaction.maxFeePerGas().toBigInteger() + " < "
                            + baseFeePerGas.toBigInteger());
        }
        return Optional.empty();
    }

    /** Whether the chain's rules of accounts and contracts let it start. */
    public Optional<Refusal> checkPermitted(RecoveredTransaction transaction) {
        return permissions.refusal(transaction.sender(), transaction.transaction().to())
                .map(rejected -> new Refusal(reason(rejected.reason()), rejected.message()));
    }

    private static Refusal.Reason reason(TransactionRejection rejection) {
        return switch (rejection) {
            case DEPLOYMENT_NOT_PERMITTED -> Refusal.Reason.DEPLOYMENT_NOT_PERMITTED;
            case CALL_NOT_PERMITTED -> Refusal.Reason.CALL_NOT_PERMITTED;
            case ACCOUNT_SUSPENDED -> Refusal.Reason.ACCOUNT_SUSPENDED;
            default -> Refusal.Reason.SENDER_NOT_PERMITTED;
        };
    }

    @Override
    public Optional<Refusal> check(RecoveredTransaction recovered, Account account) {
        return checkPermitted(recovered).or(() -> checkFunds(recovered, account));
    }

    private Optional<Refusal> checkFunds(RecoveredTransaction recovered, Account account) {
        Transaction transaction = recovered.transaction();
        BigInteger cost = transaction.value().toBigInteger();
        if (rules.feeMode() != FeeMode.FEE_BLIND) {
            cost = cost.add(transaction.maxFeePerGas().toBigInteger()
                    .multiply(BigInteger.valueOf(transaction.gasLimit())));
        }
        if (cost.compareTo(account.balance().toBigInteger()) > 0) {
            return refusal(Refusal.Reason.INSUFFICIENT_FUNDS,
                    "insufficient funds for gas * price + value: address " + recovered.sender()
                            + " have " + account.balance().toBigInteger() + " want " + cost);
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refusal(Refusal.Reason reason, String message) {
        return Optional.of(new Refusal(reason, message));
    }
}
