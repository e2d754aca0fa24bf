package io.quorate.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.MembersReport;
import io.quorate.node.members.SystemCall;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have that open a vote: it is told what would come of it, and opened with {@code --yes} alone. */
final class VoteOpening {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private RpcOptions rpc;

    @Mixin
    private VoteOptions vote;

    @Option(names = "--description", paramLabel = "TEXT", description = "Why, for those who vote.")
    private Optional<String> description = Optional.empty();

    @Option(names = "--break-glass", description = "For when the ordinary way is blocked: four in five of all organisations must agree.")
    private boolean breakGlass;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    /** What the actions are may depend on what the chain says. */
    @FunctionalInterface
    interface Actions {
        List<SystemCall> of(ReplicaClient replica, ChainMembers chain);
    }

    /** @param usual the description where none is given */
    int open(String usual, Actions actions) {
        var out = spec.commandLine().getOut();
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            ChainMembers chain = new ChainMembers(replica);
            List<SystemCall> calls = actions.of(replica, chain);
            ChainMembers.Effect effect = chain.dryRun(calls, breakGlass);
            if (!json) {
                calls.forEach(call -> out.println("proposes        " + call.name()));
                out.print(MembersReport.effect(effect));
                out.flush();
            }
            Optional<Long> opened = yes
                    ? Optional.of(idOf(vote.send(replica, SystemCall.propose(calls,
                            description.orElse(usual), breakGlass))))
                    : Optional.empty();
            out.println(json ? json(calls, effect, opened)
                    : opened.map(id -> "proposal " + id + " is open; other organisations vote"
                            + " with: ./quorate members approve " + id + " --account FILE")
                            .orElse("nothing was done: say --yes to do it"));
            out.flush();
            return 0;
        }
    }

    /** Not by a vote, but by the account's own right, each call by a transaction; with {@code --yes} alone too. */
    int alone(Actions actions) {
        if (breakGlass || description.isPresent()) {
            throw new OperatorException(
                    "--alone opens no vote: --description and --break-glass are for votes.");
        }
        var out = spec.commandLine().getOut();
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            List<SystemCall> calls = actions.of(replica, new ChainMembers(replica));
            if (calls.size() > 1) {
                throw new OperatorException("--alone takes one change an hour of each node: replace"
                        + " one key or setting at a time, or put all of them to the vote.");
            }
            ObjectNode answer = replica.object();
            answer.set("actions", MembersReport.json(calls));
            ArrayNode sent = answer.putArray("transactions");
            if (!json) calls.forEach(call -> out.println("calls           " + call.name()));
            if (yes) {
                calls.forEach(call -> sent
                        .add(vote.send(replica, call).path("transactionHash").asText()));
            }
            out.println(json ? answer.toPrettyString()
                    : yes ? "done; 'quorate members status' shows how it comes into force"
                            : "nothing was done: say --yes to do it");
            out.flush();
            return 0;
        }
    }

    /** {@code Proposed(id, …)} is what Governance itself tells first. */
    private static long idOf(JsonNode receipt) {
        return Long.decode(
                receipt.at("/logs/0/topics/1").asText().replaceFirst("0x0*(?=.)", "0x"));
    }

    private static String json(List<SystemCall> calls, ChainMembers.Effect effect,
            Optional<Long> opened) {
        ObjectNode answer = MembersReport.json(effect);
        answer.set("actions", MembersReport.json(calls));
        opened.ifPresentOrElse(id -> answer.put("proposal", id),
                () -> answer.putNull("proposal"));
        return answer.toPrettyString();
    }
}
