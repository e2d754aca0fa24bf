package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.VoteRouting;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.FastCert;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Collectors of shares that add up tell before they check. */
class EarlyWordTest {
    private static final int N = 20;

    private final List<String> rejected = new ArrayList<>();
    private long decided;

    private SimCluster cluster() {
        SimCluster cluster = new SimCluster(ClusterSetup.of(Quorums.ofSize(N), 64, 3)
                .routing(VoteRouting.COLLECTORS).parts(new Parts() {
                    @Override
                    public QuorumScheme scheme(QuorumScheme sound) {
                        return new SumCheckedScheme(sound);
                    }
                }), this::traced);
        cluster.markFaulty(0); // its shares are all bad
        cluster.startAll();
        return cluster;
    }

    private void traced(long micros, int machine, Effect.Trace trace) {
        if (trace.kind() == Effect.Trace.Kind.REJECTED && machine != 0) {
            rejected.add(trace.detail());
        }
        decided += trace.kind() == Effect.Trace.Kind.DECIDED_FAST
                || trace.kind() == Effect.Trace.Kind.DECIDED_SLOW ? 1 : 0;
    }

    private static void work(SimCluster cluster, int items) {
        for (int i = 0; i < items; i++) {
            cluster.submit();
            cluster.runUntil(cluster.events().nowMicros() + 50_000);
        }
    }

    /** A bad share makes what its collector told wrong, once; nobody refuses to hear a correct collector for that. */
    @Test
    void badSharesCostNoCorrectCollectorItsVoice() {
        SimCluster cluster = cluster();
        work(cluster, 60);
        assertThat(rejected).as("some sum was told that was wrong")
                .anyMatch(detail -> detail.contains("Cert of"));
        assertThat(rejected).noneMatch(detail -> detail.startsWith("quota of")
                && !detail.equals("quota of r0"));
        for (int collector = 1; collector < N; collector++) {
            String name = "Cert of r" + collector;
            assertThat(rejected.stream().filter(detail -> detail.endsWith(name)).count())
                    .as("by all others together, %s", name).isLessThanOrEqualTo(N - 2L);
        }
        assertThat(decided).isGreaterThan(50 * (N - 1L));
    }

    /** The first collector's word is there before it decides itself. */
    @Test
    void othersHearOfTheDecisionBeforeItsCollectorChecked() {
        SimCluster cluster = cluster();
        long[] told = new long[1];
        cluster.network().filter((from, _, message) -> {
            boolean early = message instanceof FastCert cert && from.status().orElseThrow()
                    .decided().isBefore(cert.seq());
            told[0] += early && !from.faulty() ? 1 : 0;
            return true;
        });
        cluster.crash(0);
        work(cluster, 80); // a view change first
        assertThat(told[0]).isGreaterThan(0);
    }
}
