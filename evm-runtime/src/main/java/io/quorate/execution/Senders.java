package io.quorate.execution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.SenderRule;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import org.apache.tuweni.bytes.Bytes;

/**
 * Finds the senders of transactions, each once, whichever way and however often a transaction comes: some 30 µs are
 * saved each time. The sender is a function of the bytes that the hash is of, so what is remembered can make no replica
 * differ from another. Bounded, least used out first. Safe for any thread; two that ask for the same one work once.
 */
public final class Senders {
    private final Cache<Hash, Address> known;
    private final SenderRule recovery;

    /** Remembers {@code countMax} senders, of some 200 bytes each. */
    public Senders(int countMax) {
        this(countMax, TransactionCodec::sender);
    }

    public Senders(int countMax, SenderRule recovery) {
        this.recovery = recovery;
        known = Caffeine.newBuilder().maximumSize(countMax).executor(Runnable::run).build();
    }

    /** As {@link TransactionCodec#recover(Bytes)}. */
    public RecoveredTransaction recover(Bytes encoded) throws DecodeException {
        Transaction transaction = TransactionCodec.decode(encoded);
        Hash hash = Keccak256.hash(encoded);
        return new RecoveredTransaction(transaction, sender(transaction, hash, Fork.OSAKA), hash,
                encoded);
    }

    /**
     * As {@link TransactionCodec#sender}.
     *
     * @param hash of the transaction's canonical encoding
     */
    public Address sender(Transaction transaction, Hash hash, Fork fork) throws DecodeException {
        // Forks disagree about a high s, and only about that: such a one is neither looked up nor remembered.
        if (transaction.signature().s().compareTo(Secp256k1.HALF_ORDER) > 0) {
            return recovery.sender(transaction, fork);
        }
        DecodeException[] failure = new DecodeException[1];
        Address sender = known.get(hash, missing -> {
            try {
                return recovery.sender(transaction, fork);
            } catch (DecodeException e) {
                failure[0] = e;
                return null; // not remembered
            }
        });
        if (sender == null) {
            throw failure[0];
        }
        return sender;
    }
}
