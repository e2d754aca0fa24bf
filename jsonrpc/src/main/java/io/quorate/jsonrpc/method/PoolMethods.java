package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.view.TransactionView;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What waits in the pool. */
final class PoolMethods {
    private final ChainQueries chain;
    private final TransactionSubmitter submitter;

    PoolMethods(ChainQueries chain, TransactionSubmitter submitter) {
        this.chain = chain;
        this.submitter = submitter;
    }

    List<Method> all() {
        return List.of(Method.light("txpool_status", 0, call -> status(submitter.content())),
                Method.heavy("txpool_content", 0, call -> content(submitter.content())),
                Method.heavy("txpool_contentFrom", 1, call -> contentFrom(
                        call.at(0, "address").address(), submitter.content())),
                Method.light("txpool_dropped", 1, call -> submitter
                        .dropped(call.at(0, "transactionHash").hash()).map(PoolMethods::dropped)
                        .orElse(JsonValue.NULL)));
    }

    private static JsonValue dropped(TransactionSubmitter.Dropped dropped) {
        return out -> {
            out.startObject();
            out.hash("hash", dropped.transactionHash());
            out.number("code", dropped.code());
            out.string("message", dropped.message());
            out.endObject();
        };
    }

    private static JsonValue status(TransactionSubmitter.PoolContent content) {
        return out -> {
            out.startObject();
            out.quantity("pending", content.pending().size());
            out.quantity("queued", content.queued().size());
            out.endObject();
        };
    }

    private JsonValue content(TransactionSubmitter.PoolContent content) {
        return out -> {
            out.startObject();
            out.value("pending", bySender(content.pending()));
            out.value("queued", bySender(content.queued()));
            out.endObject();
        };
    }

    private JsonValue bySender(List<RecoveredTransaction> transactions) {
        SortedMap<Address, SortedMap<Long, RecoveredTransaction>> senders = new TreeMap<>();
        transactions.forEach(t -> senders.computeIfAbsent(t.sender(), s -> new TreeMap<>())
                .put(t.transaction().nonce(), t));
        return out -> {
            out.startObject();
            senders.forEach((sender, byNonce) -> {
                out.name(sender.toString());
                writeByNonce(out, byNonce);
            });
            out.endObject();
        };
    }

    private void writeByNonce(JsonOut out, Map<Long, RecoveredTransaction> byNonce) {
        out.startObject();
        byNonce.forEach((nonce, transaction) -> out.value(Long.toUnsignedString(nonce),
                TransactionView.pending(chain.feeMode(), transaction)));
        out.endObject();
    }

    private JsonValue contentFrom(Address sender, TransactionSubmitter.PoolContent content) {
        return out -> {
            out.startObject();
            out.name("pending");
            writeByNonce(out, ofSender(sender, content.pending()));
            out.name("queued");
            writeByNonce(out, ofSender(sender, content.queued()));
            out.endObject();
        };
    }

    private static SortedMap<Long, RecoveredTransaction> ofSender(Address sender,
            List<RecoveredTransaction> transactions) {
        SortedMap<Long, RecoveredTransaction> byNonce = new TreeMap<>();
        transactions.stream().filter(t -> t.sender().equals(sender))
                .forEach(t -> byNonce.put(t.transaction().nonce(), t));
        return byNonce;
    }
}
