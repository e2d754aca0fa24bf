package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Applied;
import io.quorate.bft.Chunks;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.SlotLinks;
import io.quorate.bft.Snapshot;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.FakeScheme;
import io.quorate.bft.core.message.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A certificate of a later slot proves an earlier one through the records between, and nothing else does. */
class SnapshotProofTest {
    private static final SeqNum SEQ = new SeqNum(16);
    private static final Digest RESULT = Chunks.hash(Bytes.of(1));
    private static final Bytes FIRST = slotRecord(RESULT, 17);
    private static final Bytes SECOND = slotRecord(Chunks.hash(FIRST), 18);
    private static final Bytes OTHER = slotRecord(Chunks.hash(Bytes.of(2)), 17);

    private final ReplicaConfig config = ReplicaConfig.of(new ReplicaId(0), new Quorums(4, 0),
            1337);
    private final MessageCodec codec = config.codec();
    private final Signatures signatures = new Signatures(config,
            new FakeScheme(new ReplicaId(0), 4));
    private final CertificateMint mint = new CertificateMint(config, new Random(1));
    private final DecidedSlot noop = new DecidedSlot(0, SEQ.number(), mint.noop(SEQ), 0,
            DecidedSlot.NOOP_PROPOSER, Bytes.EMPTY, MessageCodec.encodeDecision(
                    mint.slow(View.ZERO, SEQ, mint.noop(SEQ))));

    private static Bytes slotRecord(Digest previous, int content) {
        return Bytes.concatenate(previous.bytes(), Bytes.ofUnsignedShort(content));
    }

    private static Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
        return Chunks.hash(slotRecord).equals(result)
                ? Optional.of(new SlotLinks(Digest.of(slotRecord.slice(0, Digest.SIZE)),
                        Digest.ZERO))
                : Optional.empty();
    }

    private boolean proves(long certified, Digest result, Bytes... later) {
        Bytes cert = MessageCodec.encodeBlockCert(mint.block(new SeqNum(certified), result));
        return proves(cert, List.of(later));
    }

    private boolean proves(Bytes cert, List<Bytes> later) {
        return SnapshotProof.verifies(
                new Snapshot(new Applied(SEQ.number(), RESULT, Bytes.EMPTY, 0), noop, cert, later,
                        List.of(Digest.ZERO)),
                0, codec, signatures, SnapshotProofTest::links);
    }

    @Test
    void itsOwnCertificateOrALaterOneThatRecordsLeadBackFrom() {
        assertThat(proves(16, RESULT)).isTrue();
        assertThat(proves(17, Chunks.hash(FIRST), FIRST)).isTrue();
        assertThat(proves(18, Chunks.hash(SECOND), FIRST, SECOND)).isTrue();
    }

    @Test
    void nothingElse() {
        assertThat(proves(16, Chunks.hash(Bytes.of(2)))).as("another result").isFalse();
        assertThat(proves(17, RESULT)).as("of another slot").isFalse();
        assertThat(proves(17, Chunks.hash(OTHER), OTHER)).as("leads elsewhere").isFalse();
        assertThat(proves(18, Chunks.hash(SECOND), SECOND, FIRST)).as("order").isFalse();
        assertThat(proves(18, Chunks.hash(SECOND), OTHER, SECOND)).as("a foreign one").isFalse();
        assertThat(proves(18, Chunks.hash(SECOND), SECOND)).as("one too few").isFalse();
        assertThat(proves(19, Chunks.hash(SECOND), FIRST, SECOND)).as("one too many").isFalse();
        assertThat(proves(Bytes.EMPTY, List.of())).as("no certificate").isFalse();
        assertThat(proves(Bytes.of(1, 2), List.of())).as("no certificate's bytes").isFalse();
        Bytes forged = MessageCodec.encodeBlockCert(new io.quorate.bft.core.message.BlockCert(
                new SeqNum(17), Chunks.hash(FIRST), mint.forged(3)));
        assertThat(proves(forged, List.of(FIRST))).as("signed by nobody").isFalse();
    }

    @Test
    void asFarAsTheWireAllows() {
        List<Bytes> later = new ArrayList<>();
        Digest result = RESULT;
        for (int i = 0; i < Snapshot.LATER_MAX; i++) {
            later.add(slotRecord(result, i));
            result = Chunks.hash(later.getLast());
        }
        assertThat(proves(SEQ.number() + later.size(), result, later.toArray(Bytes[]::new)))
                .isTrue();
    }
}
