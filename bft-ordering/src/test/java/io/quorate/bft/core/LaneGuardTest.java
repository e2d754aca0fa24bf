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
import io.quorate.bft.core.message.Propose;
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
    private final Replica replica = replica(SELF);

    private static ReplicaConfig config(ReplicaId self) {
        return ReplicaConfig.of(self, new Quorums(N, 0), 1337).withLanes(SETTING);
    }

    private Replica replica(ReplicaId self) {
        Replica made = new Replica(config(self), counting(new FakeScheme(self, N)), _ -> true,
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

    private boolean proposes(Batch... batches) {
        Replica leader = replica(new ReplicaId(0));
        List<Effect> made = new ArrayList<>();
        for (Batch batch : batches) {
            made.addAll(leader.step(new Input.Received(PEER, batch)));
        }
        made.addAll(leader.step(new Input.Ticked(900, 1_900))); // longer than a batch waits for a quorum's report
        assertThat(made.stream().anyMatch(Effect.Convicted.class::isInstance))
                .isEqualTo(batches.length > 1);
        return made.stream().anyMatch(effect -> effect instanceof Effect.Broadcast(var m, long _)
                && m instanceof Propose);
    }

    /** Its author could keep quorums from forming for ever by giving everybody a chain of his own. */
    @Test
    void leaderCitesNoLaneWithTwoBatchesAtOnePlace() {
        assertThat(proposes(batch(PEER, 1))).isTrue();
        assertThat(proposes(batch(PEER, 1), new Signatures(config(PEER), new FakeScheme(PEER, N))
                .batch(1, Digest.ZERO, Bytes.of(1, 2)))).isFalse();
    }
}
