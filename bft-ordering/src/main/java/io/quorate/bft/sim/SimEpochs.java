package io.quorate.bft.sim;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SlotLinks;
import io.quorate.bft.core.PayloadRules;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochSetup;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * Builds one machine's replicas of the cluster's parts.
 *
 * @param metering what each new scheme goes through
 */
record SimEpochs(SimCluster cluster, SimApplication application,
        UnaryOperator<QuorumScheme> metering) implements EpochSetup {
    @Override
    public ReplicaConfig config(EpochConfig epoch, ReplicaId self) {
        return cluster.config(epoch, self);
    }

    /** Machines hold all keys of their validator. */
    @Override
    public Optional<QuorumScheme> signing(EpochConfig epoch, ReplicaId self) {
        return Optional.of(metering.apply(cluster.schemeOf(epoch, self)));
    }

    @Override
    public QuorumScheme verifying(EpochConfig epoch) {
        return metering.apply(cluster.schemeOf(epoch, new ReplicaId(0)));
    }

    @Override
    public Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
        return SimHandOvers.linksOf(result, slotRecord);
    }

    @Override
    public Replica replica(ReplicaConfig config, QuorumScheme scheme, Recovery recovery) {
        PayloadRules rules = application::validPayload;
        return cluster.setup().parts().replica(config, scheme, rules.reading(this), recovery);
    }
}
