package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.Status;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario 1: nothing goes wrong. */
class HappyScenariosTest {
    private static final long LIMIT = 10_000;
    private static final int BURSTS = 20;
    private static final int ITEMS_PER_BURST = 15;

    /**
     * More than 95 % are fast where no disk is slow. The simulator's usually are, one sync in thirty: then Q second votes
     * overtake the missing first one.
     */
    @ParameterizedTest(name = "01a n={0}")
    @ValueSource(ints = {4, 7})
    void singleItemsAndBurstsAreDecidedFast(int n) {
        Stage stage = new Stage(n).start();
        stage.cluster().nodes().forEach(node -> node.disk().neverStalls());
        stage.work(50, LIMIT);
        for (int burst = 0; burst < BURSTS; burst++) {
            for (int i = 0; i < ITEMS_PER_BURST; i++) {
                stage.cluster().submit();
            }
            stage.awaitDone(LIMIT);
        }

        assertThat(stage.executedMax()).isGreaterThan(50 + BURSTS * ITEMS_PER_BURST / 4);
        assertThat(100 * stage.fast()).isGreaterThan(95 * (stage.fast() + stage.slow()));
        assertThat(stage.viewsEntered()).isZero();
    }

    /** Before the first item, and between two: no slot is filled and no view ends for want of work. */
    @ParameterizedTest(name = "01b n={0}")
    @ValueSource(ints = {4, 7})
    void anIdleNetworkSendsOnlyStatusAndMeasuresDistances(int n) {
        Stage stage = new Stage(n).start();
        assertThat(idleMinute(stage)).containsOnlyKeys("Status", "Ping", "Pong");
        stage.work(3, LIMIT);
        stage.run(2_000); // the last shares and certificates
        long executed = stage.executedMax();

        TreeMap<String, Long> sent = idleMinute(stage);
        assertThat(sent).containsOnlyKeys("Status", "Ping", "Pong");
        assertThat(sent.get(Status.class.getSimpleName())).as("one a second to each")
                .isBetween(55L * n * (n - 1), 65L * n * (n - 1));
        for (String measuring : new String[]{"Ping", "Pong"}) {
            assertThat(sent.get(measuring)).as(measuring + ", one a second to each at most")
                    .isLessThanOrEqualTo(65L * n * (n - 1));
        }
        assertThat(stage.executedMax()).isEqualTo(executed);
        assertThat(stage.viewsEntered()).isZero();
    }

    private static TreeMap<String, Long> idleMinute(Stage stage) {
        TreeMap<String, Long> sent = new TreeMap<>();
        stage.cluster().network().filter((_, _, message) -> {
            sent.merge(name(message), 1L, Long::sum);
            return true;
        });
        stage.run(60_000);
        stage.cluster().network().filter((_, _, _) -> true);
        return sent;
    }

    private static String name(Message message) {
        return message.getClass().getSimpleName();
    }
}
