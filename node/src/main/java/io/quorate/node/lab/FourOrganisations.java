package io.quorate.node.lab;

import java.util.List;

/** Four members with a folder each start a process each and agree. */
final class FourOrganisations implements Exercise {
    @Override
    public void prepare(LabFolder folder) {
        new LabNetwork(folder).prepare(2);
    }

    @Override
    public List<Step> steps(LabFolder folder) {
        LabChain chain = new LabChain(folder);
        List<Step> steps = new LabNetwork(folder).begin(chain);
        steps.add(new Step("tx-1.json is in the same block on all four",
                "send it: " + folder.file("ask") + " tx-1.json 0",
                () -> chain.haveAll(LabNetwork.COUNT, "tx-1.json")));
        steps.add(new Step("tx-2.json is in the same block on all four",
                "send it to another replica: " + folder.file("ask") + " tx-2.json 3",
                () -> chain.haveAll(LabNetwork.COUNT, "tx-2.json")));
        steps.add(new Step("the last block has a certificate", "wait a moment and look again",
                chain::isHeadFinal));
        return steps;
    }
}
