package io.quorate.execution.dev;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.StateView;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a development chain was told and still holds, as the storage of an account that nobody has the key of: so it is
 * in the state root, in proofs and in snapshots, and survives whatever the state does. Immutable, reads as it is asked.
 */
public final class DevState {
    /** The text "quorate dev", right-aligned. */
    public static final Address ACCOUNT = Address.of(Bytes.concatenate(
            Bytes.wrap(new byte[Address.SIZE - 11]),
            Bytes.wrap("quorate dev".getBytes(StandardCharsets.US_ASCII))));

    // What goes back with the state: slots 0 to 4.
    static final UInt256 OFFSET = UInt256.ZERO;
    /** One more than the time in seconds; 0 for none. */
    static final UInt256 NEXT_TIMESTAMP = UInt256.of(1);
    /** One more than the fee in wei; 0 for none. */
    static final UInt256 NEXT_BASE_FEE = UInt256.of(2);
    static final UInt256 GAS_LIMIT = UInt256.of(3);
    /** The address above a flag in bit 160. */
    static final UInt256 COINBASE = UInt256.of(4);
    static final int REVERTED_SLOTS = 5;
    static final UInt256 HOLDS = UInt256.of(5);
    static final UInt256 INTERVAL = UInt256.of(6);
    static final UInt256 IMPERSONATES_ALL = UInt256.of(7);
    /** Who is impersonated is written as one more than this, which a reset raises. */
    static final UInt256 GENERATION = UInt256.of(8);
    static final UInt256 LAST_SNAPSHOT = UInt256.of(9);
    static final UInt256 SNAPSHOTS = UInt256.of(10);
    static final UInt256 UNDONE = UInt256.of(11);
    private static final long ORDERS = 256;
    // The slots of lists and of addresses: the uppermost limb says which, so that none meet.
    private static final long SNAPSHOT_LIST = 1;
    private static final long UNDONE_LIST = 2;
    private static final long IMPERSONATED = 3;

    /** A remembered block, and its time in seconds and in milliseconds. */
    record Mark(long id, long block, long timestamp, long millis) {}

    /** The blocks between the two, without them, were undone by the last. */
    record Span(long from, long to) {}

    private final StateView view;

    public DevState(StateView view) {
        this.view = view;
    }

    private UInt256 read(UInt256 slot) {
        return view.storage(ACCOUNT, slot);
    }

    private long number(UInt256 slot) {
        return read(slot).limb(0);
    }

    /** What is added to the agreed time, in milliseconds; may be negative. */
    public long offsetMillis() {
        return number(OFFSET);
    }

    /** In seconds. */
    public OptionalLong nextTimestamp() {
        long stored = number(NEXT_TIMESTAMP);
        return stored == 0 ? OptionalLong.empty() : OptionalLong.of(stored - 1);
    }

    public Optional<UInt256> nextBaseFee() {
        UInt256 stored = read(NEXT_BASE_FEE);
        return stored.isZero() ? Optional.empty() : Optional.of(stored.minus(UInt256.ONE));
    }

    /** Where it is not the genesis block's. */
    public OptionalLong gasLimit() {
        long stored = number(GAS_LIMIT);
        return stored == 0 ? OptionalLong.empty() : OptionalLong.of(stored);
    }

    /** Where it is not the genesis block's. */
    public Optional<Address> coinbase() {
        UInt256 stored = read(COINBASE);
        return stored.isZero() ? Optional.empty()
                : Optional.of(Address.ofLimbs(stored.limb(2) & 0xffff_ffffL, stored.limb(1),
                        stored.limb(0)));
    }

    static UInt256 ofCoinbase(Address address) {
        return UInt256.ofLimbs(0, address.limb(2) | 1L << 32, address.limb(1), address.limb(0));
    }

    /** Whether transactions make blocks by themselves. */
    public boolean automine() {
        return number(HOLDS) == 0;
    }

    /** 0 for no blocks by the clock. */
    public long intervalMillis() {
        return number(INTERVAL);
    }

    public boolean impersonates(Address address) {
        return number(IMPERSONATES_ALL) != 0
                || number(impersonated(address)) == number(GENERATION) + 1;
    }

    static UInt256 impersonated(Address address) {
        return UInt256.ofLimbs(IMPERSONATED, address.limb(2), address.limb(1), address.limb(0));
    }

    /** How many commands of replica {@code origin} were carried out, and so the number of its next. */
    public long ordersOf(int origin) {
        return number(orders(origin));
    }

    static UInt256 orders(int origin) {
        return UInt256.of(ORDERS + origin);
    }

    long lastSnapshot() {
        return number(LAST_SNAPSHOT);
    }

    long generation() {
        return number(GENERATION);
    }

    long snapshots() {
        return number(SNAPSHOTS);
    }

    static UInt256 snapshot(long index) {
        return UInt256.ofLimbs(SNAPSHOT_LIST, 0, 0, index);
    }

    Mark markAt(long index) {
        UInt256 stored = read(snapshot(index));
        return new Mark(stored.limb(1), stored.limb(0), stored.limb(3), stored.limb(2));
    }

    static UInt256 of(Mark mark) {
        return UInt256.ofLimbs(mark.timestamp, mark.millis, mark.id, mark.block);
    }

    /** Where a snapshot that can be gone back to stands in the list, whose ids grow. */
    OptionalLong indexOf(long id) {
        long low = 0;
        long high = snapshots() - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            long found = markAt(middle).id;
            if (found == id) {
                return OptionalLong.of(middle);
            }
            if (found < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return OptionalLong.empty();
    }

    /** Whether one can go back to it. */
    public boolean hasSnapshot(long id) {
        return indexOf(id).isPresent();
    }

    long undoneSpans() {
        return number(UNDONE);
    }

    static UInt256 undone(long index) {
        return UInt256.ofLimbs(UNDONE_LIST, 0, 0, index);
    }

    Span spanAt(long index) {
        UInt256 stored = read(undone(index));
        return new Span(stored.limb(1), stored.limb(0));
    }

    static UInt256 of(Span span) {
        return UInt256.ofLimbs(0, 0, span.from, span.to);
    }

    /** Whether the state of block {@code number} was gone back behind: what it did is no part of the present. */
    public boolean isUndone(long number) {
        long low = 0;
        long high = undoneSpans() - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            Span span = spanAt(middle);
            if (number <= span.from) {
                high = middle - 1;
            } else if (number >= span.to) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }
}
