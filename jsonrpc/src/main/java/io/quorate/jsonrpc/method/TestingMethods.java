package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.PayloadBuilder;
import io.quorate.jsonrpc.BlockBuilder;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.view.PayloadView;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.PooledTransaction;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TransactionCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/** {@code testing_buildBlockV1}: what a block would be like. Only where somebody tests; the chain stays as it is. */
final class TestingMethods {
    private static final Set<String> ATTRIBUTES = Set.of("timestamp", "prevRandao",
            "suggestedFeeRecipient", "withdrawals", "parentBeaconBlockRoot");
    private static final int EXTRA_DATA_BYTES_MAX = 32;

    private final ChainQueries chain;
    private final TransactionSubmitter submitter;
    private final BlockBuilder builder;

    TestingMethods(ChainQueries chain, TransactionSubmitter submitter, BlockBuilder builder) {
        this.chain = chain;
        this.submitter = submitter;
        this.builder = builder;
    }

    List<Method> all() {
        return List.of(Method.heavy("testing_buildBlockV1", 4, this::build));
    }

    private JsonValue build(Call call) {
        Hash parentHash = call.at(0, "parentBlockHash").hash();
        long parent = chain.blockNumber(parentHash)
                .orElseThrow(() -> new JsonRpcException(ErrorCode.INVALID_INPUT,
                        "parent block not found: " + parentHash));
        Param list = call.at(2, "transactions");
        List<PooledTransaction> given = list.isAbsent() ? List.of()
                : list.list().stream().map(TestingMethods::decode).toList();
        List<RecoveredTransaction> transactions = list.isAbsent()
                ? submitter.content().pending()
                : recover(list, given);
        PayloadBuilder.Request request = request(call, parent, transactions, !list.isAbsent());
        return switch (builder.build(request, parent)
                .orElseThrow(() -> Blocks.pruned(chain, "state", parent))) {
            case PayloadBuilder.Outcome.Built built -> PayloadView.of(built, given.stream()
                    .flatMap(transaction -> transaction.sidecar().stream()).toList());
            case PayloadBuilder.Outcome.Refused(String message) ->
                    throw new JsonRpcException(ErrorCode.INVALID_INPUT, message);
        };
    }

    private PayloadBuilder.Request request(Call call, long parent,
            List<RecoveredTransaction> transactions, boolean takesAll) {
        Param attributes = call.at(1, "payloadAttributes");
        attributes.requireOnly(ATTRIBUTES);
        Param timestamp = attributes.field("timestamp");
        long after = chain.header(parent).map(BlockHeader::timestamp).orElse(0L);
        if (timestamp.longQuantity() <= after) {
            throw timestamp.wrong("after that of the parent, " + after);
        }
        Param extraData = call.at(3, "extraData");
        Bytes extra = extraData.optional(Param::data).orElse(Bytes.EMPTY);
        if (extra.size() > EXTRA_DATA_BYTES_MAX) {
            throw extraData.wrong("at most " + EXTRA_DATA_BYTES_MAX + " bytes");
        }
        return new PayloadBuilder.Request(timestamp.longQuantity(),
                attributes.field("prevRandao").hash(),
                attributes.field("suggestedFeeRecipient").address(),
                SimulationParser.withdrawals(attributes.field("withdrawals")),
                attributes.field("parentBeaconBlockRoot").optional(Param::hash)
                        .orElse(Hash.ZERO),
                transactions, takesAll, extra);
    }

    private static PooledTransaction decode(Param raw) {
        try {
            return TransactionCodec.decodePooled(raw.data());
        } catch (DecodeException e) {
            try {
                Bytes encoded = raw.data();
                return new PooledTransaction(TransactionCodec.decode(encoded), encoded,
                        Optional.empty());
            } catch (DecodeException _) {
                throw raw.wrong("a signed transaction (" + e.getMessage() + ")");
            }
        }
    }

    private static List<RecoveredTransaction> recover(Param list, List<PooledTransaction> given) {
        List<RecoveredTransaction> recovered = new ArrayList<>();
        for (PooledTransaction transaction : given) {
            try {
                recovered.add(TransactionCodec.recover(transaction.encoded()));
            } catch (DecodeException e) {
                throw list.wrong("a list of signed transactions (" + e.getMessage() + ")");
            }
        }
        return recovered;
    }
}
