package io.quorate.bft.recording;

import io.quorate.bft.Decided;
import io.quorate.bft.HandOver;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochEffect;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.SnapshotDescription;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.tuweni.bytes.Bytes;

/** An effect as a recording keeps it: its kind, and the start of the SHA-256 of its canonical bytes. */
record Output(Kind kind, long hash) {
    /** One for each {@link EpochEffect} and {@link Effect}. */
    enum Kind {
        PERSIST, SEND, BROADCAST, BUILD_PAYLOAD, PROPOSAL_ABANDONED, EXECUTE, STORE_BLOCK_CERT,
        READ_SLOTS, TRUNCATE, WAKE_AT, TRACE, BUILD_BATCH, DOUBLE_BATCH, CONVICTED,
        READ_OFFER, READ_CHUNK, BEGIN_RESTORE, STORE_CHUNK, FINISH_RESTORE, REACH,
        READ_HAND_OVER, READ_GUEST_OFFER, READ_GUEST_CHUNK, KEEP_END, KEEP_PROOF
    }

    /** {@code codecs} are by epoch. */
    static Output of(EpochEffect effect, LongFunction<Optional<MessageCodec>> codecs) {
        Out out = new Out();
        Kind kind = switch (effect) {
            case EpochEffect.Send(var epoch, var to, Message message, long afterLsn) -> {
                out.u64(epoch.number()).u32(to.number())
                        .bytes(codec(codecs, epoch.number()).encode(message)).u64(afterLsn);
                yield Kind.SEND;
            }
            case EpochEffect.Broadcast(var epoch, Message message, long afterLsn) -> {
                out.u64(epoch.number()).bytes(codec(codecs, epoch.number()).encode(message))
                        .u64(afterLsn);
                yield Kind.BROADCAST;
            }
            case EpochEffect.ReadSlots read -> {
                out.u64(read.epoch().number()).u32(read.requester().number())
                        .u64(read.first().number()).u64(read.last().number())
                        .u32(read.maxBytes());
                yield Kind.READ_SLOTS;
            }
            case EpochEffect.Reach(var current, var closing, var next) -> {
                out.bytes(current.encode())
                        .bytes(closing.map(EpochConfig::encode).orElse(Bytes.EMPTY))
                        .bytes(next.map(EpochConfig::encode).orElse(Bytes.EMPTY));
                yield Kind.REACH;
            }
            case EpochEffect.ForGuest read -> forGuest(read, out);
            case EpochEffect.KeepEnd(long epoch, Bytes cert, Bytes next) -> {
                out.u64(epoch).bytes(cert).bytes(next);
                yield Kind.KEEP_END;
            }
            case EpochEffect.KeepProof(long epoch, HandOver proof) -> {
                out.u64(epoch).bytes(proof.slotRecord()).bytes(proof.blockCert())
                        .bytes(proof.next());
                yield Kind.KEEP_PROOF;
            }
            case EpochEffect.Local(long epoch, Effect local) -> {
                out.u64(epoch);
                yield of(local, codec(codecs, epoch), out);
            }
        };
        return new Output(kind, hash(out.finish()));
    }

    private static Kind forGuest(EpochEffect.ForGuest read, Out out) {
        out.u64(read.epoch().number()).u32(read.requester().number());
        return switch (read) {
            case EpochEffect.ReadHandOver _ -> Kind.READ_HAND_OVER;
            case EpochEffect.ReadOffer offer -> {
                out.u64(offer.above().number());
                yield Kind.READ_GUEST_OFFER;
            }
            case EpochEffect.ReadChunk chunk -> {
                out.u64(chunk.seq().number()).u32(chunk.index());
                yield Kind.READ_GUEST_CHUNK;
            }
        };
    }

    private static MessageCodec codec(LongFunction<Optional<MessageCodec>> codecs, long epoch) {
        return codecs.apply(epoch).orElseThrow(
                () -> new IllegalStateException("an output of epoch " + epoch + ", not known"));
    }

