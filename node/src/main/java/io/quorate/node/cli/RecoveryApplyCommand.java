package io.quorate.node.cli;

import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.node.StoppedReplica;
import io.quorate.node.recovery.RecoveryFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code quorate recovery apply}. */
@Command(name = "apply", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Installs a record that a quorum signed: the next start goes on from it.", footer = {
        "", "May be repeated. A replica that is behind the record's slot fetches the slots up to",
        "it from the others when it runs.", "", "Example:",
        "  ./quorate recovery apply ceremony.recovery --config net/replica-0/quorate.toml"})
final class RecoveryApplyCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The record with its signatures.")
    private Path file;

    @Mixin
    private ReplicaOptions replica;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        SignedRecovery signed = RecoveryFile.read(file);
        try (StoppedReplica stopped = replica.open()) {
            boolean isNew = stopped.apply(signed);
            out.println((isNew ? "Applied the record " : "The record was applied before: ")
                    + signed.record().fingerprint() + "; epoch " + signed.record().ended().number()
                    + " ends at slot " + signed.record().last().number() + ", epoch "
                    + signed.record().next().number() + " begins when the node is started.");
        }
        out.flush();
        return 0;
    }
}
