package io.quorate.node.cli;

import io.quorate.genesis.Genesis;
import io.quorate.node.Findings;
import io.quorate.node.LogSetup;
import io.quorate.node.SnapshotCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate snapshot verify}. */
@Command(name = "verify", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Checks a snapshot by the genesis file alone.", footer = {
        "", "Length and digest of each file; that the database opens; the state by the root that",
        "follows from its entries alone; headers by their parents' hashes; the certificate by",
        "the validators of the genesis file and those who followed them. Then all that",
        "'quorate verify' checks. Nothing is changed. Where something is wrong, each damage is",
        "named and the exit code is 1.", "", "Example:",
        "  ./quorate snapshot verify backup --genesis net/genesis.json"})
final class SnapshotVerifyCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The snapshot.")
    private Path snapshot;

    @Option(names = "--genesis", required = true, paramLabel = "FILE", description = "The chain's genesis file, from whom you trust: all else follows from it.")
    private Path genesis;

    @Option(names = "--quick", description = "Take old blocks and old states on trust.")
    private boolean quick;

    @Override
    public Integer call() {
        LogSetup.useLevel("error");
        PrintWriter out = spec.commandLine().getOut();
        Findings findings;
        Optional<SnapshotCheck.Checked> checked;
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
            findings = new Findings(progress::at);
            checked = new SnapshotCheck(Genesis.read(genesis), findings).run(snapshot, !quick);
        }
        checked.ifPresent(found -> {
            out.println(found.title());
            if (!quick) VerifyCommand.print(found.summary(), out);
        });
        int code = Damages.print(findings, "snapshot " + snapshot, out,
                "Do not use it: make another one, of this replica or of another.");
        out.flush();
        return code;
    }
}
