package io.quorate.node.pool;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.state.Account;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A pool over accounts that a test sets, with what the pool told its listener. */
final class PoolFixture implements PoolListener {
    static final Address ALICE = Address.ofLow(0xa11ce);
    static final Address BOB = Address.ofLow(0xb0b);
    static final ProposalLimits AMPLE = new ProposalLimits(1_000, 1 << 20, Long.MAX_VALUE);

    final Map<Address, Account> accounts = new HashMap<>();
    final List<Hash> admitted = new ArrayList<>();
    final Map<Hash, Refusal> dropped = new HashMap<>();
    final TransactionPool pool;
    long nowMillis;

    PoolFixture() {
        this(new PoolLimits(100, 1 << 20, 16, 10_000));
    }

    PoolFixture(PoolLimits limits) {
        pool = new TransactionPool(limits, address -> Optional.ofNullable(accounts.get(address)),
                () -> nowMillis, this);
    }

    /** A transaction whose hash also depends on {@code variant}; nobody signed it. */
    static RecoveredTransaction transaction(Address sender, long nonce, int variant) {
        Transaction transaction = new Transaction.Legacy(Optional.empty(), nonce, UInt256.ZERO,
                21_000, Optional.of(BOB), UInt256.ZERO, Bytes.EMPTY,
                new Signature(UInt256.ONE, UInt256.ONE, 0));
        Bytes encoded = Bytes.concatenate(sender.bytes(),
                Bytes.wrap(ByteBuffer.allocate(12).putLong(nonce).putInt(variant).array()));
        return new RecoveredTransaction(transaction, sender, Keccak256.hash(encoded), encoded);
    }

    static RecoveredTransaction transaction(Address sender, long nonce) {
        return transaction(sender, nonce, 0);
    }

    Admission add(RecoveredTransaction transaction) {
        return pool.add(transaction, (_, _) -> Optional.empty(), true);
    }

    /** As if a block had just made {@code nonce} the sender's next. */
    void setNonce(Address sender, long nonce) {
        accounts.put(sender, new Account(nonce, UInt256.ZERO, Hash.EMPTY));
    }

    @Override
    public void onAdmitted(RecoveredTransaction transaction) {
        admitted.add(transaction.hash());
    }

    @Override
    public void onDropped(RecoveredTransaction transaction, Refusal refusal) {
        dropped.put(transaction.hash(), refusal);
    }
}
