package io.quorate.bft.core.message;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads one message body within bounds; {@link MessageWriter} is its mirror. */
final class MessageReader {
    private final WireReader in;
    private final MessageCodec.Limits limits;

    MessageReader(WireReader in, MessageCodec.Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    Message body(MessageType type) throws DecodeException {
        return switch (type) {
            case PROPOSE -> new Propose(in.view(), value(), share());
            case VOTE1 -> vote1();
            case VOTE2 -> vote2();
            case FAST_CERT -> fastCert();
            case PREP_CERT -> prepCert();
            case SLOW_CERT -> slowCert();
            case BLOCK_CERT -> blockCert();
            case EXEC_SHARE -> new ExecShare(in.seq(), in.digest(), share());
            case SUSPECT -> new Suspect(replica(), in.view(), reason(), share());
            case VIEW_CHANGE -> viewChange();
            case NEW_VIEW -> newView();
            case STATUS -> status();
            case FETCH -> new Fetch(wanted());
            case FETCHED_VALUE -> new FetchedValue(value());
            case FETCHED_SLOTS -> new FetchedSlots(slots());
            case EVIDENCE -> evidence();
            case TESTIMONY -> new Testimony(replica(), vote1());
            case BATCH -> batch();
            case HAVE -> new Have(laneTips());
            case SNAPSHOT_OFFER -> new SnapshotOffer(named());
            case SNAPSHOT_DESCRIPTION -> new SnapshotDescription(snapshot());
            case SNAPSHOT_CHUNK -> new SnapshotChunk(in.seq(), in.count(Chunks.COUNT_MAX - 1),
                    in.bytes(Chunks.SIZE_BYTES_MAX));
            case BATCH_CLAIM -> batchClaim();
            case HAND_OVER_PROOF -> new HandOverProof(handOver());
            case PING -> new Ping(in.natural());
            case PONG -> new Pong(in.natural());
        };
    }

    private Status status() throws DecodeException {
        View view = in.view();
        boolean active = flag();
        SeqNum base = in.seq();
        SeqNum decided = in.seq();
        SeqNum executed = in.seq();
        Bytes viewChanges = in.bytes(limits.bitmapBytes());
        if (viewChanges.size() != (active ? 0 : limits.bitmapBytes())) {
            throw new DecodeException("view changes in " + viewChanges.size() + " bytes");
        }
        return new Status(view, active, base, decided, executed, members(viewChanges), in.u8());
    }

    private Vote1 vote1() throws DecodeException {
        return new Vote1(in.view(), in.seq(), in.digest(), share());
    }

    private Vote2 vote2() throws DecodeException {
        return new Vote2(in.view(), in.seq(), in.digest(), share());
    }

    private Evidence evidence() throws DecodeException {
        ReplicaId accused = replica();
        int ordinal = in.u8();
        Evidence.Kind[] kinds = Evidence.Kind.values();
        if (ordinal >= kinds.length) {
            throw new DecodeException("evidence of kind " + ordinal);
        }
        Evidence.Kind kind = kinds[ordinal];
        return switch (kind) {
            case TWO_FIRST_VOTES -> new Evidence(accused, kind, vote1(), vote1());
            case TWO_SECOND_VOTES -> new Evidence(accused, kind, vote2(), vote2());
            case TWO_VIEW_CHANGES -> new Evidence(accused, kind, viewChange(), viewChange());
            case TWO_NEW_VIEWS -> new Evidence(accused, kind, newView(), newView());
            case HIDDEN_FIRST_VOTE -> new Evidence(accused, kind, vote1(), viewChange());
            case HIDDEN_SECOND_VOTE -> new Evidence(accused, kind, vote2(), viewChange());
            case TWO_BATCHES -> new Evidence(accused, kind, batchClaim(), batchClaim());
        };
    }

    Value value() throws DecodeException {
        return new Value(in.seq(), in.natural(), replica(), in.bytes(limits.valueBytesMax()));
    }

    FastCert fastCert() throws DecodeException {
        return new FastCert(in.view(), in.seq(), in.digest(), multisig());
    }

    SlowCert slowCert() throws DecodeException {
        return new SlowCert(in.view(), in.seq(), in.digest(), multisig());
    }

    PrepCert prepCert() throws DecodeException {
        return new PrepCert(in.view(), in.seq(), in.digest(), multisig());
    }

    BlockCert blockCert() throws DecodeException {
        return new BlockCert(in.seq(), in.digest(), multisig());
    }

    DecisionCert decision() throws DecodeException {
        int kind = in.u8();
        return switch (kind) {
            case 0 -> fastCert();
            case 1 -> slowCert();
            default -> throw new DecodeException("deciding certificate of kind " + kind);
        };
    }

    DecidedSlot slot() throws DecodeException {
        long epoch = in.natural();
        long seq = in.natural();
        Digest digest = in.digest();
        long proposedMillis = in.natural();
        int proposer = in.u32();
        if (proposer < DecidedSlot.NOOP_PROPOSER || proposer >= limits.committeeSize()) {
            throw new DecodeException("proposer " + proposer);
        }
        Bytes payload = in.bytes(limits.valueBytesMax());
        if (proposer == DecidedSlot.NOOP_PROPOSER && (!payload.isEmpty() || proposedMillis != 0)) {
            throw new DecodeException("no-op with content");
        }
        Bytes certificate = in.bytes(limits.certificateBytesMax());
        Bytes bodies = in.bytes(limits.bodiesBytesMax());
        if (proposer == DecidedSlot.NOOP_PROPOSER && !bodies.isEmpty()) {
            throw new DecodeException("no-op with bodies");
        }
        return new DecidedSlot(epoch, seq, digest, proposedMillis, proposer, payload, certificate,
                bodies);
    }

    private List<SnapshotOffer.Named> named() throws DecodeException {
        int count = in.count(SnapshotOffer.COUNT_MAX);
        List<SnapshotOffer.Named> named = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            named.add(new SnapshotOffer.Named(in.seq(), in.digest(), flag()));
        }
        return named;
    }

