package io.quorate.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.Address;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What one of four replicas finds wrong by itself. */
class ReplicaDiagnosisTest {
    private static final Set<Integer> ALL = Set.of(1, 2, 3);
    private static final Vitals HEALTHY = MemoryReplica.healthy(List.of());
    private static final Committee FOUR = new MemoryReplica().committee();

    private record Seen(FindingCode code, int replica) {}

    private static List<Seen> seen(OrderingState state, Vitals vitals, StuckNonce... stuck) {
        return ReplicaDiagnosis.of(state, FOUR, vitals, List.of(stuck)).stream()
                .map(each -> new Seen(each.code(), each.replica().orElse(-1))).toList();
    }

    private static OrderingState work(Set<Integer> connected, OrderingState.Disk disk,
            boolean runnable, int waiting, long millis) {
        return new OrderingState(0,
                Optional.of(MemoryReplica.position(connected, true, Optional.empty())), disk,
                new OrderingState.Work(runnable, waiting, millis, millis), Optional.empty());
    }

    private static Vitals with(Vitals.Disk disk, Vitals.Memory memory, Vitals.Pool pool) {
        return new Vitals("0.1.0", 7, 0, disk, memory, pool, List.of(), List.of(), 0, false);
    }

    private static Vitals troubled(String reason) {
        return MemoryReplica.healthy(List.of(new Vitals.Trouble(3, reason, 1)));
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertThat(seen(MemoryReplica.state(ALL), HEALTHY)).isEmpty();
    }

    @Test
    void namesWhomItMissesAndWhatThatMeans() {
        assertThat(seen(MemoryReplica.state(Set.of(1, 2)), HEALTHY))
                .containsExactly(new Seen(FindingCode.LINK_DOWN, 3));
        assertThat(seen(MemoryReplica.state(Set.of(1)), HEALTHY)).containsExactly(
                new Seen(FindingCode.QUORUM_LOST, -1), new Seen(FindingCode.LEADER_DOWN, 2),
                new Seen(FindingCode.LINK_DOWN, 2), new Seen(FindingCode.LINK_DOWN, 3));
    }

    @Test
    void tellsWhyALinkIsMissing() {
        OrderingState without3 = MemoryReplica.state(Set.of(1, 2));
        assertThat(seen(without3, troubled("refused replica=3: protocolVersion differs: ours is 7,"
                + " theirs is 8"))).containsExactly(new Seen(FindingCode.VERSION_MISMATCH, 3));
        assertThat(seen(without3, troubled("refused by replica=3: window differs: ours is 64,"
                + " theirs is 32"))).containsExactly(new Seen(FindingCode.GENESIS_DIFFERS, 3));
        assertThat(seen(without3, troubled("connection closed replica=-1 cause="
                + "CertificateException: the key is not pinned by any member")))
                .containsExactly(new Seen(FindingCode.CERT_WRONG, 3));
        assertThat(seen(without3, troubled("cannot connect to 10.0.0.3:30303: refused")))
                .containsExactly(new Seen(FindingCode.LINK_DOWN, 3));
        ReplicaFinding told = ReplicaDiagnosis.of(without3, FOUR,
                troubled("cannot connect to 10.0.0.3:30303: refused"), List.of()).getFirst();
        assertThat(told.text()).contains("bank-3 at 10.0.0.3:30303", "refused");
    }

    @Test
    void judgesItsMachine() {
        OrderingState idle = MemoryReplica.state(ALL);
        Vitals.Disk disk = HEALTHY.disk();
        assertThat(seen(idle, with(new Vitals.Disk(1, 0, ReplicaDiagnosis.SYNC_MILLIS_MAX + 1),
                HEALTHY.memory(), HEALTHY.pool())))
                .containsExactly(new Seen(FindingCode.SLOW_DISK, 0));
        assertThat(seen(idle, with(disk, new Vitals.Memory(86, 100), HEALTHY.pool())))
                .containsExactly(new Seen(FindingCode.LOW_MEMORY, 0));
        assertThat(seen(idle, with(disk, new Vitals.Memory(85, 100), HEALTHY.pool()))).isEmpty();
        assertThat(seen(work(ALL, OrderingState.Disk.LOW, false, 0, 0), HEALTHY))
                .containsExactly(new Seen(FindingCode.DISK_LOW, 0));
        assertThat(seen(work(ALL, OrderingState.Disk.NONE, false, 0, 0), HEALTHY))
                .containsExactly(new Seen(FindingCode.DISK_FULL, 0));
    }

