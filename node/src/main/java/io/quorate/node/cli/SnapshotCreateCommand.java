package io.quorate.node.cli;

import io.quorate.genesis.Genesis;
import io.quorate.node.GenesisPlace;
import io.quorate.node.LogSetup;
import io.quorate.node.OperatorException;
import io.quorate.node.SnapshotCreation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate snapshot create}. */
@Command(name = "create", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Makes a snapshot of a replica, whether it runs or not.", footer = {
        "", "A running replica is asked through the file 'control' in its data folder, so this",
        "runs on the same machine and as the same user. On the same disk files are shared:",
        "the snapshot takes no room until the replica replaces them. Copy it elsewhere to keep",
        "it. It holds no keys and no ordering log.", "", "Example:",
        "  ./quorate snapshot create backup --data-dir net/replica-0/data \\",
        "    --genesis net/genesis.json"})
final class SnapshotCreateCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The snapshot, a folder that does not exist yet.")
    private Path target;

    @Option(names = "--data-dir", required = true, paramLabel = "DIR", description = "The replica's data folder.")
    private Path dataDir;

    @Option(names = "--genesis", paramLabel = "FILE", description = "The chain's genesis file (default: genesis.json in the data folder or in the two folders above).")
    private Optional<Path> genesis = Optional.empty();

    @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "30", description = "How long to wait for the certificate of the last slot (default: 30).")
    private int wait;

    @Override
    public Integer call() {
        LogSetup.useLevel("error");
        if (wait < 0) throw new OperatorException("--wait: " + wait + " is below 0.");
        PrintWriter out = spec.commandLine().getOut();
        Path genesisFile = GenesisPlace.of(dataDir, genesis);
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
            SnapshotCreation.Made made = new SnapshotCreation(Genesis.read(genesisFile),
                    progress::at).create(dataDir, genesisFile, target, Duration.ofSeconds(wait));
            out.println(String.format(Locale.ROOT,
                    "%s: block %d %s, slot %d; %d files, %.1f MiB; %.1f s", target, made.block(),
                    made.blockHash(), made.slot(), made.files(), made.bytes() / 1048576.0,
                    progress.seconds()));
        }
        out.flush();
        return 0;
    }
}
