package io.quorate.node.cli;

import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.node.OperatorException;
import io.quorate.node.recovery.RecoveryFolder;
import io.quorate.node.recovery.RecoveryText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate recovery list}. */
@Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Shows the records that ended epochs at a replica, and what else happened.", footer = {
        "", "May run beside the replica. With --json each record comes with its signatures, as",
        "proof for whoever knows the members of the epoch that it ended.", "", "Example:",
        "  ./quorate recovery list --data-dir net/replica-0/data"})
final class RecoveryListCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--data-dir", paramLabel = "DIR", required = true, description = "The replica's data folder.")
    private Path dataDir;

    @Option(names = "--json", description = "Print a line of JSON for each record that ended an epoch.")
    private boolean json;

    @Override
    public Integer call() {
        if (!Files.isDirectory(dataDir)) {
            throw new OperatorException("--data-dir: " + dataDir + " is not a folder.");
        }
        PrintWriter out = spec.commandLine().getOut();
        RecoveryFolder folder = new RecoveryFolder(dataDir);
        List<SignedRecovery> installed = folder.installed();
        for (SignedRecovery signed : installed) {
            RecoveryText text = new RecoveryText(signed, RecoveryInspectCommand::name);
            if (json) out.println(text.json());
            else text.lines().forEach(out::println);
        }
        if (!json) {
            if (installed.isEmpty()) out.println("No epoch was ended by a record here.");
            folder.journal().forEach(out::println);
        }
        out.flush();
        return 0;
    }
}
