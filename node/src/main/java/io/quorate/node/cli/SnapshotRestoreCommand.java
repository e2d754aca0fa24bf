package io.quorate.node.cli;

import io.quorate.genesis.Genesis;
import io.quorate.node.Findings;
import io.quorate.node.LogSetup;
import io.quorate.node.SnapshotCheck;
import io.quorate.node.SnapshotRestore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate snapshot restore}. */
@Command(name = "restore", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Makes the chain of a data folder from a snapshot, once the snapshot is verified.", footer = {
        "", "The folder must have no chain. If it has the replica's own ordering log, the replica",
        "votes on from it; a log is never made, and never to be copied from elsewhere: a replica",
        "without one is a learner, which follows and serves but does not vote, until its members",
        "name its new log.", "", "Example:",
        "  ./quorate snapshot restore backup --genesis net/genesis.json \\",
        "    --data-dir net/replica-0/data",
        "  ./quorate node --config net/replica-0/quorate.toml"})
final class SnapshotRestoreCommand implements Callable<Integer> {
    private static final int REFUSED = 1;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The snapshot.")
    private Path snapshot;

    @Option(names = "--genesis", required = true, paramLabel = "FILE", description = "The chain's genesis file, from whom you trust: all else follows from it.")
    private Path genesis;

    @Option(names = "--data-dir", required = true, paramLabel = "DIR", description = "The data folder of a stopped replica, or a new one; node.data-dir of its quorate.toml.")
    private Path dataDir;

    @Option(names = "--quick", description = "Take old blocks and old states on trust: of a snapshot that you made yourself.")
    private boolean quick;

    @Override
    public Integer call() {
        LogSetup.useLevel("error");
        PrintWriter out = spec.commandLine().getOut();
        SnapshotRestore.requireRoom(dataDir);
        Genesis chain = Genesis.read(genesis);
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
            Findings findings = new Findings(progress::at);
            Optional<SnapshotCheck.Checked> checked = new SnapshotCheck(chain, findings)
                    .run(snapshot, !quick);
            if (findings.count() > 0 || checked.isEmpty()) {
                Damages.print(findings, "snapshot " + snapshot, out, "Nothing was restored.");
                out.flush();
                return REFUSED;
            }
            boolean hasLog = new SnapshotRestore(chain, progress::at).restore(snapshot,
                    checked.get(), dataDir);
            out.println(dataDir + ": restored " + checked.get().title());
            out.println(hasLog
                    ? "It has an ordering log; if that is the replica's own and was never copied,"
                            + " the replica votes on from it."
                    : "It has no ordering log: unless the replica was never started before, it"
                            + " will be a learner until its members name its new log.");
        }
        out.flush();
        return 0;
    }
}
