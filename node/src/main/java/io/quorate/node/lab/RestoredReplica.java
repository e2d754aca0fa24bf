package io.quorate.node.lab;

import io.quorate.genesis.Genesis;
import io.quorate.node.Findings;
import io.quorate.node.SnapshotCheck;
import java.util.List;

/** A replica loses its chain and gets it back from a snapshot, with its votes untouched. */
final class RestoredReplica implements Exercise {
    private static final int VICTIM = 3;
    private static final String DATA = "net/replica-" + VICTIM + "/data/";

    @Override
    public void prepare(LabFolder folder) {
        new LabNetwork(folder).prepare(3);
    }

    @Override
    public List<Step> steps(LabFolder folder) {
        LabChain chain = new LabChain(folder);
        LabNetwork network = new LabNetwork(folder);
        List<Step> steps = network.begin(chain);
        steps.add(new Step("tx-1.json is in a block", "send it with the script 'ask'",
                () -> chain.haveAll(LabNetwork.COUNT, "tx-1.json")));
        steps.add(new Step("there is a sound snapshot in " + folder.file("backup"),
                "run 'snapshot create' as the page has it", () -> isSound(folder, network)));
        steps.add(new Step("tx-2.json came after it", "send tx-2.json to replica 0",
                () -> chain.haveAll(LabNetwork.COUNT, "tx-2.json")));
        steps.add(new Step("replica " + VICTIM + " lost its chain and kept its votes",
                "stop it and move its folder chain away, to " + folder.file("lost-chain"),
                () -> folder.has("lost-chain/CURRENT") && folder.has(DATA + "ordering")));
        steps.add(new Step("its chain was restored and it was started again",
                "run 'snapshot restore', then start it",
                () -> folder.has(DATA + "chain/CURRENT") && network.starts(VICTIM) > 1));
        steps.add(new Step("tx-3.json is in the same block on all four, and it votes",
                "send tx-3.json to replica " + VICTIM,
                () -> chain.haveAll(LabNetwork.COUNT, "tx-3.json") && chain.isWell(VICTIM)));
        return steps;
    }

    private static boolean isSound(LabFolder folder, LabNetwork network) {
        Findings findings = new Findings((done, total, what) -> {});
        return new SnapshotCheck(Genesis.read(network.genesis()), findings)
                .run(folder.file("backup"), false).isPresent() && findings.count() == 0;
    }
}
