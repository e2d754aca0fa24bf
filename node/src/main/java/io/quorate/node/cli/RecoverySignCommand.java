package io.quorate.node.cli;

import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.node.StoppedReplica;
import io.quorate.node.recovery.RecoveryFile;
import io.quorate.node.recovery.RecoveryText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate recovery sign}. */
@Command(name = "sign", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Adds a validator's signature to a record, unless its replica contradicts it.", footer = {
        "", "Look at the record first: ./quorate recovery inspect FILE", "",
        "From then on this replica does not vote in the epoch that the record ends, whether",
        "the record is applied or not.", "", "Example:",
        "  ./quorate recovery sign ceremony.recovery --config net/replica-0/quorate.toml"})
final class RecoverySignCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The record; the signature is written into it.")
    private Path file;

    @Mixin
    private ReplicaOptions replica;

    @Option(names = "--instead-of", paramLabel = "FINGERPRINT", split = ",", description = "Records that this validator signed before for the same epoch, and that nobody will apply.")
    private List<String> givenUp = List.of();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        SignedRecovery signed = RecoveryFile.read(file);
        try (StoppedReplica stopped = replica.open()) {
            SignedRecovery more = stopped.sign(signed, givenUp);
            RecoveryFile.write(file, more);
            new RecoveryText(more, stopped::nameOf).lines().forEach(out::println);
            if (!stopped.confirms(more.record())) {
                out.println("warning      this replica is before slot "
                        + more.record().last().number()
                        + ": it cannot tell whether the result is right");
            }
        }
        out.flush();
        return 0;
    }
}
