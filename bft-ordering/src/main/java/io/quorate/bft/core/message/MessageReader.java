package io.quorate.bft.core.message;

import io.quorate.bft.Applied;
import io.quorate.bft.Chunks;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
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
            case VOTE1 -> new Vote1(in.view(), in.seq(), in.digest(), share());
            case VOTE2 -> new Vote2(in.view(), in.seq(), in.digest(), share());
            case FAST_CERT -> fastCert();
            case PREP_CERT -> prepCert();
            case SLOW_CERT -> slowCert();
            case BLOCK_CERT -> blockCert();
            case EXEC_SHARE -> new ExecShare(in.seq(), in.digest(), share());
            case SUSPECT -> new Suspect(replica(), in.view(), reason(), share());
            case VIEW_CHANGE -> viewChange();
            case NEW_VIEW -> newView();
            case STATUS -> new Status(in.view(), flag(), in.seq(), in.seq(), in.seq());
            case FETCH -> new Fetch(wanted());
            case FETCHED_VALUE -> new FetchedValue(value());
            case FETCHED_SLOTS -> new FetchedSlots(slots());
            case SNAPSHOT_OFFER -> new SnapshotOffer(snapshot());
            case SNAPSHOT_CHUNK -> new SnapshotChunk(in.seq(), in.count(Chunks.COUNT_MAX - 1),
                    in.bytes(Chunks.SIZE_BYTES_MAX));
        };
    }

    Value value() throws DecodeException {
        return new Value(in.seq(), in.natural(), replica(), in.bytes(limits.payloadBytesMax()));
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
        Bytes payload = in.bytes(limits.payloadBytesMax());
        if (proposer == DecidedSlot.NOOP_PROPOSER && (!payload.isEmpty() || proposedMillis != 0)) {
            throw new DecodeException("no-op with content");
        }
        return new DecidedSlot(epoch, seq, digest, proposedMillis, proposer, payload,
                in.bytes(limits.certificateBytesMax()));
    }

    Snapshot snapshot() throws DecodeException {
        long seq = in.natural();
        Digest result = in.digest();
        long timestampMillis = in.natural();
        Applied applied = new Applied(seq, result,
                in.bytes(MessageCodec.ORDERING_STATE_BYTES_MAX), timestampMillis);
        Bytes blockCert = in.bytes(limits.certificateBytesMax());
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
        return new Snapshot(applied, slot, blockCert, chunks);
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
            case 3 -> new Fetch.Wanted.SnapshotAbove(in.seq());
            case 4 -> new Fetch.Wanted.ChunkOf(in.seq(), in.count(Chunks.COUNT_MAX - 1));
            default -> throw new DecodeException("fetch of kind " + kind);
        };
    }

    private Multisig multisig() throws DecodeException {
        Bytes signers = in.bytes(limits.bitmapBytes());
        if (signers.size() != limits.bitmapBytes()) {
            throw new DecodeException("signer bitmap of " + signers.size() + " bytes");
        }
        for (int i = limits.committeeSize(); i < 8 * signers.size(); i++) {
            if ((signers.get(i >> 3) & 1 << (i & 7)) != 0) {
                throw new DecodeException("signer " + i + " does not exist");
            }
        }
        return new Multisig(signers,
                in.bytes(limits.committeeSize() * MessageCodec.SHARE_BYTES_MAX));
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
