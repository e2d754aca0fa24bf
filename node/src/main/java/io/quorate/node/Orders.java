package io.quorate.node;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.net.NetworkIdentity;
import io.quorate.bft.runtime.OrderingConfig;
import io.quorate.bft.wal.WalConfig;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.QuorateConfig;
import java.nio.file.Path;
import org.apache.tuweni.bytes.Bytes32;

/** What a genesis says about ordering, as the ordering layer wants to hear it. */
final class Orders {
    /** Raised when replicas of two versions would not understand each other. */
    private static final int PROTOCOL_VERSION = 3;

    private Orders() {}

    /** The log goes into the folder {@code ordering} of {@code dataDir}. */
    static OrderingConfig config(int replica, Genesis genesis, Path dataDir) {
        QuorateConfig quorate = genesis.quorate();
        Quorums quorums = new Quorums(quorate.validators().size(), quorate.slowReplicas());
        ReplicaConfig core = new ReplicaConfig(new ReplicaId(replica), quorums,
                genesis.chainId(), 0, SeqNum.ZERO, quorate.window(),
                quorate.limits().maxInFlight(), quorate.limits().maxBatchBytes(),
                Timeouts.DEFAULT).withSegments(segmentSlots(quorate))
                .withLanes(lanes(genesis));
        return OrderingConfig.of(core, WalConfig.in(dataDir.resolve("ordering")));
    }

    private static LaneSetting lanes(Genesis genesis) {
        QuorateConfig quorate = genesis.quorate();
        return quorate.limits().lanes() ? LaneSetting.of(quorate.validators().size(),
                genesis.chainId(), 0, quorate.limits().maxBatchBytes()) : LaneSetting.NONE;
    }

    private static long segmentSlots(QuorateConfig quorate) {
        return Math.max(ReplicaConfig.SEGMENT_SLOTS, 2L * quorate.window());
    }

    /** What two replicas must have in common before they talk. */
    static NetworkIdentity identity(Genesis genesis) {
        return new NetworkIdentity(PROTOCOL_VERSION, genesis.chainId(),
                bytes32(genesis.block().block().hash()), bytes32(rules(genesis.quorate())));
    }

    /** Of everything that all replicas must have the same, or they would refuse each other's proposals. */
    private static Hash rules(QuorateConfig quorate) {
        RlpWriter writer = new RlpWriter().startList().write(quorate.slowReplicas())
                .write(quorate.window()).write(segmentSlots(quorate))
                .write(quorate.feeMode().ordinal())
                .write(quorate.blobs() ? 1 : 0).write(quorate.emptyBlockIntervalMillis())
                .write(quorate.limits().maxBatchBytes()).write(quorate.limits().lanes() ? 1 : 0)
                .write(quorate.suite().ordinal()).startList();
        quorate.validators().forEach(validator -> {
            writer.startList().write(validator.publicKey()).write(validator.incarnation());
            validator.bls().ifPresent(bls -> writer.write(bls.publicKey()));
            writer.endList();
        });
        return Keccak256.hash(writer.endList().endList().toArray());
    }

    private static Bytes32 bytes32(Hash hash) {
        return Bytes32.wrap(hash.toArray());
    }
}
