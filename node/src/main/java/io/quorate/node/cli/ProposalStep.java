package io.quorate.node.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.MembersReport;
import io.quorate.node.members.SystemCall;
import java.util.function.LongFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which proposal a command is about, and who takes a step of its vote. */
final class ProposalStep {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private RpcOptions rpc;

    @Mixin
    private VoteOptions vote;

    @Parameters(paramLabel = "PROPOSAL", description = "Its number, as 'members status' shows it.")
    private long proposal;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    /** Only looks. */
    int show() {
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            print(new ChainMembers(replica).proposal(proposal));
            return 0;
        }
    }

    /** A step that changes nothing but the vote. */
    int take(LongFunction<SystemCall> step) {
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            vote.send(replica, step.apply(proposal));
            print(new ChainMembers(replica).proposal(proposal));
            return 0;
        }
    }

    /** Carries it out where {@code yes} says so; tells before what comes of it. */
    int execute(boolean yes) {
        var out = spec.commandLine().getOut();
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            ChainMembers chain = new ChainMembers(replica);
            ChainMembers.Proposal wanted = chain.proposal(proposal);
            ChainMembers.Effect effect = chain.dryRun(wanted.actions(), wanted.breakGlass());
            if (!json) {
                out.print(MembersReport.describe(wanted));
                out.print(MembersReport.effect(effect));
                out.flush();
            }
            if (yes) vote.send(replica, SystemCall.execute(proposal));
            if (json) {
                ChainMembers.Proposal now = yes ? new ChainMembers(replica).proposal(proposal)
                        : wanted;
                ObjectNode answer = MembersReport.json(now);
                answer.set("effect", MembersReport.json(effect));
                out.println(answer.toPrettyString());
            } else {
                out.println(yes
                        ? "done; 'quorate members status' shows how it comes into force"
                        : "nothing was done: say --yes to do it");
            }
            out.flush();
            return 0;
        }
    }

    private void print(ChainMembers.Proposal now) {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(MembersReport.json(now).toPrettyString());
        } else {
            out.print(MembersReport.describe(now));
            if (now.state() == ChainMembers.State.OPEN && now.approvals() >= now.needed()) {
                out.println("It is carried out by: ./quorate members execute " + proposal
                        + " --account FILE --yes");
            }
        }
        out.flush();
    }
}
