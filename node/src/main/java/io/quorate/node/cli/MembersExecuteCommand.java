package io.quorate.node.cli;

import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.MembersReport;
import io.quorate.node.members.SystemCall;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate members execute}: carries out what a quorum approved. */
@Command(name = "execute", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Carries out a proposal that enough organisations approved; tells what would come of it without --yes.")
final class MembersExecuteCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private RpcOptions rpc;

    @CommandLine.Mixin
    private VoteOptions vote;

    @Parameters(paramLabel = "PROPOSAL", description = "Its number, as 'members status' shows it.")
    private long proposal;

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            ChainMembers chain = new ChainMembers(replica);
            ChainMembers.Proposal wanted = chain.proposal(proposal);
            out.print(MembersReport.describe(wanted));
            out.print(MembersReport.effect(chain.dryRun(wanted.actions(), wanted.breakGlass())));
            if (yes) {
                vote.send(replica, SystemCall.execute(proposal));
                out.println("done; 'quorate members status' shows how it comes into force");
            } else {
                out.println("nothing was done: say --yes to do it");
            }
            out.flush();
            return 0;
        }
    }
}
