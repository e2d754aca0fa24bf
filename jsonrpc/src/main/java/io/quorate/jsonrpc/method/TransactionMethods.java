package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.TransactionLocation;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.view.ReceiptView;
import io.quorate.jsonrpc.view.TransactionView;
import io.quorate.ledger.Block;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.Optional;

/** Transactions by hash, in blocks and waiting, and their receipts. */
final class TransactionMethods {
    private final ChainQueries chain;
    private final TransactionSubmitter submitter;
    private final Blocks blocks;

    TransactionMethods(ChainQueries chain, TransactionSubmitter submitter, Blocks blocks) {
        this.chain = chain;
        this.submitter = submitter;
        this.blocks = blocks;
    }

    List<Method> all() {
        return List.of(Method.light("eth_getTransactionByHash", 1, this::byHash),
                Method.light("eth_getRawTransactionByHash", 1, this::rawByHash),
                Method.light("debug_getRawTransaction", 1, this::rawByHash),
                Method.heavy("eth_getTransactionBySenderAndNonce", 2, this::bySenderAndNonce),
                Method.light("eth_getTransactionReceipt", 1,
                        call -> JsonValue.orNull(receipt(call.at(0, "transactionHash").hash()))));
    }

    private JsonValue byHash(Call call) {
        Hash hash = call.at(0, "transactionHash").hash();
        Optional<TransactionView> mined = chain.locate(hash).map(at -> TransactionView
                .inBlock(chain.feeMode(), blocks.requireBlock(at.blockNumber()), at.index()));
        return JsonValue.orNull(mined.or(() -> submitter.pending(hash)
                .map(transaction -> TransactionView.pending(chain.feeMode(), transaction))));
    }

    private JsonValue bySenderAndNonce(Call call) {
        Address sender = call.at(0, "sender").address();
        long nonce = call.at(1, "nonce").longQuantityOrDecimal();
        NonceSearch search = new NonceSearch(chain, blocks);
        if (!search.isUsed(sender, nonce)) {
            return JsonValue.orNull(submitter.content().pending().stream()
                    .filter(each -> NonceSearch.isIt(each, sender, nonce)).findFirst()
                    .map(each -> TransactionView.pending(chain.feeMode(), each)));
        }
        return JsonValue.orNull(search.find(sender, nonce).map(at -> TransactionView
                .inBlock(chain.feeMode(), blocks.requireBlock(at.blockNumber()), at.index())));
    }

    private JsonValue rawByHash(Call call) {
        Hash hash = call.at(0, "transactionHash").hash();
        return JsonValue.orNull(chain.locate(hash)
                .map(at -> blocks.requireBlock(at.blockNumber()).transactions().get(at.index()))
                .or(() -> submitter.pending(hash)).map(RecoveredTransaction::encoded)
                .map(JsonValue::of));
    }

    /** Empty until the transaction's block is committed. */
    Optional<JsonValue> receipt(Hash transactionHash) {
        Optional<TransactionLocation> location = chain.locate(transactionHash);
        return location.map(at -> {
            Block block = blocks.requireBlock(at.blockNumber());
            return ReceiptView.of(chain.feeMode(), chain.blobBaseFee(block.header()), block,
                    blocks.requireReceipts(at.blockNumber()), at.index());
        });
    }
}
