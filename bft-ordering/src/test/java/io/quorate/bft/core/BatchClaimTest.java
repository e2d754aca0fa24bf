package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.BlsSigner;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.BatchClaim;
import io.quorate.bft.core.message.Evidence;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Two batches at one place prove that their author lies, in each suite: batches are signed in another way than votes. */
class BatchClaimTest {
    private static final ReplicaId AUTHOR = new ReplicaId(2);
    private static final LaneSetting SETTING = new LaneSetting(
            IntStream.range(0, 4).mapToObj(ReplicaId::new).toList(), 100, 16, 1_000, 300, 5, 5);
    private static final List<KeySigner> KEYS = IntStream.rangeClosed(1, 4)
            .mapToObj(i -> new KeySigner(Bytes.repeat((byte) i, 32))).toList();
    private static final List<BlsSigner> BLS_KEYS = IntStream.rangeClosed(1, 4)
            .mapToObj(i -> BlsSigner.ofSeed(Bytes.repeat((byte) i, 32))).toList();

    private static QuorumScheme secp(ReplicaId self) {
        return new SecpList(KEYS.get(self.index()),
                KEYS.stream().map(KeySigner::publicKey).toList());
    }

    private static QuorumScheme bls(ReplicaId self) {
        return new BlsMultisig(BLS_KEYS.get(self.index()), KEYS.get(self.index()),
                IntStream.range(0, 4).mapToObj(i -> BlsMultisig.memberKey(
                        BLS_KEYS.get(i).publicKey(), KEYS.get(i).publicKey())).toList());
    }

    private static void check(QuorumScheme ofAuthor, QuorumScheme ofPeer) throws Exception {
        ReplicaConfig config = ReplicaConfig.of(AUTHOR, new Quorums(4, 0), 1337)
                .withLanes(SETTING);
        Signatures author = new Signatures(config, ofAuthor);
        Batch batch = author.batch(1, Digest.ZERO, Bytes.of(1));
        Batch other = author.batch(1, Digest.ZERO, Bytes.of(2));
        Signatures peer = new Signatures(ReplicaConfig.of(new ReplicaId(0), new Quorums(4, 0),
                1337), ofPeer);
        Evidence sent = new Evidence(AUTHOR, Evidence.Kind.TWO_BATCHES, author.claim(batch),
                author.claim(other));
        Evidence evidence = (Evidence) config.codec().decode(config.codec().encode(sent));
        assertThat(EvidenceRules.PRODUCT.contradict(evidence, config)).isTrue();
        BatchClaim first = (BatchClaim) evidence.first();
        assertThat(peer.valid(first)).isTrue();
        assertThat(peer.valid((BatchClaim) evidence.second())).isTrue();
        assertThat(peer.valid(new BatchClaim(first.header(),
                ((BatchClaim) evidence.second()).signature()))).isFalse();
    }

    @Test
    void holdsInBothSuites() throws Exception {
        check(secp(AUTHOR), secp(new ReplicaId(0)));
        check(bls(AUTHOR), bls(new ReplicaId(0)));
    }
}
