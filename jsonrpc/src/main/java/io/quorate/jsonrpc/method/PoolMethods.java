package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.view.TransactionView;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Transaction;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What waits in the pool. */
final class PoolMethods {
    private final ChainQueries chain;
    private final TransactionSubmitter submitter;
    private final PoolExplanation explanation;

    PoolMethods(ChainQueries chain, TransactionSubmitter submitter,
            PoolExplanation explanation) {
        this.chain = chain;
        this.submitter = submitter;
        this.explanation = explanation;
    }

    List<Method> all() {
        return List.of(Method.light("txpool_status", 0, call -> status(submitter.content())),
                Method.heavy("txpool_content", 0, call -> content(submitter.content())),
                Method.heavy("txpool_contentFrom", 1, call -> contentFrom(
                        call.at(0, "address").address(), submitter.content())),
                Method.heavy("txpool_inspect", 0, call -> inspect(submitter.content())),
                Method.heavy("txpool_besuPendingTransactions", 2, this::pending),
                Method.light("txpool_explain", 1,
                        call -> explanation.explain(call.at(0, "transactionHash").hash())),
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
        return content(content, this::writeWhole);
    }

    private JsonValue content(TransactionSubmitter.PoolContent content,
            BiConsumer<JsonOut, RecoveredTransaction> form) {
        return out -> {
            out.startObject();
            out.value("pending", bySender(content.pending(), form));
            out.value("queued", bySender(content.queued(), form));
            out.endObject();
        };
    }

    private void writeWhole(JsonOut out, RecoveredTransaction transaction) {
        TransactionView.pending(chain.feeMode(), transaction).writeTo(out);
    }

    /** One line each, as geth has them. */
    private JsonValue inspect(TransactionSubmitter.PoolContent content) {
        return content(content, (out, transaction) -> {
            Transaction t = transaction.transaction();
            out.stringValue(t.to().map(Address::toString).orElse("contract creation") + ": "
                    + t.value().toBigInteger() + " wei + " + Long.toUnsignedString(t.gasLimit())
                    + " gas × " + t.maxFeePerGas().toBigInteger() + " wei");
        });
    }

    /** As Besu has it: at most as many as asked for, those that a filter takes. */
    private JsonValue pending(Call call) {
        long limit = call.at(0, "limit").optional(Param::longQuantityOrDecimal)
                .orElse(Long.MAX_VALUE);
        Predicate<RecoveredTransaction> wanted = PoolFilter.parse(call.at(1, "filter"));
        TransactionSubmitter.PoolContent content = submitter.content();
        return JsonValue.list(Stream.concat(content.pending().stream(), content.queued().stream())
                .filter(wanted).limit(limit)
                .map(transaction -> TransactionView.pending(chain.feeMode(), transaction))
                .toList());
    }

    private JsonValue bySender(List<RecoveredTransaction> transactions,
            BiConsumer<JsonOut, RecoveredTransaction> form) {
        SortedMap<Address, SortedMap<Long, RecoveredTransaction>> senders = new TreeMap<>();
        transactions.forEach(t -> senders.computeIfAbsent(t.sender(), s -> new TreeMap<>())
                .put(t.transaction().nonce(), t));
        return out -> {
            out.startObject();
            senders.forEach((sender, byNonce) -> {
                out.name(sender.toString());
                writeByNonce(out, byNonce, form);
            });
            out.endObject();
        };
    }

    private static void writeByNonce(JsonOut out, Map<Long, RecoveredTransaction> byNonce,
            BiConsumer<JsonOut, RecoveredTransaction> form) {
        out.startObject();
        byNonce.forEach((nonce, transaction) -> {
            out.name(Long.toUnsignedString(nonce));
            form.accept(out, transaction);
        });
        out.endObject();
    }

    private JsonValue contentFrom(Address sender, TransactionSubmitter.PoolContent content) {
        return out -> {
            out.startObject();
            out.name("pending");
            writeByNonce(out, ofSender(sender, content.pending()), this::writeWhole);
            out.name("queued");
            writeByNonce(out, ofSender(sender, content.queued()), this::writeWhole);
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
