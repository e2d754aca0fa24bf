package io.quorate.execution;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * What the Registry has in its storage, read slot by slot as docs/spec/members.md lays it out. It believes nothing: a vote
 * may have put other code there, so every length is bounded and what makes no sense is for the caller to refuse. As
 * stable as the state that it reads.
 */
public final class MemberRegistry {
    public static final Address ADDRESS = Address.ofLow(0x5100);
    public static final int NODES_MAX = 1_024;
    /** Of a node's texts and keys. */
    private static final int BYTES_MAX = 512;
    private static final int NODES_IN_SLOT = 8;

    private static final UInt256 NODE_LIST = UInt256.of(7);
    private static final UInt256 NODES = UInt256.of(8);
    private static final UInt256 ORGANISATION_LIST = UInt256.of(9);
    private static final UInt256 ORGANISATIONS = UInt256.of(10);

    private final UnaryOperator<UInt256> storage;

    /** @param waiting joining validators that are not ready */
    public record Requests(long request, long consumed, int waiting, boolean pending) {
        /** There is something to do for whoever fixes epochs. */
        public boolean areDue() {
            return request != consumed && waiting == 0 && !pending;
        }
    }

    /** An epoch as the contract knows it; {@code hash} is zero for the first. */
    public record Epoch(long number, long start, int n, int c, Hash hash) {}

    /** Of the next epoch. */
    public record Parameters(int c, int window, int inFlight, long payloadBytes, int suite,
            boolean lanes) {}

    /** Whether a node votes. */
    public enum Role {
        NONE, VALIDATOR, OBSERVER
    }

    /** Where a node is between coming and going. */
    public enum Stage {
        NONE, JOINING, ACTIVE, LEAVING, LEFT
    }

    /**
     * A node's record.
     *
     * @param number that it has for good, in epochs too
     * @param change {@code request} as its latest joining or leaving raised it
     * @param consensusKey secp256k1, compressed to 33 bytes; empty for none
     * @param incarnation 16 bytes
     * @param incarnationChange {@code request} as that raised it
     * @param blsKey 96 bytes or none
     */
    public record Node(int number, int organisation, Role role, Stage stage, boolean ready,
            long change, Bytes consensusKey, Hash tlsFingerprint, Address account,
            Bytes incarnation, long incarnationChange, String name, String endpoint,
            String operator, String jurisdiction, Bytes blsKey, Bytes blsProof) {
        /** A member of the epoch that is fixed next. */
        public boolean isNextMember() {
            return role == Role.VALIDATOR && (stage == Stage.ACTIVE || stage == Stage.JOINING);
        }
    }

    /** @param state 0 none, 1 active, 2 suspended, 3 left */
    public record Organisation(int number, int state, String name) {}

    /** @param storage of the contract, as of one block */
    public MemberRegistry(UnaryOperator<UInt256> storage) {
        this.storage = storage;
    }

    /** Empty on a chain without contracts of the members. */
    public static Optional<MemberRegistry> in(StateView state) {
        return state.account(ADDRESS).filter(Account::hasCode)
                .map(_ -> new MemberRegistry(slot -> state.storage(ADDRESS, slot)));
    }

    public Requests requests() {
        UInt256 word = slot(0);
        return new Requests(bits(word, 0, 64), bits(word, 64, 64), (int) bits(word, 128, 16),
                bits(word, 144, 8) != 0);
    }

    public Epoch current() {
        return epoch(1, 3);
    }

    /** Of zeros where none is fixed. */
    public Epoch pending() {
        return epoch(2, 4);
    }

    private Epoch epoch(int at, int hashAt) {
        UInt256 word = slot(at);
        return new Epoch(bits(word, 0, 64), bits(word, 64, 64), (int) bits(word, 128, 16),
                (int) bits(word, 144, 16), slot(hashAt).toHash());
    }

    public Parameters parameters() {
        UInt256 word = slot(5);
        return new Parameters((int) bits(word, 0, 16), (int) bits(word, 16, 16),
                (int) bits(word, 32, 16), bits(word, 48, 32), (int) bits(word, 80, 8),
                bits(word, 88, 8) != 0);
    }

    /** All that have not left, by ascending number; none where there are more than the contract admits. */
    public List<Node> nodes() {
        return numbers(NODE_LIST).stream().map(this::node).toList();
    }