    private static Kind of(Effect effect, MessageCodec codec, Out out) {
        return switch (effect) {
            case Effect.Persist(long lsn, Bytes record) -> {
                out.u64(lsn).bytes(record);
                yield Kind.PERSIST;
            }
            case Effect.Send _,Effect.Broadcast _,Effect.ReadSlots _ ->
                    throw new IllegalStateException("without its epoch: " + effect);
            case Effect.BuildPayload build -> {
                out.u64(build.seq().number()).u32(build.maxBytes());
                yield Kind.BUILD_PAYLOAD;
            }
            case Effect.ProposalAbandoned abandoned -> {
                out.u64(abandoned.seq().number()).bytes(abandoned.payload());
                yield Kind.PROPOSAL_ABANDONED;
            }
            case Effect.Execute(Decided decided) -> {
                out.bytes(MessageCodec.encodeSlot(decided.slot())).u64(decided.timestampMillis())
                        .bytes(decided.orderingState()).digest(decided.ordHash())
                        .digest(decided.nextSetHash())
                        .u32(decided.batches().size());
                decided.batches().forEach(batch -> out.u32(batch.author()).u64(batch.laneSeq())
                        .bytes(batch.body()));
                yield Kind.EXECUTE;
            }
            case Effect.StoreBlockCert store -> {
                out.u64(store.seq().number()).bytes(store.blockCert());
                yield Kind.STORE_BLOCK_CERT;
            }
            case Effect.Truncate(long firstKeptLsn) -> {
                out.u64(firstKeptLsn);
                yield Kind.TRUNCATE;
            }
            case Effect.WakeAt(long millis) -> {
                out.u64(millis);
                yield Kind.WAKE_AT;
            }
            case Effect.Trace trace -> {
                out.u8(trace.kind().ordinal()).u64(trace.view().number())
                        .u64(trace.seq().number())
                        .bytes(Bytes.wrap(trace.detail().getBytes(StandardCharsets.UTF_8)));
                yield Kind.TRACE;
            }
            case Effect.BuildBatch build -> {
                out.u64(build.laneSeq()).u32(build.maxBytes());
                yield Kind.BUILD_BATCH;
            }
            case Effect.DoubleBatch(var first, var second) -> {
                out.bytes(codec.encode(first)).bytes(codec.encode(second));
                yield Kind.DOUBLE_BATCH;
            }
            case Effect.Convicted(var evidence) -> {
                out.bytes(codec.encode(evidence));
                yield Kind.CONVICTED;
            }
            case Effect.OfSnapshot snapshots -> ofSnapshot(snapshots, codec, out);
        };
    }

    private static Kind ofSnapshot(Effect.OfSnapshot effect, MessageCodec codec, Out out) {
        return switch (effect) {
            case Effect.ReadOffer(ReplicaId requester, SeqNum above) -> {
                out.u32(requester.index()).u64(above.number());
                yield Kind.READ_OFFER;
            }
            case Effect.ReadChunk(ReplicaId requester, SeqNum seq, int index) -> {
                out.u32(requester.index()).u64(seq.number()).u32(index);
                yield Kind.READ_CHUNK;
            }
            case Effect.BeginRestore(Snapshot snapshot) -> {
                out.bytes(codec.encode(new SnapshotDescription(snapshot)));
                yield Kind.BEGIN_RESTORE;
            }
            case Effect.StoreChunk(Snapshot snapshot, int index, Bytes chunk) -> {
                out.u64(snapshot.seq()).u32(index).bytes(chunk);
                yield Kind.STORE_CHUNK;
            }
            case Effect.FinishRestore(Snapshot snapshot) -> {
                out.bytes(codec.encode(new SnapshotDescription(snapshot)));
                yield Kind.FINISH_RESTORE;
            }
        };
    }

    private static long hash(Bytes bytes) {
        try {
            return Bytes.wrap(
                    MessageDigest.getInstance("SHA-256").digest(bytes.toArrayUnsafe())).getLong(0);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
