package io.quorate.node.lab;

import io.quorate.execution.MemberRegistry;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.client.ReplicaEndpoint;
import io.quorate.node.members.ChainMembers;
import java.util.List;
import java.util.function.Predicate;

/** A fifth validator is voted in, follows the chain, and orders from the next epoch on. */
final class NewMember implements Exercise {
    private static final int NUMBER = 4;

    @Override
    public void prepare(LabFolder folder) {
        new LabNetwork(folder).prepare(2);
    }

    @Override
    public List<Step> steps(LabFolder folder) {
        LabChain chain = new LabChain(folder);
        List<Step> steps = new LabNetwork(folder).begin(chain);
        steps.add(new Step("tx-1.json is in a block of before", "send it with the script 'ask'",
                () -> chain.haveAll(LabNetwork.COUNT, "tx-1.json")));
        steps.add(new Step("the operator of the fifth node has made its folder",
                "run 'members prepare' as the page has it", () -> folder.has("bank-5/node.json")));
        steps.add(new Step("a vote put it into the registry",
                "propose, approve twice, execute; './quorate members status --rpc "
                        + folder.url(0) + "' shows what is open",
                () -> registrySays(folder, registry -> registry.nodes().stream()
                        .anyMatch(node -> node.number() == NUMBER
                                && node.name().equals("bank-5")))));
        steps.add(new Step("an epoch with five validators has begun",
                "start the new node with QUORATE_NODE_MEMBER=" + NUMBER
                        + " and wait for the end of the epoch",
                () -> chain.health(0).path("epoch").asLong() > 0 && registrySays(folder,
                        registry -> registry.current().n() == NUMBER + 1)));
        steps.add(new Step("the fifth takes part in it", "look at " + folder.file("replica-4.log"),
                () -> chain.isWell(NUMBER)));
        steps.add(new Step("tx-2.json is in the same block on all five",
                "send it to the new replica: " + folder.file("ask") + " tx-2.json " + NUMBER,
                () -> chain.haveAll(NUMBER + 1, "tx-2.json")));
        return steps;
    }

    private static boolean registrySays(LabFolder folder, Predicate<MemberRegistry> question) {
        try (ReplicaClient client = new ReplicaClient(ReplicaEndpoint.of(folder.url(0)))) {
            return question.test(new ChainMembers(client).registry());
        }
    }
}
