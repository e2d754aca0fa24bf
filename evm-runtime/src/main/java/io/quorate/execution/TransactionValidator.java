package io.quorate.execution;

import static io.quorate.execution.TransactionRejection.*;

import io.quorate.evm.Delegation;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.TransactionOutcome.Rejected;
import io.quorate.ledger.Impersonation;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Transaction;
import io.quorate.state.JournaledState;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Whether a transaction may start (Yellow Paper §6.2 and the EIPs since). Reads the state, changes nothing. */
final class TransactionValidator {
    static final long BLOB_GAS = 1 << 17;
    private static final int INITCODE_BYTES_MAX = 0xc000;
    /** EIP-7594. */
    private static final int OSAKA_BLOBS_MAX = 6;
    private static final byte BLOB_HASH_VERSION = 1;
    private static final long NONCE_MAX = -1L;
    /** 2^64 - 1. */
    private static final long ANY_GAS = -1L;

    private final ExecutionRules rules;
    private final Permissions permissions;

    TransactionValidator(ExecutionRules rules, Permissions permissions) {
        this.rules = rules;
        this.permissions = permissions;
    }

    Optional<Rejected> validate(RecoveredTransaction recovered, CallRequest request,
            BlockContext block, JournaledState state, long blockGasLeft) {
        Transaction transaction = recovered.transaction();
        return checkKind(transaction).or(() -> checkSignature(transaction))
                .or(() -> checkGas(request, blockGasLeft))
                .or(() -> checkFees(transaction, block))
                .or(() -> checkBlobs(transaction, block)).or(() -> checkNonce(transaction))
                .or(() -> permissions.refusal(recovered.sender(), transaction.to()))
                .or(() -> checkSender(transaction, recovered.sender(), state));
    }

    /** What can be said of a transaction without knowing state and block. */
    Optional<Rejected> validateAlone(RecoveredTransaction recovered) {
        Transaction transaction = recovered.transaction();
        CallRequest message = new CallRequest(recovered.sender(), transaction.to(),
                transaction.gasLimit(), UInt256.ZERO, transaction.value(), transaction.data(),
                transaction.accessList(), transaction.blobVersionedHashes(),
                transaction.authorizationList());
        return checkKind(transaction).or(() -> checkSignature(transaction))
                .or(() -> checkGas(message, ANY_GAS)).or(() -> checkTip(transaction))
                .or(() -> checkBlobHashes(transaction)).or(() -> checkNonce(transaction))
                .or(() -> gasCostMax(transaction).bitLength() > 256
                        ? reject(INSUFFICIENT_BALANCE, "the gas may cost "
                                + gasCostMax(transaction) + ", more than any balance")
                        : Optional.empty());
    }

    private Optional<Rejected> checkKind(Transaction transaction) {
        boolean isSupported = switch (transaction) {
            case Transaction.Legacy legacy -> true;
            case Transaction.AccessList accessList -> rules.fork().isAtLeast(Fork.BERLIN);
            case Transaction.DynamicFee dynamicFee -> rules.fork().isAtLeast(Fork.LONDON);
            case Transaction.Blob blob -> rules.fork().isAtLeast(Fork.CANCUN)
                    && rules.blobSchedule().isPresent();
            case Transaction.SetCode setCode -> rules.fork().isAtLeast(Fork.PRAGUE);
        };
        if (!isSupported) {
            return reject(TYPE_NOT_SUPPORTED, "transaction type " + transaction.type()
                    + " is not supported on this chain");
        }
        boolean knowsChainIds = rules.fork().isAtLeast(Fork.SPURIOUS_DRAGON);
        Optional<UInt256> chainId = transaction.chainId();
        if (chainId.isPresent() && !(knowsChainIds && chainId.get().equals(rules.chainId()))) {
            return reject(WRONG_CHAIN_ID, "transaction is for chain " + decimal(chainId.get())
                    + ", this is chain " + decimal(rules.chainId()));
        }
        if (transaction instanceof Transaction.SetCode setCode
                && setCode.authorizationList().isEmpty()) {
            return reject(EMPTY_AUTHORIZATION_LIST, "set-code transaction without authorization");
        }
        boolean needsRecipient = transaction.type() >= 3;
        if (needsRecipient && transaction.to().isEmpty()) {
            return reject(CREATION_NOT_ALLOWED, "transaction type " + transaction.type()
                    + " needs a recipient");
        }
        return Optional.empty();
    }

