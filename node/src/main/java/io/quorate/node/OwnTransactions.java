package io.quorate.node;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.keys.NodeKey;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** What a node says on chain by itself, from the account of its validator's key. For any thread. */
final class OwnTransactions {
    private static final Signature UNSIGNED = new Signature(UInt256.ZERO, UInt256.ZERO, 0);

    private final Outlets outlets;

    /** What this needs of the rest of the replica. */
    interface Outlets {
        UInt256 chainId();

        /** Of the next transaction that is to be executed. */
        long nonce(Address sender);

        /** Something of that account waits in the pool. */
        boolean isWaiting(Address sender);

        /** In wei. */
        UInt256 gasPrice();

        TransactionSubmitter.Submission submit(Bytes transaction);
    }

    OwnTransactions(Outlets outlets) {
        this.outlets = outlets;
    }

    /** Signs and admits to the own pool a call with value 0. */
    TransactionSubmitter.Submission submit(NodeKey key, Address to, Bytes data, long gas) {
        UInt256 price = outlets.gasPrice();
        long nonce = outlets.nonce(key.address());
        Transaction unsigned = transaction(to, data, gas, price, nonce, UNSIGNED);
        return outlets.submit(TransactionCodec.encode(transaction(to, data, gas, price, nonce,
                Signature.of(key.sign(TransactionCodec.signingBytes(unsigned))))));
    }

    private Transaction transaction(Address to, Bytes data, long gas, UInt256 price, long nonce,
            Signature signature) {
        return new Transaction.DynamicFee(Optional.of(outlets.chainId()), nonce, UInt256.ZERO,
                price, gas, Optional.of(to), UInt256.ZERO, data, List.of(), signature);
    }
}
