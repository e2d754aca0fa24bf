package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Applied;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.Combined;
import io.quorate.bft.core.crypto.FakeScheme;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.FastCert;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.Vote1;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A collector that told a sum unchecked checks it though the slot was decided by another's word meanwhile. */
class ToldSumTest {
    private static final int N = 20;
    private static final Digest VALUE = new Digest(1, 2, 3, 4);

    private final Quorums quorums = Quorums.ofSize(N);
    private final List<Effect> effects = new ArrayList<>();
    private int unchecked;

    private ReplicaConfig config(ReplicaId self) {
        return ReplicaConfig.of(self, quorums, 1337);
    }

    /** Shares add up, as those of BLS do. */
    private QuorumScheme adding(QuorumScheme sound) {
        return new ForwardingScheme(sound) {
            @Override
            public boolean checksSharesSingly() {
                return false;
            }

            @Override
            public Combined add(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
                unchecked++;
                return super.combine(preimage, shares);
            }

            @Override
            public Combined combine(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
                TreeMap<ReplicaId, Bytes> good = new TreeMap<>(shares);
                good.entrySet().removeIf(
                        one -> !verifyShare(one.getKey(), preimage, one.getValue()));
                TreeSet<ReplicaId> bad = new TreeSet<>(shares.keySet());
                bad.removeAll(good.keySet());
                return new Combined(super.combine(preimage, good).multisig(), bad);
            }
        };
    }

    /** The slots of view 0 that each replica is the first collector of. */
    private TreeMap<ReplicaId, List<SeqNum>> slotsByFirst() {
        TreeMap<ReplicaId, List<SeqNum>> slots = new TreeMap<>();
        Signatures signatures = new Signatures(config(new ReplicaId(0)),
                new FakeScheme(new ReplicaId(0), N));
        for (long i = 1; i <= ReplicaConfig.WINDOW; i++) {
            SeqNum seq = new SeqNum(i);
            Digest seed = signatures.collectorSeed(View.ZERO, seq);
            ReplicaId first = new ReplicaId((int) Long.remainderUnsigned(seed.word0(), N));
            if (first.index() != 0) { // the leader comes last
                slots.computeIfAbsent(first, _ -> new ArrayList<>()).add(seq);
            }
        }
        return slots;
    }

    private void step(Replica replica, Input input) {
        effects.clear();
        effects.addAll(replica.step(input));
    }

    private void votes(Replica replica, ReplicaId self, SeqNum seq, boolean withABadOne) {
        int counted = 0;
        for (int i = 0; counted < quorums.fast(); i++) {
            ReplicaId signer = new ReplicaId(i);
            if (!signer.equals(self)) {
                Vote1 vote = new Signatures(config(signer), new FakeScheme(signer, N))
                        .vote1(View.ZERO, seq, VALUE);
                boolean isBad = withABadOne && counted == 0;
                counted++;
                step(replica, new Input.Received(signer, isBad
                        ? new Vote1(View.ZERO, seq, VALUE, vote.share().not())
                        : vote));
            }
        }
    }

    private boolean told() {
        return effects.stream().anyMatch(effect -> effect instanceof Effect.Broadcast broadcast
                && broadcast.message() instanceof FastCert);
    }

    @Test
    void sumThatWasWrongIsNoticedThoughTheSlotIsDecided() {
        for (boolean isDecided : new boolean[]{false, true}) {
            unchecked = 0;
            var of = slotsByFirst().entrySet().stream().filter(e -> e.getValue().size() > 1)
                    .findFirst().orElseThrow();
            ReplicaId self = of.getKey();
            Replica replica = new Replica(config(self), adding(new FakeScheme(self, N)),
                    _ -> true, Recovery.fresh(Applied.genesis(Digest.ZERO, 1_000)));
            step(replica, new Input.Ticked(0, 1_000));
            SeqNum first = of.getValue().getFirst();
            votes(replica, self, first, true);
            assertThat(told()).as("a wrong sum is told").isTrue();
            assertThat(unchecked).isEqualTo(1);
            if (isDecided) {
                Message genuine = new CertificateMint(config(self), new Random(1))
                        .fast(View.ZERO, first, VALUE);
                step(replica, new Input.Received(new ReplicaId(0), genuine));
            }
            step(replica, new Input.Ticked(0, 1_000));

            SeqNum second = of.getValue().get(1);
            votes(replica, self, second, false);
            assertThat(told()).as("the next one is told, decided before %s", isDecided).isTrue();
            assertThat(unchecked).as("but checked first").isEqualTo(1);
        }
    }

    @Test
    void sumThatWasRightCostsNoCare() {
        var of = slotsByFirst().entrySet().stream().filter(e -> e.getValue().size() > 1)
                .findFirst().orElseThrow();
        ReplicaId self = of.getKey();
        Replica replica = new Replica(config(self), adding(new FakeScheme(self, N)), _ -> true,
                Recovery.fresh(Applied.genesis(Digest.ZERO, 1_000)));
        step(replica, new Input.Ticked(0, 1_000));
        votes(replica, self, of.getValue().getFirst(), false);
        step(replica, new Input.Ticked(0, 1_000));
        votes(replica, self, of.getValue().get(1), false);
        assertThat(unchecked).isEqualTo(2);
    }
}
