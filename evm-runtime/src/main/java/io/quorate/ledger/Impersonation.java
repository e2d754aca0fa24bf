package io.quorate.ledger;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Transactions of somebody who did not sign them, as development chains know them: {@code r} is the sender and
 * {@code s} is 0, which no signature has by any fork's rules. So every other chain refuses them where it looks for the
 * signer, whoever sends or proposes them.
 */
public final class Impersonation {
    private static final int PADDING = UInt256.SIZE - Address.SIZE;

    private Impersonation() {}

    /** What stands in the place of a signature. */
    public static Signature of(Address sender) {
        return new Signature(UInt256.of(sender.bytes()), UInt256.ZERO, 0);
    }

    /** Empty where the signature has not this form. */
    public static Optional<Address> claimedSender(Transaction transaction) {
        Signature signature = transaction.signature();
        if (!signature.s().isZero() || signature.yParity() != 0) {
            return Optional.empty();
        }
        byte[] r = signature.r().toArray();
        return Arrays.equals(r, 0, PADDING, new byte[PADDING], 0, PADDING)
                ? Optional.of(Address.of(r, PADDING))
                : Optional.empty();
    }

    /** As {@link TransactionCodec#sender}, on a development chain. */
    public static Address sender(Transaction transaction, Fork fork) throws DecodeException {
        Optional<Address> claimed = claimedSender(transaction);
        return claimed.isPresent() ? claimed.get() : TransactionCodec.sender(transaction, fork);
    }
}
