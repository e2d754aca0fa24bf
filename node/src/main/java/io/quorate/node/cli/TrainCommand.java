package io.quorate.node.cli;

import io.quorate.node.LogSetup;
import io.quorate.node.bench.StartTraining;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code quorate train-start}: for the launcher, which makes the start-up cache while this runs. */
@Command(name = "train-start", hidden = true, mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Does what starts do, for the JVM to watch.")
final class TrainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "A new folder.")
    private Path dir;

    @Parameters(index = "1", paramLabel = "PORT", description = "The first of eight free ports in a row.")
    private int port;

    @Override
    public Integer call() {
        LogSetup.useLevel("warn");
        StartTraining.run(dir, port);
        return 0;
    }
}
