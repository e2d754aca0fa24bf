package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.trie.MerklePatriciaTrie;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** The roots and hashes that a header has over what belongs to its block. */
public final class Roots {
    /** EIP-7685: sha256 of nothing, the hash where a block has no requests. */
    public static final Hash NO_REQUESTS = requestsHash(List.of());

    private Roots() {}

    public static Hash transactionsRoot(List<RecoveredTransaction> transactions) {
        return MerklePatriciaTrie
                .rootOfList(transactions.stream().map(RecoveredTransaction::encoded).toList());
    }

    public static Hash receiptsRoot(List<Receipt> receipts) {
        return MerklePatriciaTrie.rootOfList(receipts.stream().map(ReceiptCodec::encode).toList());
    }

    public static Hash withdrawalsRoot(List<Withdrawal> withdrawals) {
        return MerklePatriciaTrie
                .rootOfList(withdrawals.stream().map(BlockCodec::encodeWithdrawal).toList());
    }

    public static Hash ommersHash(List<BlockHeader> ommers) {
        RlpWriter out = new RlpWriter().startList();
        ommers.forEach(ommer -> BlockHeaderCodec.write(out, ommer));
        return Keccak256.hash(out.endList().toArray());
    }

    /** EIP-7685, over requests that start with their type byte; those without further bytes do not count. */
    public static Hash requestsHash(List<Bytes> requests) {
        MessageDigest outer = sha256();
        for (Bytes request : requests) {
            if (request.size() > 1) {
                outer.update(sha256().digest(request.toArrayUnsafe()));
            }
        }
        return Hash.of(outer.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
