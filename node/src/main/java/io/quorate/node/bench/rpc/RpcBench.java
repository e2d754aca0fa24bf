package io.quorate.node.bench.rpc;

import io.quorate.node.bench.BenchException;
import io.quorate.node.bench.BenchNetwork;
import io.quorate.node.bench.BenchOptions;
import io.quorate.node.bench.ChildNetwork;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Measures JSON-RPC of one node, or of two in turns, so that whatever else the machine does meets both. */
public final class RpcBench {
    private final RpcBenchOptions options;
    private final Progress progress;

    /** Told how far the measurement is. */
    @FunctionalInterface
    public interface Progress {
        void at(long done, long total, String text);
    }

    public RpcBench(RpcBenchOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Takes minutes; fails with {@link BenchException}. */
    public RpcReport run() {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            List<Target> targets = new ArrayList<>();
            targets.add(options.rpc().map(url -> new Target(url, options.pid()))
                    .orElseGet(() -> own(opened)));
            options.beside().ifPresent(url -> targets.add(new Target(url, options.besidePid())));
            opened.addAll(targets);
            for (Target target : targets) {
                target.prepare(options.connections());
                target.check();
            }
            return new RpcReport(options.connections(), floor(),
                    targets.stream().map(Target::version).toList(),
                    targets.stream().map(Target::transactionsInBlock).toList(), measure(targets));
        } finally {
            closeAll(opened);
        }
    }

    private Target own(List<AutoCloseable> opened) {
        BenchNetwork network = ChildNetwork.start(new BenchOptions(
                BenchOptions.Layout.ONE_PROCESS, List.of(), List.of(), options.launcher(),
                options.replicas(), 1, 1, 1, 0, 1, Duration.ZERO));
        opened.add(network);
        return new Target(URI.create(network.urls().getFirst()),
                Optional.of(network.pids().getFirst()));
    }

    private static void closeAll(List<AutoCloseable> opened) {
        for (AutoCloseable each : opened.reversed()) {
            switch (each) {
                case Target target -> target.close();
                case BenchNetwork network -> network.close();
                default -> throw new IllegalStateException("nothing else is opened");
            }
        }
    }

    /** Requests a second of the generator against a server that does nothing. */
    private double floor() {
        try (TrivialServer server = new TrivialServer()) {
            byte[] request = Wire.HTTP.encode(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":[]}",
                    server.url());
            server.start(request.length);
            List<Supplier<byte[]>> sources = Collections.nCopies(options.connections(),
                    () -> request);
            try (LoadLoop loop = new LoadLoop(Wire.HTTP, server.url(), sources)) {
                loop.run(options.warmUp());
                return Stream.generate(() -> loop.run(options.round())).limit(options.rounds())
                        .sorted(Comparator.comparingDouble(LoadLoop.Sample::perSecond)).toList()
                        .get(options.rounds() / 2).perSecond();
            }
        }
    }

    private List<RpcReport.Row> measure(List<Target> targets) {
        List<Case> cases = new ArrayList<>();
        for (Mode mode : Mode.values()) {
            for (Asked asked : Asked.values()) {
                if (mode.measures(asked) && isWanted(options.modes(), mode.toString())
                        && isWanted(options.methods(), asked.method())) {
                    cases.add(new Case(mode, asked));
                }
            }
        }
        if (cases.isEmpty()) throw new BenchException("no method and mode of these is measured");
        int steps = 2 * cases.size();
        for (int i = 0; i < cases.size(); i++) {
            progress.at(i, steps, "warm-up, " + cases.get(i));
            warmUp(cases.get(i), targets);
        }
        List<RpcReport.Row> rows = new ArrayList<>();
        for (Case each : cases) {
            progress.at(cases.size() + rows.size(), steps, each.toString());
            rows.add(measure(each, targets));
        }
        return rows;
    }

    /** Of all cases before any is measured: the first would else pay for what all have in common. */
    private void warmUp(Case each, List<Target> targets) {
        for (Target target : targets) {
            try (CaseRun run = new CaseRun(target, each.asked, each.mode)) {
                run.warmUp(options.warmUp());
            }
        }
    }

    private record Case(Mode mode, Asked asked) {
        @Override
        public String toString() {
            return mode + " " + asked.method();
        }
    }

    private static boolean isWanted(List<String> names, String name) {
        return names.isEmpty() || names.contains(name);
    }

    private RpcReport.Row measure(Case each, List<Target> targets) {
        List<CaseRun> runs = targets.stream().map(target -> new CaseRun(target, each.asked,
                each.mode)).toList();
        try {
            for (int round = 0; round < options.rounds(); round++) {
                List<CaseRun> order = round % 2 == 0 ? runs : runs.reversed();
                order.forEach(run -> run.measure(options.round()));
            }
            return new RpcReport.Row(each.mode.toString(), each.asked.method(),
                    runs.stream().map(CaseRun::result).toList());
        } finally {
            runs.forEach(CaseRun::close);
        }
    }
}
