package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * An account with the trie nodes from the root to it (EIP-1186); {@link Account#EMPTY} where there is none,
 * and the nodes then prove its absence.
 */
public record AccountProof(Account account, Hash storageRoot, List<Bytes> nodes,
        List<SlotProof> slots) {
    public AccountProof {
        nodes = List.copyOf(nodes);
        slots = List.copyOf(slots);
    }

    /** One storage slot, in the order in which they were asked. */
    public record SlotProof(UInt256 key, UInt256 value, List<Bytes> nodes) {
        public SlotProof {
            nodes = List.copyOf(nodes);
        }
    }
}
