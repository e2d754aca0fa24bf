package io.quorate.node.cli;

import io.quorate.genesis.ConfigException;
import io.quorate.genesis.keys.AccountKey;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Keys;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.network.NetworkChange;
import io.quorate.node.network.NetworkFile;
import io.quorate.node.network.PlanReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate network apply}: makes of a network what a file says, by a vote. */
@Command(name = "apply", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Makes the network what a network file says: files the proposal, votes for it, carries it out once enough organisations did, and then changes local files.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:the network is what the file says", "1:it could not be done",
        "2:it waits for votes, or --yes is missing"}, footer = {"", "Example:",
                "  ./quorate network apply network.toml --account admin.key --yes"})
final class NetworkApplyCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int WAITING = 2;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The network file (docs/network-file.md).")
    private Path file;

    @Mixin
    private RpcOptions rpc;

    @Option(names = "--account", paramLabel = "PLACE", description = "The key of an admin's account, as in 'members propose'. May be given more than once: the first proposes, each votes for its organisation.")
    private List<String> accounts = List.of();

    @Mixin
    private PasswordOptions password;

    @Option(names = "--description", paramLabel = "TEXT", description = "Why, for those who vote.")
    private Optional<String> description = Optional.empty();

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            NetworkChange change = new NetworkChange(replica, NetworkFile.read(file),
                    out::println);
            PlanReport report = change.report();
            out.print(report.text());
            if (report.plan().isEmpty()) return 0;
            if (!yes) {
                out.println("nothing was done: say --yes to do it");
                return WAITING;
            }
            return change.apply(keys(), description.orElse("as " + file.getFileName() + " says"))
                    ? 0 : WAITING;
        } catch (OperatorException | ConfigException e) {
            spec.commandLine().getErr().println("quorate: " + e.getMessage());
            spec.commandLine().getErr().flush();
            return FAILED;
        } finally {
            out.flush();
        }
    }

    private List<AccountKey> keys() {
        return accounts.stream().map(place -> Keys.account(
                KeyPlace.of(place, Path.of("").toAbsolutePath()), password.passwords())).toList();
    }
}
