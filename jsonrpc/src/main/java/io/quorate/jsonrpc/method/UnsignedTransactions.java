package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.Overrides;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import java.util.Optional;
import java.util.function.Function;

/** Fills in what a transaction request leaves out, and has it signed. Types 2 and 4 only. */
final class UnsignedTransactions {
    private static final Signature NONE = new Signature(UInt256.ZERO, UInt256.ZERO, 0);

    private final ChainQueries chain;

    UnsignedTransactions(ChainQueries chain) {
        this.chain = chain;
    }

    /** Gas is estimated and prices are the next block's where the request has none. */
    RecoveredTransaction signed(CallRequest request, long nonce, Address sender,
            Function<Hash, Signature> sign) {
        if (!request.blobVersionedHashes().isEmpty()) {
            throw new JsonRpcException(ErrorCode.METHOD_NOT_SUPPORTED,
                    "the node signs no blob transactions");
        }
        long gas = request.gas().orElseGet(() -> new GasEstimate(chain, request,
                chain.latestNumber(), Overrides.NONE).search());
        CallRequest.Prices prices = request.prices().orElseGet(this::usualPrices);
        Transaction unsigned = transaction(request, nonce, gas, prices, NONE);
        Signature signature = sign.apply(TransactionCodec.signingHash(unsigned));
        Transaction signed = transaction(request, nonce, gas, prices, signature);
        return new RecoveredTransaction(signed, sender, TransactionCodec.hash(signed),
                TransactionCodec.encode(signed));
    }

    /** Twice the next base fee, so that it suffices for some blocks; no tip. */
    private CallRequest.Prices usualPrices() {
        UInt256 baseFee = chain.feesAfter(chain.latestNumber()).baseFeePerGas();
        return new CallRequest.Prices(baseFee.plus(baseFee), UInt256.ZERO);
    }

    private Transaction transaction(CallRequest request, long nonce, long gas,
            CallRequest.Prices prices, Signature signature) {
        Optional<UInt256> chainId = Optional.of(UInt256.of(chain.chainId()));
        if (request.authorizationList().isEmpty()) {
            return new Transaction.DynamicFee(chainId, nonce, prices.maxPriorityFeePerGas(),
                    prices.maxFeePerGas(), gas, request.to(), request.value(), request.data(),
                    request.accessList(), signature);
        }
        return new Transaction.SetCode(chainId, nonce, prices.maxPriorityFeePerGas(),
                prices.maxFeePerGas(), gas, request.to(), request.value(), request.data(),
                request.accessList(), request.authorizationList(), signature);
    }
}
