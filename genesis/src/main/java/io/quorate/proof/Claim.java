package io.quorate.proof;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Something that is said about one of a proof's blocks, with the trie nodes that show it. */
public sealed interface Claim {
    long blockNumber();

    /**
     * An account after the block, or, where it is {@link Account#EMPTY} with the empty trie's root, that there is none.
     *
     * @param nodes from the header's state root on
     */
    record OfAccount(long blockNumber, Address address, Account account, Hash storageRoot,
            List<Bytes> nodes, List<OfSlot> slots) implements Claim {
        public OfAccount {
            nodes = List.copyOf(nodes);
            slots = List.copyOf(slots);
        }
    }

    /** A slot of that account: zero where there is none. {@code nodes} lead from the storage root on. */
    record OfSlot(UInt256 key, UInt256 value, List<Bytes> nodes) {
        public OfSlot {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * That the block has this transaction at this place.
     *
     * @param hash of the transaction
     * @param encoded as EIP-2718 encodes it
     * @param nodes from the header's transactions root on
     */
    record OfTransaction(long blockNumber, Hash blockHash, int index, Hash hash, Bytes encoded,
            List<Bytes> nodes) implements Claim {
        public OfTransaction {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * That the transaction has this receipt. A receipt does not name its transaction: their place does.
     *
     * @param encoded as EIP-2718 encodes it
     * @param nodes from the header's receipts root on
     */
    record OfReceipt(OfTransaction transaction, Bytes encoded, List<Bytes> nodes)
            implements
                Claim {
        public OfReceipt {
            nodes = List.copyOf(nodes);
        }

        @Override
        public long blockNumber() {
            return transaction.blockNumber();
        }
    }
}
