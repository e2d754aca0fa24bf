package io.quorate.bft.recording;

import io.quorate.bft.DecodeException;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.crypto.Combined;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochInput;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.apache.tuweni.bytes.Bytes;

/** The bytes of an {@link Entry}. */
final class EntryCodec {
    private static final int NONE = 0;
    private static final int RECEIVED = 1;
    private static final int CONNECTED = 2;
    private static final int WORK_AVAILABLE = 3;
    private static final int WORK_GONE = 4;
    private static final int PAYLOAD_BUILT = 5;
    private static final int EXECUTED = 6;
    private static final int PERSISTED = 7;
    private static final int SLOTS_READ = 8;
    private static final int TICKED = 9;
    private static final int BATCH_BUILT = 10;
    private static final int CENSORED = 11;
    private static final int OFFER_READ = 12;
    private static final int CHUNK_READ = 13;
    private static final int RESTORE_BEGUN = 14;
    private static final int CHUNK_STORED = 15;
    private static final int RESTORED = 16;
    private static final int HAND_OVER_READ = 17;
    private static final int GUEST_OFFER_READ = 18;
    private static final int GUEST_CHUNK_READ = 19;

    private final LongFunction<Optional<MessageCodec>> codecs;

    /** {@code codecs} are by epoch. */
    EntryCodec(LongFunction<Optional<MessageCodec>> codecs) {
        this.codecs = codecs;
    }

    private MessageCodec codec(long epoch) {
        return codecs.apply(epoch)
                .orElseThrow(() -> new DamagedException("epoch " + epoch + " is not known then"));
    }

    Bytes encode(Entry entry) {
        Out out = new Out();
        entry.input().ifPresentOrElse(input -> encode(input, out), () -> out.u8(NONE));
        out.u32(entry.answers().size());
        entry.answers().forEach(answer -> out.u8(answer.kind().ordinal()).u64(answer.about())
                .bytes(answer.bytes()));
        out.u32(entry.outputs().size());
        entry.outputs().forEach(output -> out.u8(output.kind().ordinal()).u64(output.hash()));
        return out.finish();
    }

    private void encode(EpochInput input, Out out) {
        switch (input) {
            case EpochInput.Received(MemberId from, long epoch, Message message) ->
                    out.u8(RECEIVED).u32(from.number()).u64(epoch)
                            .bytes(codec(epoch).encode(message));
            case EpochInput.Connected(MemberId peer) -> out.u8(CONNECTED).u32(peer.number());
            case EpochInput.Executed executed -> {
                optional(executed.change().map(change -> change.next().encode()), out.u8(EXECUTED)
                        .u64(executed.seq().number()).digest(executed.resultDigest()));
                out.u32(executed.frozen().size());
                executed.frozen().forEach(author -> out.u32(author.index()));
            }
            case EpochInput.SlotsRead read -> {
                out.u8(SLOTS_READ).u32(read.requester().number()).u64(read.epoch())
                        .u32(read.slots().size());
                read.slots().forEach(slot -> out.bytes(MessageCodec.encodeSlot(slot)));
            }
            case EpochInput.BatchBuilt(long epoch, long laneSeq, var body) -> optional(body,
                    out.u8(BATCH_BUILT).u64(epoch).u64(laneSeq));
            case EpochInput.Censored(long epoch, ReplicaId leader) -> out.u8(CENSORED).u64(epoch)
                    .u32(leader.index());
            case EpochInput.OfSnapshot(long epoch, var answer) -> encode(epoch, answer, out);
            case EpochInput.Restored(long epoch, Snapshot snapshot, var change, var frozen) -> {
                optional(change.map(next -> next.next().encode()),
                        out.u8(RESTORED).u64(epoch).bytes(
                                MessageCodec.encodeSnapshot(snapshot)));
                Header.frozen(frozen, out);
            }
            case EpochInput.ForGuest read -> GuestEntries.encode(read, out.u8(switch (read) {
                case EpochInput.HandOverRead _ -> HAND_OVER_READ;
                case EpochInput.GuestOfferRead _ -> GUEST_OFFER_READ;
                case EpochInput.GuestChunkRead _ -> GUEST_CHUNK_READ;
            }));
            case EpochInput.Local(Input local) -> encode(local, out);
        }
    }

    private static void encode(Input input, Out out) {
        switch (input) {
            case Input.WorkAvailable() -> out.u8(WORK_AVAILABLE);
            case Input.WorkGone() -> out.u8(WORK_GONE);
            case Input.PayloadBuilt(SeqNum seq, Optional<Bytes> payload) -> optional(payload,
                    out.u8(PAYLOAD_BUILT).u64(seq.number()));
            case Input.Persisted(long lsn) -> out.u8(PERSISTED).u64(lsn);
            case Input.Ticked(long now, long wall) -> out.u8(TICKED).u64(now).u64(wall);
            case Input.Received _,Input.Connected _,Input.Executed _,Input.SlotsRead _,Input.BatchBuilt _,Input.Censored _,Input.OfSnapshot _ ->
                    throw new IllegalArgumentException("not a local input: " + input);
        }
    }

