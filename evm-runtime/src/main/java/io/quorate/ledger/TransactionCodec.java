package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpWriter;
import org.apache.tuweni.bytes.Bytes;

/**
 * Transactions as bytes: legacy RLP, or EIP-2718's type byte and payload. Decoding is strict: whatever does not
 * encode back to the same bytes is refused, and so is a gas limit of 2^63 or more, which fits no block.
 */
public final class TransactionCodec {
    /** What a transaction may have at most, in bytes without its blobs; the block's own bound is EIP-7934. */
    public static final int ENCODED_BYTES_MAX = 8 << 20;

    private TransactionCodec() {}

    /** Decodes without looking at the signature's value: only its form is checked. */
    public static Transaction decode(Bytes encoded) throws DecodeException {
        return TransactionReader.read(encoded);
    }

    /** As {@link #recover(Bytes, Fork)} by the rules of the newest fork, with a gas limit below 2^63. */
    public static RecoveredTransaction recover(Bytes encoded) throws DecodeException {
        return recover(decode(encoded), encoded, Fork.OSAKA);
    }

    /**
     * Decodes and finds the sender (some 30 µs). Refuses types that {@code fork} does not have, and signatures
     * that no key made or, from Homestead on, with a high s (EIP-2). The gas limit may be any unsigned number of
     * 64 bits: a block refuses it, but it is no error of form.
     */
    public static RecoveredTransaction recover(Bytes encoded, Fork fork) throws DecodeException {
        return recover(TransactionReader.readAny(encoded), encoded, fork);
    }

    private static RecoveredTransaction recover(Transaction transaction, Bytes encoded, Fork fork)
            throws DecodeException {
        requireTypeOf(transaction, fork);
        return new RecoveredTransaction(transaction, sender(transaction, fork),
                Keccak256.hash(encoded), encoded);
    }

    /** For a transaction made here, such as one just signed. */
    public static RecoveredTransaction recover(Transaction transaction) throws DecodeException {
        return recover(encode(transaction));
    }

    /** The signer by the rules of {@code fork}; fails where there is none. */
    public static Address sender(Transaction transaction, Fork fork) throws DecodeException {
        Signature signature = transaction.signature();
        if (fork.isAtLeast(Fork.HOMESTEAD)
                && signature.s().compareTo(Secp256k1.HALF_ORDER) > 0) {
            throw new DecodeException("invalid signature: s is in the upper half (EIP-2)");
        }
        return Secp256k1
                .recoverAddress(signingHash(transaction), signature.r(), signature.s(),
                        signature.yParity())
                .orElseThrow(() -> new DecodeException("invalid signature: no key has it"));
    }

    private static void requireTypeOf(Transaction transaction, Fork fork) throws DecodeException {
        Fork since = switch (transaction) {
            case Transaction.Legacy legacy ->
                    legacy.chainId().isPresent() ? Fork.SPURIOUS_DRAGON : Fork.FRONTIER;
            case Transaction.AccessList ignored -> Fork.BERLIN;
            case Transaction.DynamicFee ignored -> Fork.LONDON;
            case Transaction.Blob ignored -> Fork.CANCUN;
            case Transaction.SetCode ignored -> Fork.PRAGUE;
        };
        if (!fork.isAtLeast(since)) {
            throw new DecodeException("transaction type " + transaction.type()
                    + (transaction.type() == 0 ? " with a chain id" : "") + " is not valid before "
                    + since);
        }
    }

    /** The canonical bytes: what goes over the wire and into {@link #hash}. */
    public static Bytes encode(Transaction transaction) {
        RlpWriter out = new RlpWriter(192 + transaction.data().size()).startList();
        TransactionFields.write(out, transaction);
        TransactionFields.writeSignature(out, transaction);
        return typed(transaction.type(), out.endList());
    }

    public static Hash hash(Transaction transaction) {
        return Keccak256.hash(encode(transaction));
    }

    /** The hash that the sender signs. */
    public static Hash signingHash(Transaction transaction) {
        return Keccak256.hash(signingBytes(transaction));
    }

    /** What the sender signs the Keccak-256 of: EIP-155 for a legacy transaction with a chain id, the type's own form else. */
    public static Bytes signingBytes(Transaction transaction) {
        RlpWriter out = new RlpWriter(128 + transaction.data().size()).startList();
        TransactionFields.write(out, transaction);
        if (transaction instanceof Transaction.Legacy legacy && legacy.chainId().isPresent()) {
            out.write(legacy.chainId().get()).write(0).write(0);
        }
        return typed(transaction.type(), out.endList());
    }

    /**
     * Decodes what {@code eth_sendRawTransaction} gets: as {@link #decode}, but a blob transaction comes with its
     * sidecar around it.
     */
    public static PooledTransaction decodePooled(Bytes encoded) throws DecodeException {
        return TransactionReader.readPooled(encoded);
    }

    /** What {@link #decodePooled} reads. */
    public static Bytes encodePooled(PooledTransaction pooled) {
        return TransactionReader.writePooled(pooled);
    }

    private static Bytes typed(int type, RlpWriter payload) {
        byte[] rlp = payload.toArray();
        if (type == 0) {
            return Bytes.wrap(rlp);
        }
        byte[] typed = new byte[rlp.length + 1];
        typed[0] = (byte) type;
        System.arraycopy(rlp, 0, typed, 1, rlp.length);
        return Bytes.wrap(typed);
    }

    /** The legacy signature's v: 27 or 28, or EIP-155's; 0 where it is not signed, as in a simulation. */
    public static UInt256 legacyV(Transaction.Legacy legacy) {
        if (legacy.signature().r().isZero() && legacy.signature().s().isZero()) {
            return UInt256.ZERO;
        }
        UInt256 parity = UInt256.of(legacy.signature().yParity());
        return legacy.chainId().map(id -> id.plus(id).plus(UInt256.of(35)).plus(parity))
                .orElseGet(() -> UInt256.of(27).plus(parity));
    }
}
