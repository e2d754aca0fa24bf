package io.quorate.node.cli;

import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.MembersReport;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate members status}: the epoch, changes under way and open votes. */
@Command(name = "status", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Shows the epoch, what changes next, and the votes that are open.")
final class MembersStatusCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private RpcOptions rpc;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            MembersReport report = new MembersReport(new ChainMembers(replica));
            spec.commandLine().getOut()
                    .print(json ? report.statusJson() + "\n" : report.status());
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
