package io.quorate.node.cli;

import io.quorate.node.LogSetup;
import io.quorate.node.bench.ordering.ReplicaChild;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code quorate bench ordering-replica}: what {@code bench ordering --processes} starts for each replica. */
@Command(name = "ordering-replica", hidden = true, mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "One replica of 'bench ordering --processes'.")
final class BenchReplicaCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The replica's quorate.toml.")
    private Path config;

    @Parameters(index = "1", paramLabel = "INDEX", description = "Its index.")
    private int index;

    @Override
    public Integer call() throws IOException {
        LogSetup.useLevel("error");
        ReplicaChild.run(config, index,
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                spec.commandLine().getOut());
        return 0;
    }
}
