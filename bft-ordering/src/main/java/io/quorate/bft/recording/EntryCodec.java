package io.quorate.bft.recording;

import io.quorate.bft.DecodeException;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.crypto.Combined;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.SnapshotOffer;
import java.util.Optional;
import java.util.TreeSet;
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

    private final MessageCodec codec;

    EntryCodec(MessageCodec codec) {
        this.codec = codec;
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

    private void encode(Input input, Out out) {
        switch (input) {
            case Input.Received(ReplicaId from, Message message) -> out.u8(RECEIVED)
                    .u32(from.index()).bytes(codec.encode(message));
            case Input.Connected(ReplicaId peer) -> out.u8(CONNECTED).u32(peer.index());
            case Input.WorkAvailable() -> out.u8(WORK_AVAILABLE);
            case Input.WorkGone() -> out.u8(WORK_GONE);
            case Input.PayloadBuilt(SeqNum seq, Optional<Bytes> payload) -> out.u8(PAYLOAD_BUILT)
                    .u64(seq.number()).u8(payload.isPresent() ? 1 : 0)
                    .bytes(payload.orElse(Bytes.EMPTY));
            case Input.Executed executed -> out.u8(EXECUTED).u64(executed.seq().number())
                    .digest(executed.resultDigest());
            case Input.Persisted(long lsn) -> out.u8(PERSISTED).u64(lsn);
            case Input.SlotsRead read -> {
                out.u8(SLOTS_READ).u32(read.requester().index()).u32(read.slots().size());
                read.slots().forEach(slot -> out.bytes(MessageCodec.encodeSlot(slot)));
            }
            case Input.BatchBuilt(long laneSeq, Optional<Bytes> body) -> out.u8(BATCH_BUILT)
                    .u64(laneSeq).u8(body.isPresent() ? 1 : 0).bytes(body.orElse(Bytes.EMPTY));
            case Input.Censored(ReplicaId leader) -> out.u8(CENSORED).u32(leader.index());
            case Input.OfSnapshot snapshots -> encode(snapshots, out);
            case Input.Ticked(long now, long wall) -> out.u8(TICKED).u64(now).u64(wall);
        }
    }

    /** A snapshot is kept in the form in which it is offered. */
    private void encode(Input.OfSnapshot input, Out out) {
        switch (input) {
            case Input.OfferRead(ReplicaId requester, Optional<Snapshot> snapshot) ->
                    out.u8(OFFER_READ).u32(requester.index()).u8(snapshot.isPresent() ? 1 : 0)
                            .bytes(snapshot.map(this::offer).orElse(Bytes.EMPTY));
            case Input.ChunkRead(ReplicaId requester, SeqNum seq, int index, var chunk) ->
                    out.u8(CHUNK_READ).u32(requester.index()).u64(seq.number()).u32(index)
                            .u8(chunk.isPresent() ? 1 : 0).bytes(chunk.orElse(Bytes.EMPTY));
            case Input.RestoreBegun begun -> {
                out.u8(RESTORE_BEGUN).u64(begun.seq().number()).u32(begun.held().size());
                begun.held().forEach(out::u32);
            }
            case Input.ChunkStored(SeqNum seq, int index) -> out.u8(CHUNK_STORED)
                    .u64(seq.number()).u32(index);
            case Input.Restored(Snapshot snapshot) -> out.u8(RESTORED).bytes(offer(snapshot));
        }
    }

    private Bytes offer(Snapshot snapshot) {
        return codec.encode(new SnapshotOffer(snapshot));
    }

    private Snapshot snapshot(Bytes offer) throws DecodeException {
        if (codec.decode(offer) instanceof SnapshotOffer(Snapshot snapshot)) {
            return snapshot;
        }
        throw new DamagedException("it has something else where a snapshot is offered");
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

    private Optional<Input> input(In in) throws DecodeException {
        int kind = in.u8();
        return switch (kind) {
            case NONE -> Optional.empty();
            case RECEIVED -> Optional.of(
                    new Input.Received(new ReplicaId(in.u32()), codec.decode(in.bytes())));
            case CONNECTED -> Optional.of(new Input.Connected(new ReplicaId(in.u32())));
            case WORK_AVAILABLE -> Optional.of(new Input.WorkAvailable());
            case WORK_GONE -> Optional.of(new Input.WorkGone());
            case PAYLOAD_BUILT -> Optional.of(
                    new Input.PayloadBuilt(new SeqNum(in.u64()), optional(in)));
            case BATCH_BUILT -> Optional.of(new Input.BatchBuilt(in.u64(), optional(in)));
            case CENSORED -> Optional.of(new Input.Censored(new ReplicaId(in.u32())));
            case EXECUTED -> Optional.of(new Input.Executed(new SeqNum(in.u64()), in.digest()));
            case PERSISTED -> Optional.of(new Input.Persisted(in.u64()));
            case SLOTS_READ -> Optional.of(new Input.SlotsRead(new ReplicaId(in.u32()),
                    in.list(() -> Header.slot(in))));
            case OFFER_READ -> {
                ReplicaId requester = new ReplicaId(in.u32());
                Optional<Bytes> offer = optional(in);
                yield Optional.of(new Input.OfferRead(requester, offer.isPresent()
                        ? Optional.of(snapshot(offer.get()))
                        : Optional.empty()));
            }
            case CHUNK_READ -> Optional.of(new Input.ChunkRead(new ReplicaId(in.u32()),
                    new SeqNum(in.u64()), in.u32(), optional(in)));
            case RESTORE_BEGUN -> Optional.of(
                    new Input.RestoreBegun(new SeqNum(in.u64()), in.list(in::u32)));
            case CHUNK_STORED -> Optional.of(
                    new Input.ChunkStored(new SeqNum(in.u64()), in.u32()));
            case RESTORED -> Optional.of(new Input.Restored(snapshot(in.bytes())));
            case TICKED -> Optional.of(new Input.Ticked(in.u64(), in.u64()));
            default -> throw new DamagedException("it has an input of kind " + kind);
        };
    }

    private static Optional<Bytes> optional(In in) {
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
