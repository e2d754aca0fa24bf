package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.FetchedSlots;
import io.quorate.bft.core.message.HandOverProof;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.SnapshotChunk;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines stop in the middle of a crossing: whoever restarts is in the old epoch or in the new one, and comes to its end. */
class CrossingFaultsTest {
    private static final long LIMIT = CrossingStage.LIMIT;
    private static final int EPOCHS = 2;

    /** At points all along the way: each time a little further than the last. */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void fetcherCrashesAllAlongTheWay(int n) {
        CrossingStage stage = CrossingStage.joiner(n, EPOCHS, Parts.SOUND, 1);
        SimNode joiner = stage.cluster().node(n);
        int crashes = 0;
        for (int boundary = 1;; boundary += 4 * n) {
            joiner.tripAt(boundary);
            stage.cluster().start(n);
            if (joiner.up()) {
                assertThat(stage.epochs().epochOf(n)).isIn(0L, (long) EPOCHS);
            }
            stage.stage().await("a crash or the seat", LIMIT,
                    () -> joiner.tripped() || stage.epochs().epochOf(n) == EPOCHS);
            if (!joiner.tripped()) {
                break;
            }
            crashes++;
        }
        assertThat(crashes).isGreaterThan(3);
        joiner.tripAt(Long.MAX_VALUE);
        stage.arrives(n, EPOCHS);
        stage.isNeeded(n);
    }

    /** When the first message of a kind comes to it, or leaves it. */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void fetcherCrashesAtEachStage(int n) {
        crashesAt(n, HandOverProof.class::isInstance, 1);
        crashesAt(n, HandOverProof.class::isInstance, 2);
        crashesAt(n, message -> message instanceof Fetch fetch
                && fetch.wanted() instanceof Fetch.Wanted.SnapshotAbove, 1);
        crashesAt(n, SnapshotChunk.class::isInstance, 1);
        crashesAt(n, SnapshotChunk.class::isInstance, 12);
    }

    private static void crashesAt(int n, Predicate<Message> stop, int count) {
        CrossingStage stage = CrossingStage.laggard(n, EPOCHS, Parts.SOUND, 1);
        int laggard = n - 1;
        int[] seen = new int[1];
        stage.cluster().network().filter((from, to, message) -> {
            boolean counts = (from.index() == laggard || to.index() == laggard)
                    && stop.test(message);
            if (counts && ++seen[0] == count) {
                stage.cluster().events().after(1, () -> stage.cluster().crash(laggard));
            }
            return true;
        });
        stage.cluster().start(laggard);
        stage.stage().await("the crash", LIMIT, () -> !stage.cluster().node(laggard).up());
        stage.comes(laggard, EPOCHS);
        assertThat(stage.epochs().votes(laggard)).isTrue();
    }

    /** The application has changed over, and the process did not hear of it. */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void fetcherCrashesBeforeItTakesItsSeat(int n) {
        CrossingStage stage = CrossingStage.laggard(n, EPOCHS, Parts.SOUND, 1);
        SimNode laggard = stage.cluster().node(n - 1);
        stage.cluster().start(n - 1);
        for (long waited = 0; laggard.application().applied().seq() < 256 * EPOCHS; waited++) {
            assertThat(waited).isLessThan(LIMIT * 20);
            stage.cluster().runUntil(stage.cluster().events().nowMicros() + 50);
        }
        assertThat(stage.epochs().epochOf(n - 1)).isZero();
        stage.cluster().crash(n - 1);
        stage.cluster().start(n - 1);
        assertThat(stage.epochs().epochOf(n - 1)).isEqualTo(EPOCHS);
        stage.arrives(n - 1, EPOCHS);
        stage.isNeeded(n - 1);
    }

    /** Whoever proves, or sends chunks, goes down after its first answers and comes back. */
    @ParameterizedTest(name = "n={0}, prover {1}")
    @CsvSource({"4, true", "4, false", "7, true", "7, false"})
    void sourceRestartsInTheMiddle(int n, boolean prover) {
        CrossingStage stage = CrossingStage.joiner(n, EPOCHS, Parts.SOUND, 1);
        int[] down = {-1};
        stage.cluster().network().filter((from, _, message) -> {
            boolean stops = down[0] < 0 && (prover ? message instanceof HandOverProof
                    : message instanceof SnapshotChunk);
            if (stops) {
                down[0] = from.index();
                stage.cluster().events().after(1, () -> {
                    stage.cluster().crash(from.index());
                    stage.cluster().events().after(700_000,
                            () -> stage.cluster().start(from.index()));
                });
            }
            return !stops;
        });
        stage.comes(n, EPOCHS);
        assertThat(down[0]).isNotNegative();
        stage.isNeeded(n);
    }

    /** Slots come after all while it fetches a snapshot of the next epoch: the seat that it takes there is kept. */
    @Test
    void seatThatCameBySlotsEndsTheSearch() {
        CrossingStage stage = CrossingStage.away(4, 1, Parts.SOUND, 1);
        boolean[] passes = new boolean[3];
        stage.cluster().network().filter((_, to, message) -> to.index() != 3
                || switch (message) {
                    case FetchedSlots slots -> passes[2]
                            || passes[0] && slots.slots().getFirst().epoch() == 0;
                    case SnapshotChunk _ -> passes[1];
                    default -> true;
                });
        stage.cluster().start(3);
        stage.stage().await("a search", LIMIT, () -> stage.stage().transfers().stream()
                .anyMatch(told -> told.startsWith("r3 begins")));
        passes[0] = true;
        stage.stage().await("the seat", LIMIT, () -> stage.epochs().epochOf(3) == 1);
        assertThat(stage.epochs().node(3).application().applied().seq()).isEqualTo(256);
        passes[1] = true;
        stage.stage().run(5_000);
        passes[2] = true;
        stage.arrives(3, 1);
        stage.isNeeded(3);
    }
}
