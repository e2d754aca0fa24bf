package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.ViewChange;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What replicas repeat while they change the view. */
class HelpInViewChangesTest {
    /** T_retx. */
    private static final long YOUNG_MILLIS = 50;
    /** A view change is told of by its maker once it is synced: so much later than it is made, at most. */
    private static final long SYNC_MILLIS = 20;

    /** A Status that left before it came says that it is missing; it is under way. Who asks by hash is answered at once. */
    @ParameterizedTest(name = "n={0}")
    @ValueSource(ints = {4, 7})
    void noReplicaRepeatsItsViewChangeWhileItIsUnderWay(int n) {
        int changes = 0;
        for (long seed = 1; seed <= 20; seed++) {
            Stage stage = new Stage(ClusterSetup.of(new Quorums(n, 0), 8, seed)).start();
            stage.cluster().crash(0);
            TreeMap<String, Long> sentMillis = new TreeMap<>();
            TreeSet<String> asked = new TreeSet<>();
            stage.cluster().network().filter((from, to, message) -> {
                if (message instanceof Fetch) {
                    asked.add(from.index() + " " + to.index());
                }
                if (message instanceof ViewChange change
                        && change.sender().index() == from.index()
                        && !asked.contains(to.index() + " " + from.index())) {
                    long now = stage.cluster().events().nowMillis();
                    Long before = sentMillis.put(from.index() + " " + to.index() + " "
                            + change.newView(), now);
                    assertThat(before == null ? Long.MAX_VALUE : now - before).as(
                            "age of the view change that r%s repeats to r%s", from.index(),
                            to.index()).isGreaterThan(
                                    YOUNG_MILLIS - SYNC_MILLIS);
                }
                return true;
            });
            stage.work(1, 60_000);
            changes += sentMillis.size();
        }
        assertThat(changes).isGreaterThan(10 * (n - 1) * (n - 2));
    }
}
