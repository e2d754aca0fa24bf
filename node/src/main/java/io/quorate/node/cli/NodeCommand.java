package io.quorate.node.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate node}: one replica. */
@Command(name = "node", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Runs one replica of a network that 'network init' has laid out.", footer = {
        "", "Every key of the configuration is also an environment variable:",
        "  rpc.port is QUORATE_RPC_PORT.", "", "Example:",
        "  ./quorate network init --chain-id 2026 --replicas 4 --dir net",
        "  ./quorate node --config net/replica-0/quorate.toml"})
final class NodeCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private LogOptions log;

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The replica's quorate.toml.")
    private Path config;

    @Option(names = "--record", paramLabel = "DIR", description = "Record what the ordering core takes in, for 'simulate --replay'; a file for each start, at most 1 GiB (default: node.record of FILE).")
    private Optional<Path> recording = Optional.empty();

    @Override
    public Integer call() {
        return PlainNode.run(config, log.level(), log.format(),
                recording.map(Path::toAbsolutePath),
                spec.commandLine().getOut());
    }
}
