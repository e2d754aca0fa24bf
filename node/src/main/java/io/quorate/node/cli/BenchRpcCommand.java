package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.bench.BenchException;
import io.quorate.node.bench.rpc.RpcBench;
import io.quorate.node.bench.rpc.RpcBenchOptions;
import io.quorate.node.bench.rpc.RpcReport;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate bench rpc}: how many JSON-RPC requests a node answers. */
@Command(name = "rpc", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Measures JSON-RPC: requests a second and their times, over HTTP, in batches and over WebSocket.", footer = {
        "",
        "Without --rpc a network of this product is started in a process of its own. Any Ethereum",
        "node can be measured that knows the accounts of the mnemonic 'test test … junk', as",
        "development nodes do: a token is deployed there. With --beside a second node is measured in",
        "turns with the first, so that their ratio holds on a machine that does other things too.",
        "", "Examples:", "  ./quorate bench rpc",
        "  ./quorate bench rpc --beside http://127.0.0.1:9545",
        "  ./quorate bench rpc --rpc http://127.0.0.1:8545 --methods eth_call --json"})
final class BenchRpcCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private LogOptions log;

    @Option(names = "--rpc", paramLabel = "URL", description = "The node to measure (default: a network that is started for it).")
    private URI rpc;

    @Option(names = "--pid", paramLabel = "PID", description = "With --rpc: its process, for its processor time.")
    private Long pid;

    @Option(names = "--beside", paramLabel = "URL", description = "A node that is measured in turns with it.")
    private URI beside;

    @Option(names = "--beside-pid", paramLabel = "PID", description = "Its process, for its processor time.")
    private Long besidePid;

    @Option(names = "--replicas", paramLabel = "N", defaultValue = "4", description = "Without --rpc: replicas to start (default: 4).")
    private int replicas;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "16", description = "Connections, with one request at a time on each (default: 16).")
    private int connections;

    @Option(names = "--modes", paramLabel = "MODE", split = ",", description = "Of http, batch and websocket (default: all).")
    private List<String> modes = List.of();

    @Option(names = "--methods", paramLabel = "METHOD", split = ",", description = "Of eth_blockNumber, eth_getBalance, eth_call, eth_getLogs, eth_getBlockByNumber and eth_sendRawTransactionSync (default: all).")
    private List<String> methods = List.of();

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "3", description = "How long a round of one method takes (default: 3).")
    private int seconds;

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "3", description = "Of each method before any is measured (default: 3).")
    private int warmUpSeconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Rounds in which nodes take turns; the middle one is told (default: 3).")
    private int rounds;

    @Option(names = "--json", description = "Print the results as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        log.applyOr("error");
        requireWithin("--replicas", replicas, 4, 64);
        requireWithin("--connections", connections, 1, 500);
        requireWithin("--seconds", seconds, 1, 3_600);
        requireWithin("--warm-up", warmUpSeconds, 0, 3_600);
        requireWithin("--rounds", rounds, 1, 1_000);
        RpcBenchOptions options = new RpcBenchOptions(Optional.ofNullable(rpc),
                Optional.ofNullable(pid), Optional.ofNullable(beside),
                Optional.ofNullable(besidePid),
                Path.of(System.getProperty("quorate.root", ".")).resolve("quorate"), replicas,
                connections, modes, methods, Duration.ofSeconds(warmUpSeconds),
                Duration.ofSeconds(seconds), rounds);
        RpcReport report = measure(options);
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(report.toJson());
        else report.printText(out);
        out.flush();
        return 0;
    }

    private RpcReport measure(RpcBenchOptions options) {
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
            return new RpcBench(options, progress::at).run();
        } catch (BenchException e) {
            throw new OperatorException("bench: " + e.getMessage() + ".", e);
        }
    }

    private static void requireWithin(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new OperatorException(option + ": " + value + " is not between " + min + " and "
                    + max + ".");
        }
    }
}
