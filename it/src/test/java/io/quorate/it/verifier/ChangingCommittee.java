package io.quorate.it.verifier;

import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.epoch.SecpKeys;
import io.quorate.bft.net.InMemoryNetwork;
import io.quorate.bft.runtime.Misconduct;
import io.quorate.bft.runtime.OrderingConfig;
import io.quorate.bft.runtime.OrderingEvents;
import io.quorate.bft.runtime.OrderingLogs;
import io.quorate.bft.runtime.OrderingService;
import io.quorate.bft.wal.WalConfig;
import io.quorate.it.support.Poll;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * Replicas of the real ordering layer, with secp256k1 keys and logs on disk: n members and one machine that is none
 * yet. It joins with the second epoch; the first member leaves and another one changes its key with the third; with the
 * fourth, the first one is back.
 */
final class ChangingCommittee implements AutoCloseable {
    static final long CHAIN_ID = 20_263;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    /** A second key of this machine. */
    private static final int ROTATES = 2;

    private final int machines;
    private final Path folder;
    private final EpochConfig first;
    private final List<RecordChain> chains = new ArrayList<>();
    private final List<OrderingService> services = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    ChangingCommittee(int n, Path folder) {
        this.machines = n + 1;
        this.folder = folder;
        List<Member> all = IntStream.range(0, machines)
                .mapToObj(machine -> member(machine, key(machine))).toList();
        List<Member> rotated = new ArrayList<>(all);
        rotated.set(ROTATES, member(ROTATES, newKey(ROTATES)));
        first = new EpochConfig(0, SeqNum.ZERO, all.subList(0, n), SecpList.SUITE,
                new EpochConfig.Parameters(0, ReplicaConfig.WINDOW, ReplicaConfig.IN_FLIGHT_MAX,
                        ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX, ReplicaConfig.SEGMENT_SLOTS,
                        Timeouts.DEFAULT, false));
        List<List<Member>> plan = List.of(all, rotated.subList(1, machines), rotated);
        for (int machine = 0; machine < machines; machine++) {
            chains.add(new RecordChain(first, plan));
        }
    }

    static KeySigner key(int machine) {
        return new KeySigner(Bytes.repeat((byte) (machine + 1), 32));
    }

    static KeySigner newKey(int machine) {
        return new KeySigner(Bytes.repeat((byte) (machine + 101), 32));
    }

    /** With the key that the epoch names for the member at that place. */
    static Map.Entry<Integer, KeySigner> signer(EpochConfig epoch, int place) {
        Member member = epoch.members().get(place);
        int machine = member.id().number();
        KeySigner old = key(machine);
        return Map.entry(place,
                old.publicKey().equals(member.publicKey()) ? old : newKey(machine));
    }

    private static Member member(int machine, KeySigner key) {
        return new Member(new MemberId(machine), key.publicKey(), Bytes.EMPTY,
                Bytes.repeat((byte) machine, Member.INCARNATION_BYTES));
    }

    void start() {
        InMemoryNetwork network = new InMemoryNetwork(machines);
        for (int machine = 0; machine < machines; machine++) {
            MemberId self = new MemberId(machine);
            WalConfig wal = WalConfig.in(folder.resolve("machine-" + machine));
            OrderingLogs.create(wal, CHAIN_ID, self,
                    Bytes.repeat((byte) machine, Member.INCARNATION_BYTES));
            OrderingService service = OrderingService.start(
                    OrderingConfig.of(self, CHAIN_ID, first, wal),
                    new SecpKeys(List.of(key(machine), newKey(machine))), chains.get(machine),
                    network.transport(machine), events(machine));
            chains.get(machine).drivenBy(service);
            services.add(service);
        }
    }

    private OrderingEvents events(int machine) {
        return new OrderingEvents() {
            @Override
            public void gossip(int fromReplica, Bytes bytes) {}

            @Override
            public void misconduct(Misconduct misconduct) {
                failures.add("machine " + machine + ": " + misconduct);
            }

            @Override
            public void fatal(Throwable cause) {
                failures.add("machine " + machine + ": " + cause);
            }
        };
    }

    EpochConfig first() {
        return first;
    }

    /** Ends this epoch and waits until the next one works. */
    EpochConfig next(int epoch) {
        chains.forEach(chain -> chain.endEpoch(epoch));
        Poll.until("epoch " + (epoch + 1), LIMIT, () -> services.stream()
                .allMatch(service -> service.status().epoch() > epoch), failures::toString);
        return chains.getFirst().epoch(epoch + 1);
    }

    /** Of the last slot of an epoch, as any machine stores it. */
    Proof handOver(EpochConfig ending, EpochConfig next) {
        return proof(ending, next.start().number());
    }

    Proof proof(EpochConfig epoch, long seq) {
        RecordChain chain = chains.stream().filter(one -> one.blockCert(seq).isPresent())
                .findFirst().orElseThrow();
        return Proof.of(epoch, chain.record(seq), chain.blockCert(seq).orElseThrow());
    }

    /** Of the newest slot, which lies in this epoch. */
    Proof newest(EpochConfig epoch) {
        chains.forEach(chain -> chain.endEpoch(99)); // anything to order, which changes nothing
        long start = epoch.start().number();
        Poll.until("a certificate after slot " + start, LIMIT,
                () -> chains.getFirst().certifiedSeq() > start, failures::toString);
        return proof(epoch, chains.getFirst().certifiedSeq());
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        services.forEach(OrderingService::close);
    }
}
