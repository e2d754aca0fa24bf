package io.quorate.node.bench.abuse;

import io.quorate.node.bench.BenchException;
import io.quorate.node.bench.BenchNetwork;
import io.quorate.node.bench.BenchOptions;
import io.quorate.node.bench.ChildNetwork;
import io.quorate.node.bench.ProcessMeter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Runs every abuse against one node while another client asks it for little. */
public final class AbuseBench {
    private static final int REPLICAS = 4;
    private static final int OTHER_CONNECTIONS = 500;
    private static final int CALLERS = 8;
    /** Each call takes 128 KiB and calls itself. */
    private static final String MEMORY = "0x600062020000536000600060006000600030"
            + "5af100";
    /** Multiplies on bn254 for ever. */
    private static final String CURVE = "0x6001600052600260205260001960405"
            + "25b60406000606060006007" + "5afa50601056";

    private final AbuseOptions options;
    private final Progress progress;

    /** Told what is tried. */
    @FunctionalInterface
    public interface Progress {
        void at(long done, long total, String text);
    }

    public AbuseBench(AbuseOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Takes minutes; fails with {@link BenchException} where nothing can be tried. */
    public AbuseReport run() {
        if (options.rpc().isPresent()) {
            return run(options.rpc().get(), options.pid());
        }
        Map<String, String> settings = Map.of("QUORATE_RPC_GROUPS", "*",
                "QUORATE_RPC_CONNECTIONS_MAX", Integer.toString(
                        Math.max(options.sockets(), options.clients()) + OTHER_CONNECTIONS));
        try (BenchNetwork network = ChildNetwork.start(new BenchOptions(
                BenchOptions.Layout.PROCESS_PER_REPLICA, List.of(), List.of(), options.launcher(),
                REPLICAS, 1, 1, 1, 0, 1, Duration.ZERO), settings)) {
            return run(URI.create(network.urls().getFirst()),
                    Optional.of(network.pids().getFirst()));
        }
    }

    private AbuseReport run(URI url, Optional<Long> pid) {
        Promises promises = new Promises();
        Prepared chain = Prepared.on(url);
        Map<String, Callable<Long>> abuses = abuses(url, chain, promises);
        List<AbuseReport.Row> rows = new ArrayList<>();
        try (Probe probe = new Probe(url, List.of(Requests.call("eth_blockNumber", ""),
                Requests.call("eth_getBalance",
                        "\"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\",\"latest\""),
                Requests.run("0x60016000526020" + "6000f3")), promises)) {
            probe.start();
            for (Map.Entry<String, Callable<Long>> each : abuses.entrySet()) {
                progress.at(rows.size(), abuses.size(), each.getKey());
                rows.add(measure(each.getKey(), each.getValue(), probe, promises, pid));
            }
        }
        promises.require(pid.flatMap(ProcessHandle::of).map(ProcessHandle::isAlive).orElse(true),
                "the node has ended");
        return new AbuseReport(rows, promises.all());
    }

    private AbuseReport.Row measure(String name, Callable<Long> abuse, Probe probe,
            Promises promises, Optional<Long> pid) {
        int before = promises.count();
        probe.takeP99();
        LockSupport.parkNanos(options.time().toNanos());
        long quiet = probe.takeP99();
        long begin = System.nanoTime();
        long tries;
        try {
            tries = abuse.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } catch (Exception e) { // of one abuse: the others are tried as well
            promises.broken(name + " could not be tried: " + e);
            tries = 0;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long busy = probe.takeP99();
        return new AbuseReport.Row(name, tries, quiet, busy, seconds,
                pid.flatMap(id -> new ProcessMeter(List.of(id)).memoryBytes()),
                promises.count() - before);
    }

    private Map<String, Callable<Long>> abuses(URI url, Prepared chain, Promises promises) {
        Crowds crowds = new Crowds(url, promises, options.time().toNanos());
        Bodies bodies = new Bodies(url, promises);
        Mutator mutator = new Mutator(FuzzCorpus.all(chain.blockHash(), chain.transactionHash(),
                chain.raw()), options.seed());
        Map<String, Callable<Long>> all = new LinkedHashMap<>();
        all.put("idle-sockets", () -> crowds.idleSockets(options.sockets()));
        all.put("many-clients", () -> crowds.manyClients(options.clients()));
        all.put("slow-loris", crowds::slowLoris);
        all.put("unread-answers", crowds::unread);
        all.put("large-bodies", bodies::large);
        all.put("large-batches", bodies::batches);
        all.put("deep-json", bodies::deep);
        all.put("not-text", bodies::notText);
        all.put("smuggling", bodies::smuggling);
        all.put("endless-calls", () -> crowds.repeat(CALLERS,
                List.of(Requests.run(Requests.LOOP), Requests.run(MEMORY), Requests.run(CURVE)),
                Set.of(0, 801, -32005)));
        all.put("wide-logs", () -> crowds.repeat(CALLERS, wideLogs(), Set.of(0, -32005, -32602)));
        all.put("heavy-traces", () -> crowds.repeat(2, List.of(
                Requests.call("debug_traceBlockByNumber", "\"" + chain.heavyBlock() + "\""),
                Requests.call("debug_traceTransaction", "\"" + chain.transactionHash() + "\"")),
                Set.of(0, -32005)));
        all.put("fuzz", () -> new Fuzzer(url, mutator, promises, options.fuzzFrom(),
                options.fuzz()).run());
        if (!options.only().isEmpty()) all.keySet().retainAll(options.only());
        if (all.isEmpty()) throw new BenchException("no abuse has one of these names");
        return all;
    }

    private static List<String> wideLogs() {
        String addresses = many(1_000, 40);
        String topics = many(1_000, 64);
        return List.of(
                Requests.call("eth_getLogs", "{\"fromBlock\":\"0x0\",\"toBlock\":\"latest\"}"),
                Requests.call("eth_getLogs",
                        "{\"fromBlock\":\"0x0\",\"toBlock\":\"latest\",\"address\":"
                                + addresses + ",\"topics\":[" + topics + "," + topics + "," + topics
                                + ","
                                + topics + "]}"),
                Requests.call("eth_getLogs", "{\"address\":" + many(1_001, 40) + "}"),
                Requests.call("eth_getLogs",
                        "{\"fromBlock\":\"0x0\",\"toBlock\":\"0x7fffffffffffffff\"}"));
    }

    private static String many(int count, int digits) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String hex = Integer.toHexString(i);
            values.add("\"0x" + "0".repeat(digits - hex.length()) + hex + "\"");
        }
        return "[" + String.join(",", values) + "]";
    }
}
