package io.quorate.bft.core.epoch;

import io.quorate.bft.HandOver;
import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.HandOverProof;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.transfer.Offered;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * Serves those who are on their way to the epoch of today, and whom no seat serves: how epochs ended, and snapshots.
 * Each answer is in the epoch that was asked in, the only one that the guest surely knows. Holds a few numbers for each
 * peer that is let in. Mutable, one thread.
 */
final class Guests {
    /**
     * A guest may ask in several epochs side by side, its seat in the one and it itself in another: a limit that lets one
     * question through in each period would let the same one through for ever.
     */
    private static final int OFFERS_MAX = 4;
    private static final long OFFER_REFILL_MILLIS = 500;
    private static final int OFFERS_READ_MAX = 2;
    private static final int CHUNKS_READ_MAX = 2;
    /** Of all guests together: members that fetch have their own share. */
    private static final int CHUNKS_PER_SECOND = 16;
    /** One guest's: a chain of so many epochs is told at once, then one each 100 ms. */
    private static final int PROOFS_MAX = 64;
    private static final long PROOF_REFILL_MILLIS = 100;

    private final Consumer<EpochEffect> out;
    private final TreeMap<MemberId, Guest> guests = new TreeMap<>();
    private final Offered offered = new Offered();
    private long nowMillis;
    private long secondMillis;
    private int served;

    /** What one of them may ask. */
    private static final class Guest {
        private boolean readingProof;
        private int readingOffers;
        private int readingChunks;
        private final Allowance proofs = new Allowance(PROOFS_MAX, PROOF_REFILL_MILLIS);
        private final Allowance offers = new Allowance(OFFERS_MAX, OFFER_REFILL_MILLIS);
        private final Allowance descriptions = new Allowance(OFFERS_MAX, OFFER_REFILL_MILLIS);
    }

    Guests(Consumer<EpochEffect> out) {
        this.out = out;
    }

    void tick(long now) {
        nowMillis = now;
    }

    /** What is beyond a limit gets no answer: the guest turns to others, and back. */
    void onFetch(MemberId from, Fetch fetch, EpochConfig epoch, boolean isOver) {
        Guest guest = guests.computeIfAbsent(from, _ -> new Guest());
        switch (fetch.wanted()) {
            case Fetch.Wanted.HandOver() -> {
                if (isOver && !guest.readingProof && guest.proofs.hasRoom(nowMillis)) {
                    guest.readingProof = true;
                    guest.proofs.take();
                    out.accept(new EpochEffect.ReadHandOver(epoch, from));
                }
            }
            case Fetch.Wanted.SnapshotAbove(SeqNum seq) -> {
                if (guest.readingOffers < OFFERS_READ_MAX && guest.offers.hasRoom(nowMillis)) {
                    guest.readingOffers++;
                    guest.offers.take();
                    out.accept(new EpochEffect.ReadOffer(epoch, from, seq));
                }
            }
            case Fetch.Wanted.DescriptionOf(SeqNum seq) -> {
                if (guest.descriptions.hasRoom(nowMillis)) {
                    offered.describe(seq, epoch.number()).filter(_ -> takesTurn())
                            .ifPresent(description -> {
                                guest.descriptions.take();
                                out.accept(new EpochEffect.Send(epoch, from, description, 0));
                            });
                }
            }
            case Fetch.Wanted.ChunkOf(SeqNum seq, int index) -> {
                if (guest.readingChunks < CHUNKS_READ_MAX && takesTurn()) {
                    guest.readingChunks++;
                    out.accept(new EpochEffect.ReadChunk(epoch, from, seq, index));
                }
            }
            default -> {
                // slots are SlotServer's
            }
        }
    }

    private boolean takesTurn() {
        if (nowMillis >= secondMillis + 1_000) {
            secondMillis = nowMillis;
            served = 0;
        }
        return served < CHUNKS_PER_SECOND && served++ >= 0;
    }

    /** {@code epoch} is the one that was asked in. */
    void onRead(EpochInput.ForGuest read, EpochConfig epoch) {
        Guest guest = guests.get(read.requester());
        Optional<? extends Message> answer = switch (read) {
            case EpochInput.HandOverRead(var _, long _, Optional<HandOver> handOver) -> {
                guest.readingProof = false;
                yield handOver.map(HandOverProof::new);
            }
            case EpochInput.GuestOfferRead(var _, long asked, List<Snapshot> snapshots) -> {
                guest.readingOffers--;
                yield offered.offer(snapshots.stream()
                        .filter(one -> one.slot().epoch() == asked).toList());
            }
            case EpochInput.GuestChunkRead(var _, long _, SeqNum seq, int index, Optional<Bytes> chunk) -> {
                guest.readingChunks--;
                yield chunk.map(data -> new SnapshotChunk(seq, index, data));
            }
        };
        answer.ifPresent(message -> out.accept(
                new EpochEffect.Send(epoch, read.requester(), message, 0)));
    }
}
