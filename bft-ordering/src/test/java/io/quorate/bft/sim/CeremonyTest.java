package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.SeqNum;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SignedRecovery;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 12 of the ordering specification's scenarios: so many logs are lost that no quorum is left, and operators go on. */
class CeremonyTest {
    private static final long LIMIT = CeremonyStage.LIMIT;

    private static List<Integer> all(CeremonyStage scene) {
        return IntStream.range(0, scene.size()).boxed().toList();
    }

    private static int faults(int n) {
        return (n - 1) / 3;
    }

    @ParameterizedTest(name = "12 ceremony n={0} application too: {1}")
    @CsvSource({"4, false", "4, true", "7, false", "7, true"})
    void haltedChainGoesOnFromTheRecordAndLosesNothing(int n, boolean applicationToo) {
        CeremonyStage scene = CeremonyStage.of(n);
        scene.stage().work(12, LIMIT);
        List<Integer> wiped = scene.wipeLast(faults(n) + 1, applicationToo);
        long before = scene.stage().executedMax();
        scene.cluster().submit();
        scene.stage().run(60_000);
        assertThat(scene.stage().executedMax()).as("halted").isEqualTo(before);

        RecoveryRecord record = scene.record(all(scene));
        assertThat(record.last().number()).isEqualTo(before);
        SignedRecovery signed = scene.sign(record, record.ended().quorums().quorum());
        all(scene).forEach(machine -> scene.install(machine, signed));
        scene.cluster().startAll();
        scene.stage().awaitDone(LIMIT);
        for (int machine : all(scene)) {
            assertThat(scene.epochs().epochOf(machine)).isEqualTo(1);
            assertThat(scene.epochs().votes(machine)).isTrue();
        }
        scene.cluster().crash(0); // a wiped one is needed now
        scene.stage().work(12, LIMIT);
        scene.cluster().start(0);
        scene.stage().awaitDone(LIMIT);
        scene.stage().forgetCounts();
        scene.stage().work(5, LIMIT);
        assertThat(scene.stage().fast()).as("all vote again").isPositive();
        assertThat(wiped).hasSize(faults(n) + 1);
        scene.assertOneHistory();
    }

    /** It has votes of the old epoch in its log, and items that it proposed; the record makes them void. */
    @ParameterizedTest(name = "12 late survivor n={0}")
    @ValueSource(ints = {4, 7})
    void survivorThatComesLateStaysOutUntilItHasTheRecord(int n) {
        CeremonyStage scene = CeremonyStage.of(n);
        scene.stage().work(10, LIMIT);
        int late = 0;
        scene.cluster().crash(late);
        int wiped = faults(n) + 1;
        scene.wipeLast(wiped, false);
        List<Integer> heard = IntStream.range(1, n).boxed().toList();
        RecoveryRecord record = scene.record(heard);
        SignedRecovery signed = scene.sign(record, record.ended().quorums().quorum());
        heard.forEach(machine -> scene.install(machine, signed));
        heard.forEach(scene.cluster()::start);
        scene.stage().work(5, LIMIT);

        scene.cluster().start(late);
        long before = scene.epochs().node(late).application().applied().seq();
        for (int i = 0; i < 5; i++) {
            scene.cluster().submit();
            scene.stage().run(5_000);
        }
        assertThat(scene.epochs().epochOf(late)).isZero();
        assertThat(scene.epochs().node(late).application().applied().seq())
                .isEqualTo(Math.max(before, record.last().number()));

        scene.install(late, signed);
        scene.cluster().start(late);
        scene.stage().awaitDone(LIMIT);
        assertThat(scene.epochs().epochOf(late)).isEqualTo(1);
        assertThat(scene.epochs().votes(late)).isTrue();
        scene.assertOneHistory();
    }

    /** Whoever signed votes there no more, so a quorum of the old epoch can come together no more either. */
    @ParameterizedTest(name = "12 promise n={0}")
    @ValueSource(ints = {4, 7})
    void whoSignedVotesNoMoreWithoutTheRecordEither(int n) {
        CeremonyStage scene = CeremonyStage.of(n);
        scene.stage().work(3, LIMIT);
        int quorum = (n + faults(n)) / 2 + 1;
        for (int machine = 0; machine < quorum; machine++) {
            scene.cluster().crash(machine);
            scene.epochs().node(machine).operator().promise(0);
            scene.cluster().start(machine);
            assertThat(scene.epochs().votes(machine)).isFalse();
        }
        long before = scene.stage().executedMax();
        scene.cluster().submit();
        scene.stage().run(30_000);
        assertThat(scene.stage().executedMax()).isEqualTo(before);
    }

    @ParameterizedTest(name = "12 forged n={0}")
    @ValueSource(ints = {4, 7})
    void replicaStopsRatherThanStartFromARecordThatIsNoProof(int n) {
        CeremonyStage scene = CeremonyStage.of(n);
        scene.stage().work(3, LIMIT);
        RecoveryRecord record = scene.record(all(scene));
        int quorum = record.ended().quorums().quorum();
        assertRefused(scene, scene.signed(record, quorum - 1), "a quorum of epoch 0 is " + quorum);
        RecoveryRecord otherChain = new RecoveryRecord(record.chainId() + 1, record.genesis(),
                record.ended(), record.result(), record.next());
        assertRefused(scene, scene.signed(otherChain, quorum), "it is of chain");
        RecoveryRecord otherResult = new RecoveryRecord(record.chainId(), record.genesis(),
                record.ended(), record.genesis(), record.next());
        assertRefused(scene, scene.signed(otherResult, quorum), "this replica's result");
        RecoveryRecord early = new RecoveryRecord(record.chainId(), record.genesis(),
                record.ended(), record.genesis(), record.ended().next(
                        new SeqNum(record.last().number() - 1), record.next().members(),
                        record.ended().parameters()));
        assertRefused(scene, scene.signed(early, quorum), "was executed here in epoch 0");
    }

    private static void assertRefused(CeremonyStage scene, SignedRecovery signed, String reason) {
        scene.cluster().crash(1);
        scene.epochs().node(1).operator().forget();
        scene.epochs().node(1).operator().install(signed);
        assertThatThrownBy(() -> scene.cluster().start(1))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining(reason);
    }
}
