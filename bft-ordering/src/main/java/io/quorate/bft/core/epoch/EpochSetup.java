package io.quorate.bft.core.epoch;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.SlotRecords;
import io.quorate.bft.core.crypto.QuorumScheme;

/** What a {@link Participant} needs to take its place in an epoch: its keys, and the replica that is built with them. */
public interface EpochSetup extends CommitteeKeys, SlotRecords {
    ReplicaConfig config(EpochConfig epoch, ReplicaId self);

    Replica replica(ReplicaConfig config, QuorumScheme scheme, Recovery recovery);
}
