package io.quorate.proof;

import static io.quorate.proof.ProofVerifier.require;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.ReceiptCodec;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.state.Account;
import io.quorate.state.trie.MerklePatriciaTrie;
import io.quorate.state.trie.MerkleProof;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** Checks what is said of a block against its header. */
final class Claims {
    private static final UInt256 ZERO = UInt256.ZERO;

    private Claims() {}

    static Fact check(Claim claim, Verdict.ProvenBlock block) throws DecodeException {
        return switch (claim) {
            case Claim.OfAccount account -> account(account, block);
            case Claim.OfTransaction transaction -> new Fact.OfTransaction(
                    transaction.blockNumber(), transaction.index(),
                    transaction(transaction, block));
            case Claim.OfReceipt receipt -> receipt(receipt, block);
        };
    }

    private static Fact account(Claim.OfAccount claim, Verdict.ProvenBlock block)
            throws DecodeException {
        String what = "account " + claim.address() + " at block " + claim.blockNumber();
        Optional<Bytes> stored = shown(block.header().stateRoot(),
                Keccak256.hash(claim.address().toArray()).toArray(), claim.nodes(), what);
        // Yellow Paper §4.1; what is absent is told as the empty account.
        boolean isAbsence = claim.account().equals(Account.EMPTY)
                && claim.storageRoot().equals(Hash.EMPTY_TRIE_ROOT);
        require(stored.isEmpty() ? isAbsence
                : stored.get().equals(new RlpWriter(128).startList()
                        .write(claim.account().nonce()).write(claim.account().balance())
                        .write(claim.storageRoot()).write(claim.account().codeHash()).endList()
                        .toBytes()),
                "the state has another " + what);
        SortedMap<UInt256, UInt256> slots = new TreeMap<>();
        for (Claim.OfSlot slot : claim.slots()) {
            slot(slot, claim, what);
            require(slots.put(slot.key(), slot.value()) == null,
                    what + " has slot " + slot.key() + " twice");
        }
        return new Fact.OfAccount(claim.blockNumber(), claim.address(), stored.isPresent(),
                claim.account(), Collections.unmodifiableSortedMap(slots));
    }

    private static void slot(Claim.OfSlot slot, Claim.OfAccount account, String of)
            throws DecodeException {
        String what = "slot " + slot.key() + " of " + of;
        Optional<Bytes> stored = shown(account.storageRoot(),
                Keccak256.hash(slot.key().toArray()).toArray(), slot.nodes(), what);
        Optional<Bytes> expected = slot.value().equals(ZERO) ? Optional.empty()
                : Optional.of(new RlpWriter(40).write(slot.value()).toBytes());
        require(stored.equals(expected), "the state has another " + what);
    }

    private static RecoveredTransaction transaction(Claim.OfTransaction claim,
            Verdict.ProvenBlock block) throws DecodeException {
        String what = place(claim, "transaction");
        require(claim.blockHash().equals(block.hash()), what + " is of a block with hash "
                + claim.blockHash() + ", not " + block.hash());
        listed(block.header().transactionsRoot(), claim.index(), claim.encoded(), claim.nodes(),
                what);
        RecoveredTransaction transaction = TransactionCodec.recover(claim.encoded());
        require(transaction.hash().equals(claim.hash()),
                what + " is " + transaction.hash() + ", not " + claim.hash());
        return transaction;
    }

    private static Fact receipt(Claim.OfReceipt claim, Verdict.ProvenBlock block)
            throws DecodeException {
        RecoveredTransaction transaction = transaction(claim.transaction(), block);
        listed(block.header().receiptsRoot(), claim.transaction().index(), claim.encoded(),
                claim.nodes(), place(claim.transaction(), "receipt"));
        Receipt receipt = ReceiptCodec.decode(claim.encoded());
        return new Fact.OfReceipt(claim.blockNumber(), claim.transaction().index(), transaction,
                receipt);
    }

    private static String place(Claim.OfTransaction claim, String what) {
        return what + " " + claim.index() + " of block " + claim.blockNumber();
    }

    private static void listed(Hash root, int index, Bytes value, List<Bytes> nodes, String what)
            throws DecodeException {
        require(index >= 0, what + ": there is no such place");
        Optional<Bytes> stored = shown(root, MerklePatriciaTrie.listKey(index), nodes, what);
        require(stored.equals(Optional.of(value)), "the block has another " + what);
    }

    private static Optional<Bytes> shown(Hash root, byte[] key, List<Bytes> nodes, String what)
            throws DecodeException {
        return switch (MerkleProof.checkExact(root, key, nodes)) {
            case MerkleProof.Verdict.Shown(var value) -> value;
            case MerkleProof.Verdict.Invalid(String reason) ->
                    throw new DecodeException(
                            "the nodes for " + what + " prove nothing: " + reason);
        };
    }
}
