package io.quorate.bft.core.message;

import io.quorate.bft.Chunks;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.HandOver;
import io.quorate.bft.Snapshot;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * The wire form of messages, certificates and slots: big-endian, length-prefixed, bounded, one encoding for each
 * value. A frame is version (1 byte) ‖ chain id (8) ‖ epoch (8) ‖ type (1) ‖ body. Holds no state.
 */
public final class MessageCodec {
    public static final byte VERSION = 2;
    /** Slots in one FetchedSlots, at most. */
    public static final int SLOTS_PER_REPLY_MAX = 64;
    /** Payload bytes in one FetchedSlots, except that one slot always fits. */
    public static final int REPLY_PAYLOAD_BYTES = 1 << 20;
    /** Rosters and absences of the largest committee fit. */
    static final int ORDERING_STATE_BYTES_MAX = 64 * 1024;
    /** Of every suite: SECP 65, BLS uncompressed 96. */
    static final int SHARE_BYTES_MAX = 96;

    private static final int HEADER_BYTES = 18;
    /** A payload that cites lanes has a tip for each of at most 64. */
    private static final int CITATION_BYTES_MAX = 4_096;

    private final long chainId;
    private final long epoch;
    private final Limits limits;

    /** What a frame may hold; anything larger is refused before it is allocated. */
    public record Limits(int committeeSize, int window, int payloadBytesMax, int batchBytesMax,
            int bodiesBytesMax) {
        /** Only what was written by {@link MessageCodec#encodeSlot} itself is read with these. */
        static final Limits LOCAL = new Limits(1 << 16, 1 << 16,
                Integer.MAX_VALUE - 1, Integer.MAX_VALUE, Integer.MAX_VALUE);

        /** Where nothing travels in lanes. */
        public Limits(int committeeSize, int window, int payloadBytesMax) {
            this(committeeSize, window, payloadBytesMax, 0, 0);
        }

        /** A payload and the byte that tells its form. */
        int valueBytesMax() {
            return payloadBytesMax + 1;
        }

        int bitmapBytes() {
            return (committeeSize + 7) / 8;
        }

        int certificateBytesMax() {
            return 128 + bitmapBytes() + committeeSize * SHARE_BYTES_MAX;
        }

        int viewChangeBytesMax() {
            return 256 + certificateBytesMax() + window * (64 + 2 * certificateBytesMax());
        }
    }

    public MessageCodec(long chainId, long epoch, Limits limits) {
        this.chainId = chainId;
        this.epoch = epoch;
        this.limits = limits;
    }

    public Bytes encode(Message message) {
        WireWriter out = new WireWriter();
        out.u8(VERSION).u64(chainId).u64(epoch).u8(MessageType.of(message).ordinal());
        MessageWriter.body(out, message);
        return out.finish();
    }

    /** The epoch that a frame says it is of; nothing else of it is looked at. */
    public static long epochOf(Bytes frame) throws DecodeException {
        if (frame.size() < HEADER_BYTES) {
            throw new DecodeException("frame of " + frame.size() + " bytes");
        }
        return frame.getLong(1 + Long.BYTES);
    }

    /** Refuses other versions, chains and epochs, unknown types, oversize, truncated and non-canonical frames. */
    public Message decode(Bytes frame) throws DecodeException {
        if (frame.size() > frameBytesMax()) {
            throw new DecodeException("frame of " + frame.size() + " bytes");
        }
        WireReader in = new WireReader(frame);
        int version = in.u8();
        if (version != VERSION) {
            throw new DecodeException("version " + version + ", not " + VERSION);
        }
        long frameChainId = in.u64();
        if (frameChainId != chainId) {
            throw new DecodeException("chain id " + frameChainId + ", not " + chainId);
        }
        long frameEpoch = in.u64();
        if (frameEpoch != epoch) {
            throw new DecodeException("epoch " + frameEpoch + ", not " + epoch);
        }
        int type = in.u8();
        if (type >= MessageType.count()) {
            throw new DecodeException("message type " + type);
        }
        Message message = new MessageReader(in, limits).body(MessageType.at(type));
        in.end();
        return message;
    }

