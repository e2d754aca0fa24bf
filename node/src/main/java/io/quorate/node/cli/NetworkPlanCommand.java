package io.quorate.node.cli;

import io.quorate.genesis.ConfigException;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.network.NetworkChange;
import io.quorate.node.network.NetworkFile;
import io.quorate.node.network.PlanReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate network plan}: what a network file would change. */
@Command(name = "plan", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Shows what differs between a network file and the network that runs, and what that takes. Changes nothing.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:no difference", "1:it could not be found out", "2:there are differences"}, footer = {
                "", "Example:",
                "  ./quorate network export > network.toml",
                "  ./quorate network plan network.toml"})
final class NetworkPlanCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int DIFFERENT = 2;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The network file (docs/network-file.md).")
    private Path file;

    @Mixin
    private RpcOptions rpc;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            PlanReport report = new NetworkChange(replica, NetworkFile.read(file), _ -> {})
                    .report();
            spec.commandLine().getOut().print(json ? report.json() + "\n" : report.text());
            spec.commandLine().getOut().flush();
            return report.plan().isEmpty() ? 0 : DIFFERENT;
        } catch (OperatorException | ConfigException e) {
            // Of the usual code for an operator's mistake a script would think that there are differences.
            spec.commandLine().getErr().println("quorate: " + e.getMessage());
            spec.commandLine().getErr().flush();
            return FAILED;
        }
    }
}
