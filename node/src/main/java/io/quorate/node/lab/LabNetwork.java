package io.quorate.node.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The network of four processes that several labs lay out in their folder {@code net}. */
final class LabNetwork {
    static final int COUNT = 4;
    private static final String STARTED = "quorate replica started";

    private final LabFolder folder;

    LabNetwork(LabFolder folder) {
        this.folder = folder;
    }

    /** One for each lab, so that nobody's transactions are good in another. */
    long chainId() {
        return 202_600L + folder.lab();
    }

    Path genesis() {
        return folder.file("net/genesis.json");
    }

    void prepare(int transactions) {
        LabRequests.writeAsk(folder);
        LabRequests.writeTransactions(folder, chainId(), transactions);
    }

    /** Laid out, and all of them running. */
    List<Step> begin(LabChain chain) {
        List<Step> steps = new ArrayList<>();
        steps.add(isLaidOut());
        steps.add(new Step("four replicas run and see each other",
                "start all four with 'node', as the page has it; their logs are "
                        + folder.file("replica-K.log"),
                () -> chain.areAllWell(COUNT)));
        return steps;
    }

    Step isLaidOut() {
        return new Step("the network is laid out in " + folder.file("net"),
                "run 'network init' as the page's first step has it",
                () -> folder.has("net/genesis.json") && hasEveryKey());
    }

    private boolean hasEveryKey() {
        for (int k = 0; k < COUNT; k++) {
            if (!folder.has("net/replica-" + k + "/key")
                    || !folder.has("net/replica-" + k + "/quorate.toml")) {
                return false;
            }
        }
        return true;
    }

    /** How often the replica's log says that it began. */
    long starts(int replica) {
        return folder.read("replica-" + replica + ".log").lines()
                .filter(line -> line.contains(STARTED)).count();
    }
}
