package io.quorate.node.cli;

import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.MembersReport;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate members list}: organisations and nodes. */
@Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Lists the organisations of a network and their nodes.")
final class MembersListCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private RpcOptions rpc;

    @Option(names = "--json", description = "As JSON, with all keys.")
    private boolean json;

    @Override
    public Integer call() {
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            MembersReport report = new MembersReport(new ChainMembers(replica));
            spec.commandLine().getOut().print(json ? report.listJson() + "\n" : report.list());
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
