package io.quorate.bft.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.Applied;
import io.quorate.bft.Chunks;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.HandOver;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.Multisig;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    static final MessageCodec.Limits LIMITS = new MessageCodec.Limits(4, 8, 63,
            64, 256);
    private static final Digest DIGEST = new Digest(1, -2, 3, -4);
    private static final Bytes SHARE = Bytes.repeat((byte) 7, 65);
    private static final Multisig SIGNATURES = new Multisig(Bytes.of(0b1011),
            Bytes.repeat((byte) 9, 195));
    private static final View V = new View(3);
    private static final SeqNum S = new SeqNum(12);
    private static final Value VALUE = new Value(S, 1_700_000_000_000L, new ReplicaId(2),
            Bytes.fromHexString("0x010203"));
    static final BlockCert BLOCK_CERT = new BlockCert(new SeqNum(10), DIGEST, SIGNATURES);
    private static final FastCert FAST_CERT = new FastCert(V, S, DIGEST, SIGNATURES);
    static final DecidedSlot SLOT = new DecidedSlot(5, 12, DIGEST, 1_700_000_000_000L, 2,
            Bytes.fromHexString("0x0102"), MessageCodec.encodeDecision(FAST_CERT),
            Bytes.fromHexString("0x030405"));
    private static final HandOver HAND_OVER = new HandOver(Bytes.of(1, 2, 3),
            Bytes.of(4, 5), Bytes.of(6));
    private static final Snapshot SNAPSHOT = new Snapshot(
            new Applied(12, DIGEST, Bytes.of(4, 5), 1_700_000_000_001L), SLOT,
            MessageCodec.encodeBlockCert(BLOCK_CERT), List.of(Bytes.of(8, 9), Bytes.of(7)),
            List.of(DIGEST, Digest.ZERO));

    private final MessageCodec codec = new MessageCodec(1337, 5, LIMITS);

    static List<Message> oneOfEach() {
        SlotReport full = new SlotReport(new SeqNum(11),
                Optional.of(new SlotReport.LastVote(V, DIGEST)),
                Optional.of(new PrepCert(V, new SeqNum(11), DIGEST, SIGNATURES)), Optional.empty());
        SlotReport decided = new SlotReport(S, Optional.empty(), Optional.empty(),
                Optional.of(FAST_CERT));
        return List.of(new Propose(V, VALUE, SHARE), new Vote1(V, S, DIGEST, SHARE),
                new Vote2(V, S, DIGEST, SHARE), FAST_CERT, new PrepCert(V, S, DIGEST, SIGNATURES),
                new SlowCert(V, S, DIGEST, SIGNATURES), BLOCK_CERT, new ExecShare(S, DIGEST, SHARE),
                new Suspect(new ReplicaId(1), V, Suspect.Reason.LEADER_SILENT, SHARE),
                new ViewChange(new ReplicaId(1), V, new SeqNum(10), Optional.of(BLOCK_CERT),
                        List.of(full, decided), SHARE),
                new NewView(V,
                        List.of(new NewView.Member(new ReplicaId(0), DIGEST),
                                new NewView.Member(new ReplicaId(3), DIGEST)),
                        new SeqNum(10), List.of(DIGEST, Digest.ZERO), SHARE),
                new Status(V, true, new SeqNum(10), S, S, Bytes.EMPTY, 40),
                new Status(V, false, new SeqNum(10), S, S, Bytes.of(0b1010), 0),
                new Fetch(new Fetch.Wanted.ValueOf(S, DIGEST)),
                new Fetch(new Fetch.Wanted.ViewChangeOf(V, new ReplicaId(2), DIGEST)),
                new Fetch(new Fetch.Wanted.SlotsFrom(S, 5)), new FetchedValue(VALUE),
                new FetchedSlots(List.of(SLOT)),
                new Evidence(new ReplicaId(3), Evidence.Kind.TWO_FIRST_VOTES,
                        new Vote1(V, S, DIGEST, SHARE), new Vote1(V, S, Digest.ZERO, SHARE)),
                new Evidence(new ReplicaId(1), Evidence.Kind.HIDDEN_SECOND_VOTE,
                        new Vote2(V, S, DIGEST, SHARE), new ViewChange(new ReplicaId(1), V,
                                SeqNum.ZERO, Optional.empty(), List.of(), SHARE)),
                new Testimony(new ReplicaId(2), new Vote1(V, S, DIGEST, SHARE)),
                new Fetch(new Fetch.Wanted.BatchesTo(DIGEST, 7)),
                new Batch(new ReplicaId(3), 9, DIGEST, Bytes.fromHexString("0x0708"), SHARE),
                new Have(List.of(new Have.LaneTip(new ReplicaId(0), 4, DIGEST),
                        new Have.LaneTip(new ReplicaId(2), 1, Digest.ZERO))),
                new Fetch(new Fetch.Wanted.SnapshotAbove(S)),
                new Fetch(new Fetch.Wanted.ChunkOf(S, 3)), new SnapshotOffer(
                        List.of(new SnapshotOffer.Named(S, DIGEST, true),
                                new SnapshotOffer.Named(new SeqNum(7), Digest.ZERO, false))),
                new Fetch(new Fetch.Wanted.DescriptionOf(S)), new SnapshotDescription(SNAPSHOT),
                new SnapshotChunk(S, 3, Bytes.of(1, 2)),
                new Fetch(new Fetch.Wanted.HandOver()), new HandOverProof(HAND_OVER), new Ping(77),
                new Pong((1L << 62) - 1));
    }

    @Test
    void givesBackWhatWasEncoded() throws DecodeException {
        for (Message message : oneOfEach()) {
            assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
        }
        assertThat(MessageCodec.decodeSlot(MessageCodec.encodeSlot(SLOT))).isEqualTo(SLOT);
        assertThat(MessageCodec.decodeSnapshot(MessageCodec.encodeSnapshot(SNAPSHOT)))
                .isEqualTo(SNAPSHOT);
        assertThat(codec.decodeBlockCert(MessageCodec.encodeBlockCert(BLOCK_CERT)))
                .isEqualTo(BLOCK_CERT);
        assertThat(codec.decodeDecision(SLOT.certificate())).isEqualTo(FAST_CERT);
    }

    @Test
    void refusesEveryTruncationAndAnyTrailingByte() {
        for (Message message : oneOfEach()) {
            Bytes frame = codec.encode(message);
            for (int size = 0; size < frame.size(); size++) {
                Bytes cut = frame.slice(0, size);
                assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(DecodeException.class);
            }
            Bytes longer = Bytes.concatenate(frame, Bytes.of(0));
            assertThatThrownBy(() -> codec.decode(longer)).isInstanceOf(DecodeException.class);
        }
    }

    /** Whatever a mutated frame decodes to, if anything, has that frame as its only encoding. */
    @Test
    void hasOneEncodingForEachMessage() {
        Random random = new Random(4711);
        List<Message> messages = oneOfEach();
        int decoded = 0;
        for (int run = 0; run < 40_000; run++) {
            byte[] frame = codec.encode(messages.get(run % messages.size())).toArray();
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = random.nextInt(4) == 0 ? random.nextInt(frame.length)
                        : 18 + random.nextInt(Math.min(40, frame.length - 18));
                frame[at] = (byte) random.nextInt();
            }
            try {
                Message message = codec.decode(Bytes.wrap(frame));
                assertThat(codec.encode(message)).as("run " + run).isEqualTo(Bytes.wrap(frame));
                decoded++;
            } catch (DecodeException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        assertThat(decoded).isPositive();
    }

    @Test
    void refusesOtherChainsEpochsAndVersions() {
        Bytes frame = codec.encode(FAST_CERT);
        assertThatThrownBy(() -> new MessageCodec(1, 5, LIMITS).decode(frame))
                .hasMessageContaining("chain id 1337, not 1");
        assertThatThrownBy(() -> new MessageCodec(1337, 6, LIMITS).decode(frame))
                .hasMessageContaining("epoch 5, not 6");
        assertThatThrownBy(() -> codec.decode(Bytes.concatenate(Bytes.of(3), frame.slice(1))))
                .hasMessageContaining("version 3");
    }

    @Test
    void refusesOversizeBeforeAllocating() {
        Value large = new Value(S, 0, new ReplicaId(0), Bytes.repeat((byte) 1, 65));
        assertThatThrownBy(() -> codec.decode(codec.encode(new FetchedValue(large))))
                .hasMessageContaining("count 65 above 64");
        byte[] frame = codec.encode(new FetchedValue(VALUE)).toArray();
        frame[18 + 18] = 0x7f; // the payload's length
        assertThatThrownBy(() -> codec.decode(Bytes.wrap(frame)))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void refusesBatchZeroAndLanesOutOfOrder() {
        Batch zero = new Batch(new ReplicaId(1), 0, DIGEST, Bytes.EMPTY, SHARE);
        assertThatThrownBy(() -> codec.decode(codec.encode(zero)))
                .hasMessageContaining("number 1");
        Have.LaneTip tip = new Have.LaneTip(new ReplicaId(1), 4, DIGEST);
        assertThatThrownBy(() -> codec.decode(codec.encode(new Have(List.of(tip, tip)))))
                .hasMessageContaining("not ascending");
    }

    @Test
    void refusesLargeChunksAndSnapshotsWithoutAny() {
        assertThatThrownBy(() -> codec.decode(codec.encode(new SnapshotChunk(S, 0,
                Bytes.wrap(new byte[Chunks.SIZE_BYTES_MAX + 1]))))).hasMessageContaining("count");
        assertThatThrownBy(() -> codec.decode(codec.encode(new SnapshotChunk(S, Chunks.COUNT_MAX,
                Bytes.of(1))))).hasMessageContaining("count 32768 above 32767");
        Bytes described = codec.encode(new SnapshotDescription(SNAPSHOT));
        Bytes none = Bytes.concatenate(
                described.slice(0, described.size() - 2 * Digest.SIZE - 4),
                Bytes.of(0, 0, 0, 0));
        assertThatThrownBy(() -> codec.decode(none)).hasMessageContaining("and 0 chunks");
    }

    @Test
    void refusesManyOffersAndLongOrUncertifiedRecordsOfLaterSlots() {
        SnapshotOffer.Named one = new SnapshotOffer.Named(S, DIGEST, true);
        assertThatThrownBy(() -> codec.decode(codec.encode(
                new SnapshotOffer(List.of(one, one, one)))))
                .hasMessageContaining("count 3 above 2");
        Snapshot longRecord = new Snapshot(SNAPSHOT.applied(), SLOT, SNAPSHOT.blockCert(),
                List.of(Bytes.repeat((byte) 1, HandOver.SLOT_RECORD_BYTES_MAX + 1)),
                SNAPSHOT.chunks());
        assertThatThrownBy(() -> codec.decode(codec.encode(new SnapshotDescription(longRecord))))
                .hasMessageContaining("count 1025 above 1024");
        Bytes described = codec.encode(new SnapshotDescription(SNAPSHOT));
        Bytes cert = SNAPSHOT.blockCert();
        int at = 18 + 8 + Digest.SIZE + 8 + 4 + SNAPSHOT.applied().orderingState().size();
        assertThat(described.slice(at + 4, cert.size())).isEqualTo(cert);
        Bytes uncertified = Bytes.concatenate(described.slice(0, at), Bytes.of(0, 0, 0, 0),
                described.slice(at + 4 + cert.size()));
        assertThatThrownBy(() -> codec.decode(uncertified))
                .hasMessageContaining("2 later records without a certificate");
        Bytes many = Bytes.concatenate(described.slice(0, at + 4 + cert.size()),
                Bytes.ofUnsignedInt(Snapshot.LATER_MAX + 1),
                described.slice(at + 8 + cert.size()));
        assertThatThrownBy(() -> codec.decode(many)).hasMessageContaining("count 513 above 512");
    }

    @Test
    void refusesReportsOutsideTheWindowOrOutOfOrder() {
        SlotReport at30 = new SlotReport(new SeqNum(30),
                Optional.of(new SlotReport.LastVote(V, DIGEST)), Optional.empty(),
                Optional.empty());
        SlotReport at11 = new SlotReport(new SeqNum(11), at30.lastVote1(), Optional.empty(),
                Optional.empty());
        for (List<SlotReport> reports : List.of(List.of(at30), List.of(at11, at11))) {
            ViewChange message = new ViewChange(new ReplicaId(0), V, new SeqNum(10),
                    Optional.of(BLOCK_CERT), reports, SHARE);
            assertThatThrownBy(() -> codec.decode(codec.encode(message)))
                    .hasMessageContaining("out of order or window");
        }
    }
}