    Snapshot snapshot() throws DecodeException {
        long seq = in.natural();
        Digest result = in.digest();
        long timestampMillis = in.natural();
        Applied applied = new Applied(seq, result,
                in.bytes(MessageCodec.ORDERING_STATE_BYTES_MAX), timestampMillis);
        Bytes blockCert = in.bytes(limits.certificateBytesMax());
        List<Bytes> later = later(blockCert);
        DecidedSlot slot = slot();
        int count = in.count(Chunks.COUNT_MAX);
        if (slot.seq() != seq || count == 0) {
            throw new DecodeException("snapshot of " + seq + " with slot " + slot.seq() + " and "
                    + count + " chunks");
        }
        List<Digest> chunks = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            chunks.add(in.digest());
        }
        return new Snapshot(applied, slot, blockCert, later, chunks);
    }

    private List<Bytes> later(Bytes blockCert) throws DecodeException {
        int count = in.count(Snapshot.LATER_MAX);
        if (count > 0 && blockCert.isEmpty()) {
            throw new DecodeException(count + " later records without a certificate");
        }
        List<Bytes> later = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            later.add(in.bytes(HandOver.SLOT_RECORD_BYTES_MAX));
        }
        return later;
    }

    private List<DecidedSlot> slots() throws DecodeException {
        int count = in.count(MessageCodec.SLOTS_PER_REPLY_MAX);
        List<DecidedSlot> slots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            DecidedSlot slot = slot();
            if (i > 0 && slot.seq() != slots.getLast().seq() + 1) {
                throw new DecodeException("slots not contiguous");
            }
            slots.add(slot);
        }
        return slots;
    }

    private ViewChange viewChange() throws DecodeException {
        ReplicaId sender = replica();
        View newView = in.view();
        SeqNum base = in.seq();
        Optional<BlockCert> baseCert = in.optional(this::blockCert);
        if (baseCert.isPresent() && !baseCert.get().seq().equals(base)) {
            throw new DecodeException("certificate of another base");
        }
        int count = in.count(limits.window());
        List<SlotReport> reports = new ArrayList<>(count);
        long previous = base.number();
        for (int i = 0; i < count; i++) {
            SlotReport report = report();
            long seq = report.seq().number();
            if (seq <= previous || seq > base.number() + limits.window()) {
                throw new DecodeException("report out of order or window at " + seq);
            }
            previous = seq;
            reports.add(report);
        }
        return new ViewChange(sender, newView, base, baseCert, reports, share());
    }

    private SlotReport report() throws DecodeException {
        SeqNum seq = in.seq();
        Optional<SlotReport.LastVote> vote = in
                .optional(() -> new SlotReport.LastVote(in.view(), in.digest()));
        Optional<PrepCert> prepared = in.optional(this::prepCert);
        Optional<DecisionCert> decided = in.optional(this::decision);
        boolean strayCert = prepared.isPresent() && !prepared.get().seq().equals(seq)
                || decided.isPresent() && !decided.get().seq().equals(seq);
        if (strayCert || vote.isEmpty() && prepared.isEmpty() && decided.isEmpty()) {
            throw new DecodeException("report at " + seq + " is empty or of another slot");
        }
        return new SlotReport(seq, vote, prepared, decided);
    }

    private NewView newView() throws DecodeException {
        View view = in.view();
        int count = in.count(limits.committeeSize());
        List<NewView.Member> members = new ArrayList<>(count);
        int previous = -1;
        for (int i = 0; i < count; i++) {
            NewView.Member member = new NewView.Member(replica(), in.digest());
            if (member.sender().index() <= previous) {
                throw new DecodeException("members not ascending");
            }
            previous = member.sender().index();
            members.add(member);
        }
        SeqNum base = in.seq();
        int choiceCount = in.count(limits.window());
        List<Digest> choices = new ArrayList<>(choiceCount);
        for (int i = 0; i < choiceCount; i++) {
            choices.add(in.digest());
        }
        return new NewView(view, members, base, choices, share());
    }

    private Fetch.Wanted wanted() throws DecodeException {
        int kind = in.u8();
        return switch (kind) {
            case 0 -> new Fetch.Wanted.ValueOf(in.seq(), in.digest());
            case 1 -> new Fetch.Wanted.ViewChangeOf(in.view(), replica(), in.digest());
            case 2 -> new Fetch.Wanted.SlotsFrom(in.seq(),
                    in.count(MessageCodec.SLOTS_PER_REPLY_MAX));
            case 3 -> new Fetch.Wanted.BatchesTo(in.digest(), in.natural());
            case 4 -> new Fetch.Wanted.SnapshotAbove(in.seq());
            case 5 -> new Fetch.Wanted.ChunkOf(in.seq(), in.count(Chunks.COUNT_MAX - 1));
            case 6 -> new Fetch.Wanted.HandOver();
            case 7 -> new Fetch.Wanted.DescriptionOf(in.seq());
            default -> throw new DecodeException("fetch of kind " + kind);
        };
    }

    private HandOver handOver() throws DecodeException {
        return new HandOver(in.bytes(HandOver.SLOT_RECORD_BYTES_MAX),
                in.bytes(limits.certificateBytesMax()), in.bytes(HandOver.NEXT_BYTES_MAX));
    }

    private Batch batch() throws DecodeException {
        ReplicaId author = replica();
        long laneSeq = in.natural();
        if (laneSeq == 0) {
            throw new DecodeException("a lane's first batch is number 1");
        }
        return new Batch(author, laneSeq, in.digest(), in.bytes(limits.batchBytesMax()), share());
    }

    private BatchClaim batchClaim() throws DecodeException {
        BatchHeader header = new BatchHeader(replica(), in.natural(), in.digest(),
                in.count(limits.batchBytesMax()), in.digest());
        return new BatchClaim(header, share());
    }

    private List<Have.LaneTip> laneTips() throws DecodeException {
        int count = in.count(limits.committeeSize());
        List<Have.LaneTip> tips = new ArrayList<>(count);
        int previous = -1;
        for (int i = 0; i < count; i++) {
            Have.LaneTip tip = new Have.LaneTip(replica(), in.natural(), in.digest());
            if (tip.author().index() <= previous) {
                throw new DecodeException("lanes not ascending");
            }
            previous = tip.author().index();
            tips.add(tip);
        }
        return tips;
    }

    private Multisig multisig() throws DecodeException {
        Bytes signers = in.bytes(limits.bitmapBytes());
        if (signers.size() != limits.bitmapBytes()) {
            throw new DecodeException("signer bitmap of " + signers.size() + " bytes");
        }
        return new Multisig(members(signers),
                in.bytes(limits.committeeSize() * MessageCodec.SHARE_BYTES_MAX));
    }

    private Bytes members(Bytes bitmap) throws DecodeException {
        for (int i = limits.committeeSize(); i < 8 * bitmap.size(); i++) {
            if ((bitmap.get(i >> 3) & 1 << (i & 7)) != 0) {
                throw new DecodeException("signer " + i + " does not exist");
            }
        }
        return bitmap;
    }

    private Suspect.Reason reason() throws DecodeException {
        int ordinal = in.u8();
        Suspect.Reason[] reasons = Suspect.Reason.values();
        if (ordinal >= reasons.length) {
            throw new DecodeException("suspicion of kind " + ordinal);
        }
        return reasons[ordinal];
    }

    private boolean flag() throws DecodeException {
        int flag = in.u8();
        if (flag > 1) {
            throw new DecodeException("flag " + flag);
        }
        return flag == 1;
    }

    private ReplicaId replica() throws DecodeException {
        return in.replica(limits.committeeSize());
    }

    private Bytes share() throws DecodeException {
        return in.bytes(MessageCodec.SHARE_BYTES_MAX);
    }
}
