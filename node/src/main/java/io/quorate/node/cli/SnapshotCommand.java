package io.quorate.node.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code quorate snapshot}: copies of a chain that prove themselves. */
@Command(name = "snapshot", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Makes copies of a chain that prove themselves, and data folders from them.", footer = {
        "", "A snapshot has the database of a replica as it was at one moment, the certificate",
        "of its last slot, and a manifest with the digests of all files. 'create' works while",
        "the replica serves. Whoever has the genesis file can 'verify' it. 'restore' makes a",
        "data folder of it, from which a replica starts and fetches what came later.", "",
        "Step by step: docs/operating.md",
        "More on one: ./quorate snapshot create --help"}, subcommands = {
                SnapshotCreateCommand.class, SnapshotVerifyCommand.class,
                SnapshotRestoreCommand.class})
final class SnapshotCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "'snapshot' needs a sub-command: create, verify or restore.");
    }
}
