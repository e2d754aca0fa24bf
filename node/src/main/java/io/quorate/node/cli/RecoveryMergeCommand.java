package io.quorate.node.cli;

import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.node.OperatorException;
import io.quorate.node.recovery.RecoveryFile;
import io.quorate.node.recovery.RecoveryText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code quorate recovery merge}. */
@Command(name = "merge", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Brings signatures of one record together that were made in copies of its file.", footer = {
        "", "Example:", "  ./quorate recovery merge ceremony.recovery from-bank-b.recovery"})
final class RecoveryMergeCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The record; signatures are written into it.")
    private Path file;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COPY", description = "Copies with other signatures.")
    private List<Path> copies = List.of();

    @Override
    public Integer call() {
        SignedRecovery merged = RecoveryFile.read(file);
        for (Path copy : copies) {
            SignedRecovery other = RecoveryFile.read(copy);
            if (!other.record().equals(merged.record())) {
                throw new OperatorException(copy + " has the record "
                        + other.record().fingerprint() + ", " + file + " has "
                        + merged.record().fingerprint() + ": these are two records.");
            }
            merged = merged.merge(other);
        }
        RecoveryFile.write(file, merged);
        PrintWriter out = spec.commandLine().getOut();
        new RecoveryText(merged, RecoveryInspectCommand::name).lines().forEach(out::println);
        out.flush();
        return 0;
    }
}
