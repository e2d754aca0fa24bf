package io.quorate.jsonrpc;

import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.ledger.BlockHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/** Replica 0 of four, in a state that a test sets. */
public final class MemoryReplica implements ReplicaQueries {
    public OrderingState state = state(Set.of(1, 2, 3));
    public Vitals vitals = healthy(List.of());
    public Optional<List<Address>> accounts = Optional.empty();
    public final List<String> levels = new ArrayList<>();
    private final Committee committee;

    public MemoryReplica() {
        List<CommitteeMember> members = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Bytes key = Secp256k1
                    .publicKey(Bytes.fromHexString("0x" + ("4" + (i + 1)).repeat(32)));
            members.add(new CommitteeMember(i, i, "bank-" + i, Secp256k1.addressOf(key), key,
                    Optional.of("10.0.0." + i + ":30303")));
        }
        committee = new Committee(0, 3, 4, 1, members);
    }

    /** A machine with enough of everything. */
    public static Vitals healthy(List<Vitals.Trouble> troubles) {
        return new Vitals("0.1.0", 7, 1_700_000_000_000L, new Vitals.Disk(9L << 30, 1L << 28, 3),
                new Vitals.Memory(30L << 20, 100L << 20), new Vitals.Pool(32_768, 0, 0), troubles,
                List.of(new Vitals.Certificate("p2p", 86_400_000)), 0, false);
    }

    /** Idle, with a link to these. */
    public static OrderingState state(Set<Integer> connected) {
        return new OrderingState(0, Optional.of(position(connected, true, Optional.empty())),
                OrderingState.Disk.ENOUGH, new OrderingState.Work(false, 0, 0, 1_500),
                Optional.empty());
    }

    public static OrderingState.Position position(Set<Integer> connected, boolean active,
            Optional<String> learner) {
        return new OrderingState.Position(0, 2, active, OptionalInt.of(2), 7, 9, 8, connected,
                learner, 12, new OrderingState.Decisions(5, 3, 1, 2, 1_700_000_000_000L));
    }

    @Override
    public Optional<Committee> committee(BlockHeader header) {
        return Optional.of(committee);
    }

    @Override
    public Committee committee() {
        return committee;
    }

    /** In turn by the block's number. */
    @Override
    public Optional<Address> proposer(BlockHeader header) {
        return header.number() == 0 ? Optional.empty()
                : Optional.of(committee.members().get((int) (header.number() % 2)).address());
    }

    @Override
    public OrderingState ordering() {
        return state;
    }

    @Override
    public Vitals vitals() {
        return vitals;
    }

    @Override
    public Self self() {
        return new Self(committee.members().getFirst(), Optional.of("10.0.0.0:30303"));
    }

    @Override
    public Optional<List<Address>> permittedAccounts() {
        return accounts;
    }

    @Override
    public boolean logLevel(String level, List<String> loggers) {
        levels.add(level + loggers);
        return true;
    }
}
