package io.quorate.bft.core.epoch;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SlotLinks;
import io.quorate.bft.core.PayloadRules;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.SlotRecords;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The product's replicas, with the keys of this process. */
public record KeyedSetup(long chainId, CommitteeKeys keys, PayloadRules rules,
        SlotRecords records) implements EpochSetup {
    @Override
    public ReplicaConfig config(EpochConfig epoch, ReplicaId self) {
        return epoch.replica(self, chainId);
    }

    @Override
    public Optional<QuorumScheme> signing(EpochConfig epoch, ReplicaId self) {
        return keys.signing(epoch, self);
    }

    @Override
    public QuorumScheme verifying(EpochConfig epoch) {
        return keys.verifying(epoch);
    }

    @Override
    public Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
        return records.links(result, slotRecord);
    }

    @Override
    public Replica replica(ReplicaConfig config, QuorumScheme scheme, Recovery recovery) {
        return new Replica(config, scheme, rules.reading(records), recovery);
    }
}