    /** EIP-2. Range and recovery were checked when the sender was recovered. */
    private Optional<Rejected> checkSignature(Transaction transaction) {
        boolean isHigh = transaction.signature().s().compareTo(Secp256k1.HALF_ORDER) > 0;
        return isHigh && rules.fork().isAtLeast(Fork.HOMESTEAD)
                ? reject(INVALID_SIGNATURE,
                        "signature's s is in the upper half of the curve's order")
                : Optional.empty();
    }

    private Optional<Rejected> checkGas(CallRequest request, long blockGasLeft) {
        long gasMax = rules.transactionGasMax();
        if (gasMax != Long.MAX_VALUE && Long.compareUnsigned(request.gasLimit(), gasMax) > 0) {
            return reject(GAS_LIMIT_TOO_HIGH, "gas limit " + decimal(request.gasLimit())
                    + " is above the maximum of " + gasMax);
        }
        if (Long.compareUnsigned(request.gasLimit(), blockGasLeft) > 0) {
            return reject(BLOCK_GAS_EXCEEDED, "gas limit " + decimal(request.gasLimit())
                    + " is above the " + decimal(blockGasLeft) + " left in the block");
        }
        return checkMessage(request);
    }

    /** What holds for calls too: enough gas to start, and initcode that is not too long. */
    Optional<Rejected> checkMessage(CallRequest request) {
        if (request.to().isEmpty() && rules.fork().isAtLeast(Fork.SHANGHAI)
                && request.data().size() > INITCODE_BYTES_MAX) {
            return reject(INITCODE_TOO_LARGE, "initcode of " + request.data().size()
                    + " bytes, at most " + INITCODE_BYTES_MAX + " are allowed");
        }
        long needed = Math.max(IntrinsicGas.of(rules.fork(), request),
                IntrinsicGas.floor(rules.fork(), request.data()));
        return Long.compareUnsigned(request.gasLimit(), needed) < 0
                ? reject(INTRINSIC_GAS_TOO_LOW, "intrinsic gas too low: gas limit "
                        + request.gasLimit() + ", needs " + needed)
                : Optional.empty();
    }

    Optional<Rejected> checkFees(Transaction transaction, BlockContext block) {
        if (rules.feeMode() == FeeMode.FEE_BLIND || !rules.fork().isAtLeast(Fork.LONDON)) {
            return Optional.empty();
        }
        UInt256 feeCap = transaction.maxFeePerGas();
        return checkTip(transaction).or(() -> feeCap.compareTo(block.baseFeePerGas()) < 0
                ? reject(FEE_CAP_BELOW_BASE_FEE, "max fee per gas " + decimal(feeCap)
                        + " is below the block's base fee " + decimal(block.baseFeePerGas()))
                : Optional.empty());
    }

    private static Optional<Rejected> checkTip(Transaction transaction) {
        UInt256 feeCap = transaction.maxFeePerGas();
        return transaction.maxPriorityFeePerGas().compareTo(feeCap) > 0
                ? reject(TIP_ABOVE_FEE_CAP, "max priority fee per gas "
                        + decimal(transaction.maxPriorityFeePerGas())
                        + " is above the max fee per gas " + decimal(feeCap))
                : Optional.empty();
    }

    private Optional<Rejected> checkBlobs(Transaction transaction, BlockContext block) {
        return checkBlobHashes(transaction).or(() -> checkBlobFee(transaction, block));
    }

