package io.quorate.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RpcMetersTest {
    private final RpcMeters meters = new RpcMeters();

    @Test
    void durationsAreInCumulativeBucketsByMethod() {
        meters.answered("eth_call", 0, TimeUnit.MILLISECONDS.toNanos(1));
        meters.answered("eth_call", 0, TimeUnit.MILLISECONDS.toNanos(30));
        meters.answered("eth_call", 0, TimeUnit.SECONDS.toNanos(20));
        meters.answered("other", 0, -5);

        assertThat(Scrapes.of(meters)).contains("# TYPE quorate_rpc_request_seconds histogram",
                "quorate_rpc_request_seconds_bucket{method=\"eth_call\",replica=\"2\",le=\"5.0E-4\"} 0\n",
                "quorate_rpc_request_seconds_bucket{method=\"eth_call\",replica=\"2\",le=\"0.001\"} 1\n",
                "quorate_rpc_request_seconds_bucket{method=\"eth_call\",replica=\"2\",le=\"0.025\"} 1\n",
                "quorate_rpc_request_seconds_bucket{method=\"eth_call\",replica=\"2\",le=\"0.05\"} 2\n",
                "quorate_rpc_request_seconds_bucket{method=\"eth_call\",replica=\"2\",le=\"10.0\"} 2\n",
                "quorate_rpc_request_seconds_bucket{method=\"eth_call\",replica=\"2\",le=\"+Inf\"} 3\n",
                "quorate_rpc_request_seconds_count{method=\"eth_call\",replica=\"2\"} 3\n",
                "quorate_rpc_request_seconds_sum{method=\"eth_call\",replica=\"2\"} 20.031\n",
                "quorate_rpc_request_seconds_sum{method=\"other\",replica=\"2\"} 0.0\n");
    }

    @Test
    void errorsAreCountedByMethodAndCode() {
        meters.answered("eth_call", -32000, 1);
        meters.answered("eth_call", -32000, 1);
        meters.answered("other", -32601, 1);

        assertThat(Scrapes.of(meters)).contains(
                "quorate_rpc_errors_total{code=\"-32000\",method=\"eth_call\",replica=\"2\"} 2.0\n",
                "quorate_rpc_errors_total{code=\"-32601\",method=\"other\",replica=\"2\"} 1.0\n");
    }
}
