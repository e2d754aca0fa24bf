package io.quorate.node.cli;

import io.quorate.node.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The command that all others are under. */
@Command(name = "quorate", description = "A permissioned, fork-free Ethereum for consortia.", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, synopsisSubcommandLabel = "COMMAND", commandListHeading = "%nCommands:%n", subcommands = {
        DevCommand.class, NetworkCommand.class, NodeCommand.class, BenchCommand.class,
        DoctorCommand.class,
        RecoveryCommand.class, MembersCommand.class, AccountsCommand.class, ImportCommand.class,
        ExportCommand.class,
        ServeCommand.class, NetworksCommand.class,
        AuditCommand.class, KeysCommand.class, SnapshotCommand.class, VerifyCommand.class,
        SimulateCommand.class,
        ChaosCommand.class, EvmCommand.class,
        LabCommand.class,
        TrainCommand.class}, footer = {
                "",
                "To begin: ./quorate dev", "More on a command: ./quorate COMMAND --help",
                "A guided tour: docs/getting-started.md"})
public final class QuorateCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs the command that {@code arguments} name and returns the exit code. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new QuorateCommand()).setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // @file is a value of some options
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(QuorateCommand::onWrongUsage)
                .setExecutionExceptionHandler(QuorateCommand::onFailure);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int onWrongUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("quorate: " + sentence(e));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println("quorate: try '" + command.getCommandSpec().qualifiedName()
                + " --help'");
        command.getErr().flush();
        return Failures.OPERATOR_ERROR;
    }

    private static String sentence(ParameterException e) {
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()) {
            boolean isCommand = !e.getCommandLine().getSubcommands().isEmpty();
            return "'" + String.join(" ", unmatched.getUnmatched())
                    + (isCommand ? "' is not a command." : "' is not expected here.");
        }
        return e.getMessage();
    }

    private static int onFailure(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        return Failures.report(e, command.getCommandName(), command.getErr());
    }

    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"quorate " + Version.number(), "commit " + Version.commit(),
                    "built with " + Version.buildJdk(), "java " + Runtime.version()};
        }
    }
}
