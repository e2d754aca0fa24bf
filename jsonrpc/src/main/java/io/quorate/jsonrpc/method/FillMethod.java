package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.view.TransactionView;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;

/** {@code eth_fillTransaction}: what a request leaves out, for whoever signs it elsewhere. */
final class FillMethod {
    private final TransactionSubmitter submitter;
    private final CallParser parser;
    private final UnsignedTransactions unsigned;
    private final ChainQueries chain;

    FillMethod(ChainQueries chain, TransactionSubmitter submitter, CallParser parser) {
        this.submitter = submitter;
        this.parser = parser;
        this.chain = chain;
        this.unsigned = new UnsignedTransactions(chain);
    }

    Method method() {
        return Method.heavy("eth_fillTransaction", 1, this::fill);
    }

    private JsonValue fill(Call call) {
        CallRequest request = parser.parse(call.at(0, "transaction"));
        long nonce = request.nonce()
                .orElseGet(() -> submitter.pendingNonce(request.sender()));
        Transaction filled = unsigned.unsigned(request, nonce);
        return out -> {
            out.startObject();
            out.data("raw", TransactionCodec.encode(filled));
            out.name("tx");
            write(out, filled);
            out.endObject();
        };
    }

    private void write(JsonOut out, Transaction transaction) {
        out.startObject();
        out.quantity("type", transaction.type());
        out.quantity("chainId", chain.chainId());
        out.quantity("nonce", transaction.nonce());
        transaction.to().ifPresentOrElse(to -> out.address("to", to), () -> out.nullField("to"));
        out.quantity("gas", transaction.gasLimit());
        out.quantity("value", transaction.value());
        out.data("input", transaction.data());
        out.quantity("maxFeePerGas", transaction.maxFeePerGas());
        out.quantity("maxPriorityFeePerGas", transaction.maxPriorityFeePerGas());
        out.quantity("gasPrice", transaction.maxFeePerGas());
        out.values("accessList", TransactionView.accessList(transaction.accessList()));
        if (!transaction.authorizationList().isEmpty()) {
            out.values("authorizationList",
                    TransactionView.authorizationList(transaction.authorizationList()));
        }
        out.endObject();
    }
}
