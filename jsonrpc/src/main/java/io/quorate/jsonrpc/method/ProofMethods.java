package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.BlockCertificate;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.json.Quantity;
import io.quorate.jsonrpc.view.ProofView;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.ReceiptCodec;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.trie.MerklePatriciaTrie;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** What convinces somebody who trusts no replica: certificates, and what is in the blocks that they are of. */
final class ProofMethods {
    private final ChainQueries chain;
    private final Blocks blocks;

    ProofMethods(ChainQueries chain, Blocks blocks) {
        this.chain = chain;
        this.blocks = blocks;
    }

    List<Method> all() {
        return List.of(Method.heavy("bft_getCertificate", 1, this::certificate),
                Method.heavy("bft_getTransactionProof", 1, this::transaction),
                Method.heavy("bft_getReceiptProof", 1, this::receipt));
    }

    /** Of the last block that has one, unless another is asked for. */
    private JsonValue certificate(Call call) {
        Param block = call.at(0, "block");
        return certificate(block.isAbsent() ? chain.finalizedNumber()
                : blocks.require(block).stateNumber(), 0);
    }

    /** {@code ancestors}: so many headers before it go with it. */
    JsonValue certificate(long number, int ancestors) {
        BlockCertificate certificate = switch (chain.certificate(number)) {
            case BlockCertificate.Answer.Found(var found) -> found;
            case BlockCertificate.Answer.Missing(String reason) -> throw new JsonRpcException(
                    ErrorCode.RESOURCE_UNAVAILABLE, "block " + Quantity.of(number) + " " + reason);
        };
        List<BlockHeader> before = new ArrayList<>();
        for (int i = 1; i <= ancestors; i++) {
            before.add(header(number - i));
        }
        return ProofView.certificate(chain.chainId(), BlockHeaderCodec.hash(header(0)),
                certificate, before);
    }

    private BlockHeader header(long number) {
        return chain.header(number)
                .orElseThrow(() -> Blocks.pruned(chain, "header of block", number));
    }

    private JsonValue transaction(Call call) {
        return JsonValue.orNull(chain.locate(call.at(0, "transactionHash").hash())
                .map(at -> ProofView.transaction(
                        new Places(blocks.requireBlock(at.blockNumber())).at(at.index()))));
    }

    private JsonValue receipt(Call call) {
        Hash hash = call.at(0, "transactionHash").hash();
        return JsonValue.orNull(chain.locate(hash).map(
                at -> receipts(at.blockNumber(), List.of(at.index())).getFirst()));
    }

    /** Receipts of one block with their transactions and the proofs of both. */
    List<JsonValue> receipts(long number, List<Integer> indexes) {
        Places places = new Places(blocks.requireBlock(number));
        List<Receipt> receipts = blocks.requireReceipts(number);
        MerklePatriciaTrie trie = trie(receipts.stream().map(ReceiptCodec::encode).toList());
        return indexes.stream().map(index -> ProofView.receipt(places.at(index),
                ReceiptCodec.encode(receipts.get(index)),
                trie.prove(MerklePatriciaTrie.listKey(index)))).toList();
    }

    private static MerklePatriciaTrie trie(List<Bytes> values) {
        MerklePatriciaTrie trie = MerklePatriciaTrie.ofList(values);
        trie.commit();
        return trie;
    }

    /** The transactions of a block by place; works the trie out once. */
    private static final class Places {
        private final Block block;
        private final MerklePatriciaTrie trie;

        Places(Block block) {
            this.block = block;
            this.trie = trie(block.transactions().stream().map(RecoveredTransaction::encoded)
                    .toList());
        }

        ProofView.Place at(int index) {
            RecoveredTransaction transaction = block.transactions().get(index);
            return new ProofView.Place(block.number(), block.hash(), index, transaction.hash(),
                    transaction.encoded(), trie.prove(MerklePatriciaTrie.listKey(index)));
        }
    }
}
