package io.quorate.node.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.quorate.bft.runtime.SlotStage;
import io.quorate.evm.primitives.Hash;
import io.quorate.genesis.NodeSettings;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpansTest {
    private static final Tracing.Moments RUN = new Tracing.Moments(500, 600, 700);
    private final SlotMoments slots = new SlotMoments();

    private List<String> spans(Optional<Arrivals.Arrival> arrival) {
        return Spans.of(arrival, slots, 9, RUN).stream()
                .map(span -> span.name() + " " + span.startNanos() + "-" + span.endNanos())
                .toList();
    }

    private static Optional<Arrivals.Arrival> arrival(boolean byClient) {
        return Optional.of(new Arrivals.Arrival(byClient, 100, 120, Optional.empty()));
    }

    @Test
    void aTransactionThatAClientGaveHasTheRoot() {
        slots.reached(SlotStage.PROPOSED, 9, 200);
        slots.reached(SlotStage.DECIDED, 9, 300);
        slots.reached(SlotStage.CERTIFIED, 9, 900);

        assertThat(spans(arrival(true))).containsExactly("eth_sendRawTransaction 100-700",
                "admit 100-120", "propose 120-200", "decide 200-300", "queue 300-500",
                "execute 500-600", "commit 600-700", "certify 700-900");
    }

    /** Gossip may come later than the proposal, or never; and a slot may be fetched from others. */
    @Test
    void whatIsNotKnownIsLeftOut() {
        slots.reached(SlotStage.VOTED, 9, 110);
        slots.reached(SlotStage.DECIDED, 9, 300);
        assertThat(spans(arrival(false))).startsWith("gossip 100-120", "propose 110-110",
                "decide 110-300");
        assertThat(spans(Optional.empty())).startsWith("propose 110-110");

        slots.reached(SlotStage.DECIDED, 9 + 1024, 1_000); // takes the place
        assertThat(spans(Optional.empty())).containsExactly("execute 500-600", "commit 600-700");
    }

    /** Off by default, and then nothing is done for it. */
    @Test
    void offCostsNothing() {
        Tracing off = Tracing.of(NodeSettings.Tracing.OFF, new Tracing.Replica(0, 1, ""));
        assertThat(off).isSameAs(Tracing.OFF);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // Less than a byte a call: classes that are loaded meanwhile, and nothing else.
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000_000; i++) {
            off.submitted(Hash.ZERO, i);
            off.gossiped(Hash.ZERO, i);
            off.reached(SlotStage.VOTED, i, i);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
    }
}
