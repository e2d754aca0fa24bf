package io.quorate.node.bench.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;

/**
 * Transfers of one wei, each from an account drawn from all of a state to another one. Their senders are given, as the
 * pool gives them to execution: signatures are no part of what is measured. For one thread.
 */
final class TransferSource {
    private static final long GAS = 21_000;
    private static final Signature NONE = new Signature(UInt256.ONE, UInt256.ONE, 0);

    private final Random random = new Random(1);
    private final Map<Integer, Long> nonces = new HashMap<>();
    private final int accounts;

    TransferSource(int accounts) {
        this.accounts = accounts;
    }

    List<RecoveredTransaction> next(int count) {
        List<RecoveredTransaction> transfers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(accounts);
            long nonce = nonces.merge(from, 1L, Long::sum) - 1;
            Transaction transaction = new Transaction.DynamicFee(
                    Optional.of(MeasuredChain.CHAIN_ID), nonce, UInt256.ZERO, UInt256.ZERO, GAS,
                    Optional.of(GeneratedAccounts.plain(random.nextInt(accounts))), UInt256.ONE,
                    Bytes.EMPTY, List.of(), NONE);
            Bytes encoded = TransactionCodec.encode(transaction);
            transfers.add(new RecoveredTransaction(transaction, GeneratedAccounts.plain(from),
                    Keccak256.hash(encoded), encoded));
        }
        return transfers;
    }
}
