package io.quorate.node.cli;

import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.MembersReport;
import io.quorate.node.members.SystemCall;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code quorate members approve}: an organisation's vote. */
@Command(name = "approve", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Votes for a proposal, for the organisation of the account.")
final class MembersApproveCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private RpcOptions rpc;

    @CommandLine.Mixin
    private VoteOptions vote;

    @Parameters(paramLabel = "PROPOSAL", description = "Its number, as 'members status' shows it.")
    private long proposal;

    @Override
    public Integer call() {
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            vote.send(replica, SystemCall.approve(proposal));
            ChainMembers.Proposal now = new ChainMembers(replica).proposal(proposal);
            spec.commandLine().getOut().print(MembersReport.describe(now));
            if (now.approvals() >= now.needed()) {
                spec.commandLine().getOut().println("It is carried out by: ./quorate members"
                        + " execute " + proposal + " --account FILE --yes");
            }
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
