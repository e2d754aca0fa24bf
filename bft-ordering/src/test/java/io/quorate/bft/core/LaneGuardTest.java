package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Applied;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.FakeScheme;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.Have;
import io.quorate.bft.core.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** What others send about lanes costs little, and an author that forgot what it gave out writes nothing more. */
class LaneGuardTest {
    private static final int N = 4;
    private static final ReplicaId SELF = new ReplicaId(1);
    private static final ReplicaId PEER = new ReplicaId(2);
    private static final Bytes BODY = Bytes.repeat((byte) 5, 60);
    private static final LaneSetting SETTING = new LaneSetting(
            IntStream.range(0, N).mapToObj(ReplicaId::new).toList(), 100, 16, 1_000, 300, 5, 5);

    private final List<Effect> effects = new ArrayList<>();
    private int verified;
    private final Replica replica = replica();

    private static ReplicaConfig config(ReplicaId self) {
        return ReplicaConfig.of(self, new Quorums(N, 0), 1337).withLanes(SETTING);
    }

    private Replica replica() {
        Replica made = new Replica(config(SELF), counting(new FakeScheme(SELF, N)), _ -> true,
                Recovery.fresh(Applied.genesis(Digest.ZERO, 1_000)));
        effects.addAll(made.step(new Input.Ticked(0, 1_000)));
        return made;
    }

    private QuorumScheme counting(QuorumScheme sound) {
        return new ForwardingScheme(sound) {
            @Override
            public boolean verifyShare(ReplicaId signer, Digest preimage, Bytes share) {
                verified++;
                return super.verifyShare(signer, preimage, share);
            }
        };
    }

    private void receive(ReplicaId from, Message message) {
        step(new Input.Received(from, message));
    }

    private void step(Input input) {
        effects.addAll(replica.step(input));
    }

    private static Batch batch(ReplicaId author, long laneSeq) {
        return new Signatures(config(author), new FakeScheme(author, N)).batch(laneSeq,
                Digest.ZERO, BODY);
    }

    private boolean asksForABatch() {
        effects.clear();
        step(new Input.WorkAvailable());
        return effects.stream().anyMatch(Effect.BuildBatch.class::isInstance);
    }

    @Test
    void verifiesFewForgedBatchesOfOneSender() {
        Batch genuine = batch(PEER, 1);
        for (int i = 0; i < 500; i++) {
            receive(PEER, new Batch(PEER, 1, Digest.ZERO, Bytes.ofUnsignedLong(i),
                    Bytes.repeat((byte) i, 8)));
        }
        assertThat(verified).isLessThanOrEqualTo(VerificationQuota.FAILURES_MAX);
        receive(new ReplicaId(3), genuine);
        assertThat(effects).anyMatch(Effect.Persist.class::isInstance);
    }

    @Test
    void writesItsLaneWhereItRemembersAll() {
        assertThat(asksForABatch()).isTrue();
    }

    @Test
    void restsWhereAnOwnBatchComesThatItForgot() {
        receive(PEER, batch(SELF, 3));
        assertThat(asksForABatch()).isFalse();
    }

    /** f liars stop no lane, f + 1 replicas do. */
    @Test
    void restsWhereOneCorrectReplicaHasMore() {
        Have more = new Have(List.of(new Have.LaneTip(SELF, 3, Digest.ZERO)));
        receive(PEER, more);
        receive(PEER, more);
        assertThat(asksForABatch()).isTrue();
        step(new Input.BatchBuilt(1, Optional.empty()));
        receive(new ReplicaId(3), more);
        assertThat(asksForABatch()).isFalse();
    }

    @Test
    void aForgedOwnBatchStopsNoLane() {
        receive(PEER, new Batch(SELF, 3, Digest.ZERO, BODY, Bytes.repeat((byte) 1, 8)));
        assertThat(asksForABatch()).isTrue();
        assertThat(replica.status().view()).isEqualTo(View.ZERO);
    }
}
