package io.quorate.node.lab;

import java.util.List;

/** A contract is deployed to a development network and called. */
final class FirstContract implements Exercise {
    @Override
    public void prepare(LabFolder folder) {
        LabRequests.writeAsk(folder);
        LabCounter.writeRequests(folder);
    }

    @Override
    public List<Step> steps(LabFolder folder) {
        LabChain chain = new LabChain(folder);
        return List.of(LabCounter.runs(chain, folder), LabCounter.isDeployed(chain),
                LabCounter.counts(chain, 42),
                new Step("the last block has a certificate", "wait a moment and look again",
                        chain::isHeadFinal),
                new Step("all four replicas end with the same block",
                        "wait a moment and look again", () -> chain.haveSameHead(4)));
    }
}
