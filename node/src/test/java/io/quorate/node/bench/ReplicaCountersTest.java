package io.quorate.node.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Prometheus' text form, as the replicas write it. */
class ReplicaCountersTest {
    @Test
    void takesCountersWithoutTheReplicasOwnLabel() {
        assertThat(ReplicaCounters.parse("""
                # HELP quorate_blocks_total blocks made since the start
                # TYPE quorate_blocks_total counter
                quorate_blocks_total{replica="3"} 19.0
                # TYPE quorate_block_height gauge
                quorate_block_height{replica="3"} 7.0
                # TYPE quorate_refusals_total counter
                quorate_refusals_total{at="pool",reason="full",replica="3"} 2.0
                quorate_refusals_total{replica="3",at="client"} 1.5E3
                quorate_view_changes{replica="3"} 4.0
                quorate_blocks_total{ broken
                """)).isEqualTo(Map.of("quorate_blocks_total", 19.0,
                "quorate_refusals_total{at=\"pool\",reason=\"full\"}", 2.0,
                "quorate_refusals_total{at=\"client\"}", 1_500.0, "quorate_view_changes", 4.0));
    }
}
