package io.quorate.node;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.runtime.OrderingConfig;
import io.quorate.bft.wal.WalConfig;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.QuorateConfig;
import java.nio.file.Path;

/** What a genesis says about ordering, as the ordering layer wants to hear it. */
final class Orders {
    private Orders() {}

    /** The log goes into the folder {@code ordering} of {@code dataDir}. */
    static OrderingConfig config(int replica, Genesis genesis, Path dataDir) {
        QuorateConfig quorate = genesis.quorate();
        Quorums quorums = new Quorums(quorate.validators().size(), quorate.slowReplicas());
        ReplicaConfig core = new ReplicaConfig(new ReplicaId(replica), quorums,
                genesis.chainId(), 0, SeqNum.ZERO, quorate.window(),
                quorate.limits().maxInFlight(), quorate.limits().maxBatchBytes(),
                Timeouts.DEFAULT);
        return OrderingConfig.of(core, WalConfig.in(dataDir.resolve("ordering")));
    }
}
