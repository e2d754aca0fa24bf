package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.message.BlockCert;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a light client does that knows nothing but the first epoch's keys: follows the last slot records of epochs, each
 * under a certificate of the members that the one before names.
 */
final class HandOverChain {
    private HandOverChain() {}

    /** Fails unless the chain leads to the members of {@code epoch}, by what some node stores. */
    static void verify(SimCluster cluster, long epoch) {
        EpochConfig config = cluster.first();
        while (config.number() < epoch) {
            EpochConfig next = cluster.checkers().epochs().get(config.number() + 1);
            Digest nextSet = Digest.ZERO;
            for (SimNode node : cluster.nodes()) {
                SimApplication application = node.application();
                if (application.certificate(next.start().number()).isPresent()) {
                    nextSet = nextSetOf(cluster, config, application, next.start().number());
                }
            }
            assertThat(nextSet).as("hand-over to epoch " + next.number()).isEqualTo(next.hash());
            config = decoded(next);
        }
    }

    /** What the certified record of an epoch's last slot names. */
    private static Digest nextSetOf(SimCluster cluster, EpochConfig config,
            SimApplication application, long seq) {
        ReplicaConfig sizes = cluster.checkedConfig(config);
        BlockCert cert;
        try {
            cert = sizes.codec().decodeBlockCert(application.certificate(seq).orElseThrow());
        } catch (DecodeException e) {
            throw new IllegalStateException("stored certificate of slot " + seq, e);
        }
        Preimages preimages = new Preimages((byte) 0, sizes.chainId(), config.number());
        boolean signed = cluster.schemeOf(config, new ReplicaId(0)).verify(
                preimages.blockCert(cert.seq(), cert.digest()), cert.signatures(),
                config.quorums().quorum());
        assertThat(signed).as("certificate that ends epoch " + config.number()).isTrue();
        Bytes slotRecord = application.record(seq);
        assertThat(preimages.content(slotRecord)).isEqualTo(cert.digest());
        return Digest.of(slotRecord.slice(slotRecord.size() - Digest.SIZE));
    }

    private static EpochConfig decoded(EpochConfig config) {
        try {
            return EpochConfig.decode(config.encode());
        } catch (DecodeException e) {
            throw new IllegalStateException(e);
        }
    }
}
