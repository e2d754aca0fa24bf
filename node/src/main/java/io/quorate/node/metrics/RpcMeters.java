package io.quorate.node.metrics;

import io.quorate.jsonrpc.RequestMeter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Requests of JSON-RPC by method: how long they took, and which errors they got. A method appears with its first request. */
public final class RpcMeters implements RequestMeter, MetricSource {
    private record Failure(String method, int code) {}

    private final ConcurrentMap<String, Histogram> byMethod = new ConcurrentHashMap<>();
    private final ConcurrentMap<Failure, LongAdder> failures = new ConcurrentHashMap<>();

    @Override
    public void answered(String method, int code, long nanos) {
        Histogram known = byMethod.get(method);
        Histogram durations = known != null ? known
                : byMethod.computeIfAbsent(method, _ -> new Histogram());
        durations.observe(nanos);
        if (code != 0) {
            failures.computeIfAbsent(new Failure(method, code), _ -> new LongAdder()).increment();
        }
    }

    @Override
    public void addTo(Exposition exposition) {
        exposition.histograms("quorate_rpc_request_seconds",
                "from the start of a request's work to its written answer",
                values -> byMethod.forEach(
                        (method, durations) -> values.add(durations, "method", method)));
        exposition.counters("quorate_rpc_errors_total", "requests that were answered by an error",
                values -> failures.forEach((failure, count) -> values.add(count.sum(), "method",
                        failure.method, "code", Integer.toString(failure.code))));
    }
}