    /** Upper bound of {@link #encode}'s length for any message a correct replica sends. */
    public int frameBytesMax() {
        int slot = Math.max(limits.valueBytesMax(), limits.bodiesBytesMax() + CITATION_BYTES_MAX);
        int slots = REPLY_PAYLOAD_BYTES + slot
                + SLOTS_PER_REPLY_MAX * (128 + limits.certificateBytesMax());
        int batch = 256 + limits.batchBytesMax();
        int description = Chunks.COUNT_MAX * Digest.SIZE + ORDERING_STATE_BYTES_MAX + slot + 256
                + 2 * limits.certificateBytesMax()
                + Snapshot.LATER_MAX * (4 + HandOver.SLOT_RECORD_BYTES_MAX);
        return HEADER_BYTES + Math.max(Math.max(batch, description), // a hand-over is smaller
                Math.max(slots, limits.viewChangeBytesMax()));
    }

    /** What a ViewChange's hash and signature cover: all but the signature. */
    public static Bytes content(ViewChange message) {
        WireWriter out = new WireWriter();
        MessageWriter.viewChangeContent(out, message);
        return out.finish();
    }

    /** All of a certificate, and what kind it is. */
    public static Bytes content(Certificate certificate) {
        WireWriter out = new WireWriter().u8(MessageType.of(certificate).ordinal());
        MessageWriter.certificate(out, certificate);
        return out.finish();
    }

    /** What a NewView's signature covers: all but the signature. */
    public static Bytes content(NewView message) {
        WireWriter out = new WireWriter();
        MessageWriter.newViewContent(out, message);
        return out.finish();
    }

    /** What a Suspect's signature covers: all but the signature. */
    public static Bytes content(Suspect message) {
        return new WireWriter().u16(message.sender().index()).u64(message.view().number())
                .u8(message.reason().ordinal()).finish();
    }

    /** What a batch's digest is the hash of. */
    public static Bytes content(BatchHeader header) {
        return new WireWriter().u16(header.author().index()).u64(header.laneSeq())
                .digest(header.prev()).u32(header.bodyBytes()).digest(header.bodyHash()).finish();
    }

    /** The form in which {@link DecidedSlot#certificate} holds a deciding certificate. */
    public static Bytes encodeDecision(DecisionCert cert) {
        WireWriter out = new WireWriter();
        MessageWriter.decision(out, cert);
        return out.finish();
    }

    public DecisionCert decodeDecision(Bytes bytes) throws DecodeException {
        WireReader in = new WireReader(bytes);
        DecisionCert cert = new MessageReader(in, limits).decision();
        in.end();
        return cert;
    }

    /** The form in which an application stores a BlockCert. */
    public static Bytes encodeBlockCert(BlockCert cert) {
        WireWriter out = new WireWriter();
        MessageWriter.certificate(out, cert);
        return out.finish();
    }

    public BlockCert decodeBlockCert(Bytes bytes) throws DecodeException {
        WireReader in = new WireReader(bytes);
        BlockCert cert = new MessageReader(in, limits).blockCert();
        in.end();
        return cert;
    }

    /** What a snapshot is known by: all of it but certificates and what leads to them, of which each replica may hold others. */
    public static Bytes content(Snapshot snapshot) {
        DecidedSlot s = snapshot.slot();
        WireWriter out = new WireWriter();
        MessageWriter.snapshot(out, new Snapshot(snapshot.applied(), new DecidedSlot(s.epoch(),
                s.seq(), s.digest(), s.proposedMillis(), s.proposer(), s.payload(), Bytes.EMPTY,
                s.bodies()), Bytes.EMPTY, List.of(), snapshot.chunks()));
        return out.finish();
    }

    /** A snapshot's description for the application's own store. */
    public static Bytes encodeSnapshot(Snapshot snapshot) {
        WireWriter out = new WireWriter();
        MessageWriter.snapshot(out, snapshot);
        return out.finish();
    }

    /** Reads what {@link #encodeSnapshot} wrote, from a trusted store. */
    public static Snapshot decodeSnapshot(Bytes bytes) throws DecodeException {
        WireReader in = new WireReader(bytes);
        Snapshot snapshot = new MessageReader(in, Limits.LOCAL).snapshot();
        in.end();
        return snapshot;
    }

    /** A decided slot for the application's own store. */
    public static Bytes encodeSlot(DecidedSlot slot) {
        WireWriter out = new WireWriter();
        MessageWriter.slot(out, slot);
        return out.finish();
    }

    /** Reads what {@link #encodeSlot} wrote, from a trusted store. */
    public static DecidedSlot decodeSlot(Bytes bytes) throws DecodeException {
        WireReader in = new WireReader(bytes);
        DecidedSlot slot = new MessageReader(in, Limits.LOCAL).slot();
        in.end();
        return slot;
    }
}
