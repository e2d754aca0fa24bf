package io.quorate.node.access;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * How far a node's journal had come, as the contract ReadAnchors keeps it (docs/spec/members.md).
 *
 * @param count of lines, the last of which has the hash {@code head}
 * @param block that holds this
 * @param journal 1 for the node's first, one more for each that took its place
 */
public record ReadAnchor(long count, long block, long journal, Bytes32 head) {
    public static final Address CONTRACT = Address.ofLow(0x5103);
    private static final UInt256 LISTS = UInt256.ZERO;
    private static final int SLOTS = 2;
    private static final long UINT32_MASK = 0xffff_ffffL;

    /** Whether the chain has the contract. */
    public static boolean isKept(StateView state) {
        return state.account(CONTRACT).filter(Account::hasCode).isPresent();
    }

    /** The node's latest one. */
    public static Optional<ReadAnchor> last(StateView state, int node) {
        UInt256 list = UInt256.of(Keccak256.hash(Bytes.concatenate(
                UInt256.of(Integer.toUnsignedLong(node)).toBytes(), LISTS.toBytes())
                .toArrayUnsafe()).bytes());
        UInt256 length = state.storage(CONTRACT, list);
        if (length.isZero() || !length.fitsLong()) {
            return Optional.empty();
        }
        UInt256 at = UInt256.of(Keccak256.hash(list.toArray()).bytes())
                .plus(UInt256.of((length.toLongExact() - 1) * SLOTS));
        UInt256 word = state.storage(CONTRACT, at);
        return Optional.of(new ReadAnchor(word.limb(0), word.limb(1),
                word.limb(2) & UINT32_MASK,
                Bytes32.wrap(state.storage(CONTRACT, at.plus(UInt256.ONE)).toBytes())));
    }
}