    private void encode(long epoch, Input.OfSnapshot input, Out out) {
        switch (input) {
            case Input.OfferRead(ReplicaId requester, List<Snapshot> snapshots) -> {
                out.u8(OFFER_READ).u64(epoch).u32(requester.index()).u32(snapshots.size());
                snapshots.forEach(one -> out.bytes(MessageCodec.encodeSnapshot(one)));
            }
            case Input.ChunkRead(ReplicaId requester, SeqNum seq, int index, var chunk) ->
                    optional(chunk, out.u8(CHUNK_READ).u64(epoch).u32(requester.index())
                            .u64(seq.number()).u32(index));
            case Input.RestoreBegun begun -> {
                out.u8(RESTORE_BEGUN).u64(epoch).u64(begun.seq().number())
                        .u32(begun.held().size());
                begun.held().forEach(out::u32);
            }
            case Input.ChunkStored(SeqNum seq, int index) -> out.u8(CHUNK_STORED).u64(epoch)
                    .u64(seq.number()).u32(index);
            case Input.Restored _ ->
                    throw new IllegalArgumentException("without how the epoch ends: " + input);
        }
    }

    Entry decode(Bytes bytes) {
        In in = new In(bytes);
        try {
            Entry entry = new Entry(input(in),
                    in.list(() -> new Answer(in.at(Answer.Kind.values()), in.u64(), in.bytes())),
                    in.list(() -> new Output(in.at(Output.Kind.values()), in.u64())));
            in.end();
            return entry;
        } catch (DecodeException | IllegalArgumentException e) {
            throw new DamagedException(e.getMessage());
        }
    }

    private Optional<EpochInput> input(In in) throws DecodeException {
        int kind = in.u8();
        return switch (kind) {
            case NONE -> Optional.empty();
            case RECEIVED -> {
                MemberId from = new MemberId(in.u32());
                long epoch = in.u64();
                yield Optional.of(new EpochInput.Received(from, epoch,
                        codec(epoch).decode(in.bytes())));
            }
            case CONNECTED -> Optional.of(new EpochInput.Connected(new MemberId(in.u32())));
            case WORK_AVAILABLE -> local(new Input.WorkAvailable());
            case WORK_GONE -> local(new Input.WorkGone());
            case PAYLOAD_BUILT -> local(
                    new Input.PayloadBuilt(new SeqNum(in.u64()), optional(in)));
            case BATCH_BUILT -> Optional.of(
                    new EpochInput.BatchBuilt(in.u64(), in.u64(), optional(in)));
            case CENSORED -> Optional.of(
                    new EpochInput.Censored(in.u64(), new ReplicaId(in.u32())));
            case EXECUTED -> Optional.of(new EpochInput.Executed(new SeqNum(in.u64()),
                    in.digest(), change(in), in.list(() -> new ReplicaId(in.u32()))));
            case PERSISTED -> local(new Input.Persisted(in.u64()));
            case SLOTS_READ -> Optional.of(new EpochInput.SlotsRead(new MemberId(in.u32()),
                    in.u64(), in.list(() -> Header.slot(in))));
            case RESTORED -> {
                long epoch = in.u64();
                yield Optional.of(new EpochInput.Restored(epoch, Header.snapshot(in),
                        change(in), Header.frozen(in)));
            }
            case HAND_OVER_READ -> Optional.of(GuestEntries.handOverRead(in));
            case GUEST_OFFER_READ -> Optional.of(GuestEntries.offerRead(in));
            case GUEST_CHUNK_READ -> Optional.of(GuestEntries.chunkRead(in));
            case TICKED -> local(new Input.Ticked(in.u64(), in.u64()));
            default -> {
                long epoch = in.u64();
                yield Optional.of(new EpochInput.OfSnapshot(epoch, ofSnapshot(kind, epoch, in)));
            }
        };
    }

    private Input.OfSnapshot ofSnapshot(int kind, long epoch, In in) throws DecodeException {
        return switch (kind) {
            case OFFER_READ -> {
                ReplicaId requester = new ReplicaId(in.u32());
                yield new Input.OfferRead(requester, in.list(() -> Header.snapshot(in)));
            }
            case CHUNK_READ -> new Input.ChunkRead(new ReplicaId(in.u32()), new SeqNum(in.u64()),
                    in.u32(), optional(in));
            case RESTORE_BEGUN -> new Input.RestoreBegun(new SeqNum(in.u64()), in.list(in::u32));
            case CHUNK_STORED -> new Input.ChunkStored(new SeqNum(in.u64()), in.u32());
            default -> throw new DamagedException("it has an input of kind " + kind);
        };
    }

    private static Optional<EpochInput> local(Input input) {
        return Optional.of(new EpochInput.Local(input));
    }

    private static Optional<EpochChange> change(In in) {
        return optional(in).map(next -> new EpochChange(Header.epoch(next)));
    }

    static void optional(Optional<Bytes> value, Out out) {
        out.u8(value.isPresent() ? 1 : 0).bytes(value.orElse(Bytes.EMPTY));
    }

    static Optional<Bytes> optional(In in) {
        boolean isPresent = in.u8() == 1;
        Bytes bytes = in.bytes();
        return isPresent ? Optional.of(bytes) : Optional.empty();
    }

    static Bytes bytes(Combined combined) {
        Out out = new Out().bytes(combined.multisig().signers())
                .bytes(combined.multisig().signature()).u32(combined.refused().size());
        combined.refused().forEach(member -> out.u32(member.index()));
        return out.finish();
    }

    static Combined combined(Bytes bytes) {
        In in = new In(bytes);
        return new Combined(new Multisig(in.bytes(), in.bytes()),
                new TreeSet<>(in.list(() -> new ReplicaId(in.u32()))));
    }
}