    @Test
    void knowsWorkThatStandsStillFromWorkThatIsTooMuch() {
        assertThat(seen(work(ALL, OrderingState.Disk.ENOUGH, true, 3, 10_001), HEALTHY))
                .containsExactly(new Seen(FindingCode.STALLED, -1));
        OrderingState busy = work(ALL, OrderingState.Disk.ENOUGH, true, 1_000, 50);
        assertThat(seen(busy, pool(90, 10_001))).containsExactly(
                new Seen(FindingCode.OVERLOADED, 0));
        assertThat(seen(busy, pool(90, 9_000))).as("a burst").isEmpty();
        assertThat(seen(busy, pool(200, 10_001))).as("it is carried out soon").isEmpty();
        assertThat(seen(work(ALL, OrderingState.Disk.ENOUGH, true, 30_000, 50), pool(0, 0)))
                .as("the pool is full").containsExactly(new Seen(FindingCode.OVERLOADED, 0));
        // Without a quorum there is one reason, and that is it.
        assertThat(seen(work(Set.of(1, 3), OrderingState.Disk.ENOUGH, true, 3, 60_000), HEALTHY))
                .doesNotContain(new Seen(FindingCode.QUORUM_LOST, -1))
                .contains(new Seen(FindingCode.STALLED, -1));
        assertThat(seen(work(Set.of(1), OrderingState.Disk.ENOUGH, true, 3, 60_000), HEALTHY))
                .doesNotContain(new Seen(FindingCode.STALLED, -1));
    }

    private static Vitals pool(double perSecond, long busyMillis) {
        return with(HEALTHY.disk(), HEALTHY.memory(),
                new Vitals.Pool(32_768, perSecond, busyMillis));
    }

    @Test
    void tellsOfCertificatesNoncesAndItsOwnPlace() {
        Vitals.Certificate ended = new Vitals.Certificate("rpc", -1);
        Vitals.Certificate ending = new Vitals.Certificate("p2p", 86_400);
        assertThat(seen(MemoryReplica.state(ALL), new Vitals("0.1.0", 7, 0, HEALTHY.disk(),
                HEALTHY.memory(), HEALTHY.pool(), List.of(), List.of(ended, ending), 1, false)))
                .containsExactly(new Seen(FindingCode.CERT_EXPIRED, 0),
                        new Seen(FindingCode.CERT_ENDING, 0),
                        new Seen(FindingCode.MISCONDUCT, -1));
        StuckNonce stuck = new StuckNonce(Address.ofLow(7), 4, 2, 9_000);
        assertThat(seen(MemoryReplica.state(ALL), HEALTHY, stuck))
                .containsExactly(new Seen(FindingCode.NONCE_GAP, 0));
        assertThat(ReplicaDiagnosis.of(MemoryReplica.state(ALL), FOUR, HEALTHY, List.of(stuck))
                .getFirst()).satisfies(told -> {
                    assertThat(told.text()).contains("2 transactions", "nonce 4", "9 s");
                    assertThat(told.mend()).contains(Address.ofLow(7).toString());
                });
        OrderingState learner = new OrderingState(0,
                Optional.of(MemoryReplica.position(ALL, true, Optional.of("its log is new"))),
                OrderingState.Disk.ENOUGH, new OrderingState.Work(false, 0, 0, 0),
                Optional.of(new SyncProgress(1, 1, 90)));
        assertThat(seen(learner, HEALTHY)).containsExactly(new Seen(FindingCode.LEARNER, 0),
                new Seen(FindingCode.BEHIND, 0));
        assertThat(seen(learner, new Vitals("0.1.0", 7, 0, HEALTHY.disk(), HEALTHY.memory(),
                HEALTHY.pool(), List.of(), List.of(), 0, true)))
                .contains(new Seen(FindingCode.MEMBER_REMOVED, 0))
                .doesNotContain(new Seen(FindingCode.LEARNER, 0));
    }

    @Test
    void saysWhenItStarts() {
        OrderingState starting = new OrderingState(0, Optional.empty(), OrderingState.Disk.ENOUGH,
                new OrderingState.Work(false, 0, 0, 0), Optional.empty());
        assertThat(ReplicaDiagnosis.of(starting, FOUR, HEALTHY, List.of()))
                .extracting(ReplicaFinding::replica).containsExactly(OptionalInt.of(0));
        assertThat(seen(starting, HEALTHY)).containsExactly(new Seen(FindingCode.STARTING, 0));
    }
}
