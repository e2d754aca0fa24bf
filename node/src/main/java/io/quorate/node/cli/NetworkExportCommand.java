package io.quorate.node.cli;

import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.network.NetworkState;
import io.quorate.node.network.NetworkText;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quorate network export}: the network file of a network that runs. */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Writes the network file of the network that runs to the standard output.", footer = {
        "", "Example:", "  ./quorate network export > network.toml"})
final class NetworkExportCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private RpcOptions rpc;

    @Override
    public Integer call() {
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            spec.commandLine().getOut().print(NetworkText
                    .of(NetworkState.read(replica, new ChainMembers(replica))));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
