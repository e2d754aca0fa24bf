package io.quorate.node.members;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.keys.AccountKey;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signs calls with an account's key and waits for what becomes of them. */
public final class AccountSender {
    private static final Signature UNSIGNED = new Signature(UInt256.ZERO, UInt256.ZERO, 0);

    private final ReplicaClient replica;
    private final AccountKey account;

    public AccountSender(ReplicaClient replica, AccountKey account) {
        this.replica = replica;
        this.account = account;
    }

    /** The receipt; fails with {@link OperatorException} where the contract refuses. */
    public JsonNode send(SystemCall call) {
        String from = account.address().toString();
        Map<String, String> asked = Map.of("from", from, "to", call.to().toString(), "data",
                call.data().toHexString());
        long gas = number(
                ContractWords.explained(() -> replica.call("eth_estimateGas", asked)));
        long chainId = number(replica.call("eth_chainId"));
        long nonce = number(replica.call("eth_getTransactionCount", from, "pending"));
        UInt256 price = UInt256.fromHex(replica.call("eth_getBlockByNumber", "latest", false)
                .path("baseFeePerGas").asText("0x0")).times(UInt256.of(2));
        Transaction unsigned = transaction(call, chainId, nonce, gas + gas / 4, price, UNSIGNED);
        Signature signed = Signature.of(account.sign(TransactionCodec.signingBytes(unsigned)));
        JsonNode receipt = replica.call("eth_sendRawTransactionSync",
                TransactionCodec.encode(transaction(call, chainId, nonce, gas + gas / 4, price,
                        signed)).toHexString());
        if (!"0x1".equals(receipt.path("status").asText())) {
            // Where it is refused now too, the contract says why.
            ContractWords.explained(() -> replica.call("eth_call", asked, "latest"));
            throw new OperatorException("The transaction "
                    + receipt.path("transactionHash").asText() + " failed in block "
                    + receipt.path("blockNumber").asText()
                    + ": something else came before it; look with 'quorate members status'.");
        }
        return receipt;
    }

    public Address address() {
        return account.address();
    }

    private static long number(JsonNode quantity) {
        return Long.decode(quantity.asText());
    }

    private static Transaction transaction(SystemCall call, long chainId, long nonce, long gas,
            UInt256 price, Signature signature) {
        return new Transaction.DynamicFee(Optional.of(UInt256.of(chainId)), nonce, UInt256.ZERO,
                price, gas, Optional.of(call.to()), UInt256.ZERO, call.data(), List.of(),
                signature);
    }
}
