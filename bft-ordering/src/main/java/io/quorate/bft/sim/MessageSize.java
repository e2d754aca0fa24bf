package io.quorate.bft.sim;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.lane.Link;
import io.quorate.bft.core.lane.Payloads;
import io.quorate.bft.core.lane.SlotChains;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.BatchClaim;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.core.message.ExecShare;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.FetchedSlots;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.HandOverProof;
import io.quorate.bft.core.message.Have;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.Ping;
import io.quorate.bft.core.message.Pong;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import io.quorate.bft.core.message.Status;
import io.quorate.bft.core.message.Suspect;
import io.quorate.bft.core.message.Testimony;
import io.quorate.bft.core.message.Value;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.function.ToLongFunction;
import org.apache.tuweni.bytes.Bytes;

/**
 * How long a message's wire form is, without making it. Shares count with another suite's size than the one in use,
 * certificates with {@code certificateBytes} unless that is 0, and payloads with the size of the transactions that their items stand for.
 *
 * @param fakeShareBytes of the suite that signs in the simulation
 * @param shareBytes of the suite that it stands for
 */
record MessageSize(int fakeShareBytes, int shareBytes, int certificateBytes,
        ToLongFunction<Bytes> payloadBytes) {
    private static final int HEADER = 18;
    private static final int DIGEST = 32;
    private static final int U64 = 8;
    private static final int U32 = 4;
    private static final int U16 = 2;

    /** What the codec itself would give. */
    static MessageSize exact() {
        return new MessageSize(1, 1, 0, Bytes::size);
    }

    long of(Message message) {
        return HEADER + switch (message) {
            case Propose m -> U64 + value(m.value()) + share(m.share());
            case Vote1 m -> 2 * U64 + DIGEST + share(m.share());
            case Vote2 m -> 2 * U64 + DIGEST + share(m.share());
            case Certificate m -> certificate(m);
            case ExecShare m -> U64 + DIGEST + share(m.share());
            case Suspect m -> U16 + U64 + 1 + share(m.signature());
            case ViewChange m -> viewChange(m);
            case NewView m -> 2 * U64 + 2 * U32 + (long) m.members().size() * (U16 + DIGEST)
                    + (long) m.choices().size() * DIGEST + share(m.signature());
            case Status m -> 4 * U64 + 2 + U32 + (long) m.viewChanges().size();
            case Fetch m -> 1 + switch (m.wanted()) {
                case Fetch.Wanted.ValueOf _ -> U64 + DIGEST;
                case Fetch.Wanted.ViewChangeOf _ -> U64 + U16 + DIGEST;
                case Fetch.Wanted.SlotsFrom _ -> U64 + U32;
                case Fetch.Wanted.BatchesTo _ -> U64 + DIGEST;
                case Fetch.Wanted.SnapshotAbove _ -> U64;
                case Fetch.Wanted.HandOver() -> 0;
                case Fetch.Wanted.DescriptionOf _ -> U64;
                case Fetch.Wanted.ChunkOf _ -> U64 + U32;
            };
            case FetchedValue m -> value(m.value());
            case FetchedSlots m ->
                    U32 + m.slots().stream().mapToLong(this::slot).sum();
            case Evidence m -> U16 + 1 + of(m.first()) + of(m.second()) - 2 * HEADER;
            case Testimony m -> U16 + of(m.vote()) - HEADER;
            case Batch m -> U16 + U64 + DIGEST + U32 + payloadBytes.applyAsLong(m.body())
                    + U32 + (fakeShareBytes == shareBytes ? m.signature().size()
                            : Suite.SECP.shareBytes());
            case Have m -> U32 + (long) m.tips().size() * (U16 + U64 + DIGEST);
            case SnapshotOffer m -> U32 + m.snapshots().size() * (U64 + DIGEST + 1L);
            case SnapshotDescription m -> 2 * U64 + DIGEST + 4 * U32 + slot(m.snapshot().slot())
                    + m.snapshot().applied().orderingState().size()
                    + m.snapshot().blockCert().size()
                    + m.snapshot().later().stream().mapToLong(one -> U32 + one.size()).sum()
                    + (long) m.snapshot().chunks().size() * DIGEST;
            case HandOverProof(var proof) -> 3 * U32 + proof.slotRecord().size()
                    + proof.blockCert().size() + proof.next().size();
            case SnapshotChunk m -> U64 + 2 * U32 + m.data().size();
            case BatchClaim m -> U16 + U64 + 2 * U32 + 2 * Digest.SIZE + m.signature().size();
            case Ping _ -> U64;
            case Pong _ -> U64;
        };
    }

    private long value(Value value) {
        return 2 * U64 + U16 + U32 + payload(value.payload());
    }

    private long payload(Bytes payload) {
        return Payloads.items(payload).map(items -> 1 + payloadBytes.applyAsLong(items))
                .orElse((long) payload.size());
    }

    private long share(Bytes share) {
        return U32 + (long) share.size() / fakeShareBytes * shareBytes;
    }

    private long certificate(Certificate certificate) {
        Multisig signatures = certificate.signatures();
        long view = certificate instanceof BlockCert ? 0 : U64;
        return view + U64 + DIGEST + U32 + signatures.signers().size()
                + (certificateBytes > 0 ? U32 + certificateBytes
                        : share(signatures.signature()));
    }

    /** What is added to the wire form of the links by what their items stand for. */
    private long chains(Bytes bodies) {
        try {
            long size = bodies.size();
            for (Link link : SlotChains.decode(bodies, _ -> Digest.ZERO).links()) {
                size += link.body().map(body -> payloadBytes.applyAsLong(body) - body.size())
                        .orElse(0L);
            }
            return size;
        } catch (DecodeException e) {
            return bodies.size(); // a liar's
        }
    }

    private long viewChange(ViewChange m) {
        long size = U16 + 2 * U64 + 1 + U32 + share(m.signature());
        size += m.baseCert().map(this::certificate).orElse(0L);
        for (SlotReport report : m.reports()) {
            size += U64 + 3;
            size += report.lastVote1().isPresent() ? U64 + DIGEST : 0;
            size += report.prepared().map(this::certificate).orElse(0L);
            size += report.decided().map(cert -> 1 + certificate(cert)).orElse(0L);
        }
        return size;
    }

    private long slot(DecidedSlot slot) {
        long proof = certificateBytes > 0 ? certificateBytes
                : (long) slot.certificate().size() / fakeShareBytes * shareBytes;
        return 3 * U64 + DIGEST + 4 * U32 + payload(slot.payload()) + chains(slot.bodies())
                + (fakeShareBytes == shareBytes ? slot.certificate().size() : proof);
    }
}