    Optional<Rejected> checkBlobFee(Transaction transaction, BlockContext block) {
        return rules.feeMode() != FeeMode.FEE_BLIND && transaction instanceof Transaction.Blob blob
                && blob.maxFeePerBlobGas().compareTo(block.blobBaseFee()) < 0
                        ? reject(BLOB_FEE_CAP_TOO_LOW, "max fee per blob gas "
                                + decimal(blob.maxFeePerBlobGas()) + " is below the block's "
                                + decimal(block.blobBaseFee()))
                        : Optional.empty();
    }

    Optional<Rejected> checkBlobHashes(Transaction transaction) {
        if (!(transaction instanceof Transaction.Blob blob)) {
            return Optional.empty();
        }
        int count = blob.blobVersionedHashes().size();
        int scheduled = rules.blobSchedule().map(BlobSchedule::maxBlobs).orElse(0);
        int max = rules.fork().isAtLeast(Fork.OSAKA) ? Math.min(scheduled, OSAKA_BLOBS_MAX)
                : scheduled;
        if (count == 0 || count > max) {
            return reject(INVALID_BLOBS, count + " blobs, a transaction has 1 to " + max);
        }
        for (Hash hash : blob.blobVersionedHashes()) {
            if (hash.byteAt(0) != BLOB_HASH_VERSION) {
                return reject(INVALID_BLOBS, "blob hash of unknown version: " + hash);
            }
        }
        return Optional.empty();
    }

    /** EIP-2681. */
    private static Optional<Rejected> checkNonce(Transaction transaction) {
        return transaction.nonce() == NONCE_MAX
                ? reject(NONCE_OVERFLOW, "nonce is at its maximum")
                : Optional.empty();
    }

    private Optional<Rejected> checkSender(Transaction transaction, Address sender,
            JournaledState state) {
        long nonce = transaction.nonce();
        int order = Long.compareUnsigned(nonce, state.nonce(sender));
        if (order != 0) {
            String numbers = "nonce " + Long.toUnsignedString(nonce) + ", account is at "
                    + Long.toUnsignedString(state.nonce(sender));
            return order < 0 ? reject(NONCE_TOO_LOW, "nonce too low: " + numbers)
                    : reject(NONCE_TOO_HIGH, "nonce too high: " + numbers);
        }
        if (!state.codeHash(sender).equals(Hash.EMPTY) && !isDelegated(state.code(sender))
                && Impersonation.claimedSender(transaction).filter(sender::equals).isEmpty()) {
            return reject(SENDER_NOT_EOA, "sender " + sender + " is a contract");
        }
        BigInteger cost = costMax(transaction);
        UInt256 balance = state.balance(sender);
        return cost.compareTo(balance.toBigInteger()) > 0
                ? reject(INSUFFICIENT_BALANCE, "insufficient funds: balance " + decimal(balance)
                        + ", the transaction may cost " + cost)
                : Optional.empty();
    }

    private boolean isDelegated(Bytes code) {
        return rules.fork().isAtLeast(Fork.PRAGUE) && Delegation.isDelegation(code);
    }

    /** In wei; may pass 256 bits. */
    BigInteger costMax(Transaction transaction) {
        BigInteger value = transaction.value().toBigInteger();
        if (rules.feeMode() == FeeMode.FEE_BLIND) {
            return value;
        }
        BigInteger blobs = transaction instanceof Transaction.Blob blob
                ? blob.maxFeePerBlobGas().toBigInteger()
                        .multiply(BigInteger.valueOf(BLOB_GAS * blob.blobVersionedHashes().size()))
                : BigInteger.ZERO;
        return value.add(gasCostMax(transaction)).add(blobs);
    }

    private static BigInteger gasCostMax(Transaction transaction) {
        return transaction.maxFeePerGas().toBigInteger()
                .multiply(UInt256.of(transaction.gasLimit()).toBigInteger());
    }

    private static String decimal(long unsigned) {
        return Long.toUnsignedString(unsigned);
    }

    static String decimal(UInt256 value) {
        return value.toBigInteger().toString();
    }

    static Optional<Rejected> reject(TransactionRejection reason, String message) {
        return Optional.of(new Rejected(reason, message));
    }
}
