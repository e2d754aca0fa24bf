package io.quorate.node.cli;

import io.quorate.bft.MemberId;
import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.node.recovery.RecoveryFile;
import io.quorate.node.recovery.RecoveryText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate recovery inspect}. */
@Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Shows what a record says, and who signed it.", footer = {
        "", "Works anywhere: it reads nothing but the file. 'sign' and 'apply' compare it with a",
        "replica's own state.", "", "Example:", "  ./quorate recovery inspect ceremony.recovery"})
final class RecoveryInspectCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The record.")
    private Path file;

    @Option(names = "--json", description = "Print it as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        SignedRecovery signed = RecoveryFile.read(file);
        RecoveryText text = new RecoveryText(signed, RecoveryInspectCommand::name);
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(text.json());
        else text.lines().forEach(out::println);
        out.flush();
        return 0;
    }

    static String name(MemberId member) {
        return "member " + member.number();
    }
}
