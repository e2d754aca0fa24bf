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
        Filled filled = fill(request);
        Transaction unsigned = transaction(request, nonce, filled, NONE);
        Signature signature = sign.apply(TransactionCodec.signingHash(unsigned));
        Transaction signed = transaction(request, nonce, filled, signature);
        return new RecoveredTransaction(signed, sender, TransactionCodec.hash(signed),
                TransactionCodec.encode(signed));
    }

    /** With zeros for a signature. */
    Transaction unsigned(CallRequest request, long nonce) {
        return transaction(request, nonce, fill(request), NONE);
    }

    private record Filled(long gas, CallRequest.Prices prices) {}

    private Filled fill(CallRequest request) {
        if (!request.blobVersionedHashes().isEmpty()) {
            throw new JsonRpcException(ErrorCode.METHOD_NOT_SUPPORTED,
                    "the node makes no blob transactions");
        }
        long gas = request.gas().orElseGet(() -> new GasEstimate(chain, request,
                chain.latestNumber(), Overrides.NONE).search());
        return new Filled(gas, request.prices().orElseGet(this::usualPrices));
    }

    /** Twice the next base fee, so that it suffices for some blocks; no tip. */
    private CallRequest.Prices usualPrices() {
        UInt256 baseFee = chain.feesAfter(chain.latestNumber()).baseFeePerGas();
        return new CallRequest.Prices(baseFee.plus(baseFee), UInt256.ZERO);
    }

    private Transaction transaction(CallRequest request, long nonce, Filled filled,
            Signature signature) {
        CallRequest.Prices prices = filled.prices();
        long gas = filled.gas();
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
