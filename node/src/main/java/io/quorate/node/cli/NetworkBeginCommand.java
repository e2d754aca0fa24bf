package io.quorate.node.cli;

import io.quorate.node.BegunFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate network begin}: says what an empty data folder is. */
@Command(name = "begin", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Begins a data folder where keys are read-only, as in Kubernetes.", footer = {
        "", "A replica that lost its ordering log must not begin as if it were new. Where",
        "disks are made without anybody's doing, this says once what a new one is;",
        "the manifests of 'network init --format kubernetes' run it."})
final class NetworkBeginCommand implements Callable<Integer> {
    @Option(names = "--data-dir", paramLabel = "DIR", required = true, description = "The replica's data folder.")
    private Path dataDir;

    @ArgGroup(multiplicity = "1")
    private What what;

    static final class What {
        @Option(names = "--first-log", paramLabel = "FILE", description = "A new replica's: the file first-log that 'network init' wrote, which is copied.")
        private Path firstLog;

        @Option(names = "--after-loss", description = "It takes the place of a lost one: the replica follows and does not vote.")
        private boolean afterLoss;

        @Option(names = "--check", description = "Fails (2) where neither was done.")
        private boolean check;
    }

    @Override
    public Integer call() {
        BegunFolder folder = new BegunFolder(dataDir.toAbsolutePath());
        if (what.check) {
            folder.requireBegun();
        } else if (what.afterLoss) {
            folder.beginAfterLoss();
        } else {
            folder.beginNew(what.firstLog.toAbsolutePath());
        }
        return 0;
    }
}
