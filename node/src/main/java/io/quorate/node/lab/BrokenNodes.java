package io.quorate.node.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.node.OperatorException;
import java.util.List;

/** Replicas are killed and come back: one, the leader, two. */
final class BrokenNodes implements Exercise {
    @Override
    public void prepare(LabFolder folder) {
        new LabNetwork(folder).prepare(4);
        LabRequests.write(folder, "explain.json", "bft_explain");
        folder.writeScript("leader", """
                #!/bin/sh
                # leader: the number of the replica that leads, as the first one that answers says
                for k in 0 1 2 3; do
                    found=$(curl -s "http://127.0.0.1:$((%d + k))/health" |
                        sed -n 's/.*"leader":\\([0-9]*\\).*/\\1/p')
                    if [ -n "$found" ]; then echo "$found" && exit 0; fi
                done
                echo "leader: no replica answers" >&2
                exit 1""".formatted(folder.port()));
    }

    @Override
    public List<Step> steps(LabFolder folder) {
        LabChain chain = new LabChain(folder);
        LabNetwork network = new LabNetwork(folder);
        List<Step> steps = network.begin(chain);
        steps.add(new Step("tx-1.json is in the same block on all four",
                "send it: " + folder.file("ask") + " tx-1.json",
                () -> chain.haveAll(LabNetwork.COUNT, "tx-1.json")));
        steps.add(brokenAndBack(folder, network, "backup"));
        steps.add(new Step("tx-2.json got into a block without it",
                "send tx-2.json while one replica that does not lead is down",
                () -> chain.haveAll(LabNetwork.COUNT, "tx-2.json")
                        && isUnsigned(chain, folder, "tx-2.json", "backup")));
        steps.add(brokenAndBack(folder, network, "leader"));
        steps.add(new Step("tx-3.json got into a block without the old leader",
                "send tx-3.json to another replica while the leader is down",
                () -> chain.haveAll(LabNetwork.COUNT, "tx-3.json")
                        && isUnsigned(chain, folder, "tx-3.json", "leader")));
        steps.add(new Step("the view has changed", "kill the leader and send a transaction",
                () -> chain.health(0).path("view").asLong() > 0));
        steps.add(new Step("with two down nothing was decided, and a replica said why",
                "with two down, send tx-4.json to one that is left and ask it explain.json;"
                        + " save the answers as waiting.answer and explain.answer",
                () -> folder.json("waiting.answer").at("/error/code").asInt() == 4
                        && folder.json("explain.answer").at("/result/status").asText()
                                .equals("no-quorum")));
        steps.add(new Step("tx-4.json went on by itself once they were back",
                "start both again and wait", () -> chain.haveAll(LabNetwork.COUNT, "tx-4.json")));
        return steps;
    }

    private static int killed(LabFolder folder, String which) {
        String number = folder.read("killed-" + which).strip();
        if (!number.matches("[0-3]")) {
            throw new OperatorException(folder.file("killed-" + which)
                    + " holds no number of a replica from 0 to 3.");
        }
        return Integer.parseInt(number);
    }

    private static Step brokenAndBack(LabFolder folder, LabNetwork network, String which) {
        return new Step("the " + which + " was killed and started again",
                "kill it as the page has it, with its number in the file killed-" + which
                        + ", and start it again",
                () -> network.starts(killed(folder, which)) > 1);
    }

    /** The certificate was made of the signatures that came first; one that was dead gave none. */
    private static boolean isUnsigned(LabChain chain, LabFolder folder, String transaction,
            String which) {
        JsonNode receipt = chain.ask(0, "eth_getTransactionReceipt",
                LabRequests.hashOf(folder, transaction));
        return !LabProofs.signers(folder, receipt.path("transactionHash").asText())
                .contains(killed(folder, which));
    }
}