    public Node node(int number) {
        UInt256 at = mapping(UInt256.of(Integer.toUnsignedLong(number)), NODES);
        UInt256 word = at(at, 0);
        UInt256 x = at(at, 1);
        UInt256 account = at(at, 3);
        UInt256 log = at(at, 4);
        int prefix = (int) bits(word, 56, 8);
        return new Node(number, (int) bits(word, 0, 32),
                named(Role.values(), bits(word, 32, 8), Role.NONE),
                named(Stage.values(), bits(word, 40, 8), Stage.NONE), bits(word, 48, 8) != 0,
                bits(word, 80, 64),
                prefix == 0 ? Bytes.EMPTY : Bytes.concatenate(Bytes.of(prefix), x.toBytes()),
                at(at, 2).toHash(), Address.of(account.toArray(), 12),
                log.toBytes().slice(16), bits(log, 128, 64), text(at, 5), text(at, 6),
                text(at, 7), text(at, 8), bytes(plus(at, 9)), bytes(plus(at, 10)));
    }

    private static <T> T named(T[] values, long place, T none) {
        return place < values.length ? values[(int) place] : none;
    }

    /** Those that have not left. */
    public List<Organisation> organisations() {
        return numbers(ORGANISATION_LIST).stream().map(this::organisation).toList();
    }

    public Organisation organisation(int number) {
        UInt256 at = mapping(UInt256.of(Integer.toUnsignedLong(number)), ORGANISATIONS);
        return new Organisation(number, (int) bits(at(at, 0), 0, 8), text(at, 1));
    }

    private List<Integer> numbers(UInt256 list) {
        UInt256 length = storage.apply(list);
        List<Integer> numbers = new ArrayList<>();
        if (!length.fitsLong() || length.toLongExact() > NODES_MAX) {
            return numbers;
        }
        UInt256 first = UInt256.of(Keccak256.hash(list.toArray()).bytes());
        for (int i = 0; i < length.toLongExact(); i++) {
            UInt256 word = storage.apply(plus(first, i / NODES_IN_SLOT));
            numbers.add((int) bits(word, 32 * (i % NODES_IN_SLOT), 32));
        }
        numbers.sort(Integer::compareUnsigned);
        return numbers;
    }

    private String text(UInt256 at, int offset) {
        return new String(bytes(plus(at, offset)).toArrayUnsafe(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Solidity's layout of {@code string} and {@code bytes}; empty where it claims to be longer than it may be. */
    private Bytes bytes(UInt256 at) {
        UInt256 head = storage.apply(at);
        boolean isLong = (head.limb(0) & 1) != 0;
        if (!isLong) {
            int length = (int) bits(head, 1, 7);
            return length > 31 ? Bytes.EMPTY : head.toBytes().slice(0, length);
        }
        if (!head.fitsLong() || head.toLongExact() / 2 > BYTES_MAX) {
            return Bytes.EMPTY;
        }
        int length = (int) (head.toLongExact() / 2);
        UInt256 first = UInt256.of(Keccak256.hash(at.toArray()).bytes());
        List<Bytes> words = new ArrayList<>();
        for (int from = 0; from < length; from += UInt256.SIZE) {
            words.add(storage.apply(plus(first, from / UInt256.SIZE)).toBytes());
        }
        return Bytes.concatenate(words).slice(0, length);
    }

    private UInt256 slot(long number) {
        return storage.apply(UInt256.of(number));
    }

    private UInt256 at(UInt256 base, long offset) {
        return storage.apply(plus(base, offset));
    }

    private static UInt256 plus(UInt256 base, long offset) {
        return base.plus(UInt256.of(offset));
    }

    private static UInt256 mapping(UInt256 key, UInt256 at) {
        return UInt256.of(Keccak256.hash(Bytes.concatenate(key.toBytes(), at.toBytes())).bytes());
    }

    /** At most 64 bits of {@code word}, counted from the lowest. */
    private static long bits(UInt256 word, int from, int count) {
        int limb = from / Long.SIZE;
        int shift = from % Long.SIZE;
        long value = word.limb(limb) >>> shift;
        if (shift > 0 && limb < 3) {
            value |= word.limb(limb + 1) << (Long.SIZE - shift);
        }
        return count == Long.SIZE ? value : value & (1L << count) - 1;
    }
}
