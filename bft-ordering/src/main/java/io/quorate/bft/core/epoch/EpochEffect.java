package io.quorate.bft.core.epoch;

import io.quorate.bft.HandOver;
import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.message.Message;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** What a {@link Participant} wants done, under the rules of {@link Effect}. */
public sealed interface EpochEffect {
    /** Send to one peer, member of the epoch or not, in the epoch's wire form. */
    record Send(EpochConfig epoch, MemberId to, Message message,
            long afterLsn) implements EpochEffect {}

    /** Send to all other members of the epoch. */
    record Broadcast(EpochConfig epoch, Message message, long afterLsn) implements EpochEffect {}

    /** As {@link Effect.ReadSlots}; answer with {@link EpochInput.SlotsRead}. */
    record ReadSlots(EpochConfig epoch, MemberId requester, SeqNum first, SeqNum last,
            int maxBytes) implements EpochEffect {}

    /** What is read of the application for a peer that no seat serves; each is answered by an {@link EpochInput.ForGuest}. */
    sealed interface ForGuest extends EpochEffect {
        /** In which the peer asked, and is answered. */
        EpochConfig epoch();

        MemberId requester();
    }

    /** How the epoch ended: {@link EpochInput.HandOverRead}. */
    record ReadHandOver(EpochConfig epoch, MemberId requester) implements ForGuest {}

    /** As {@link Effect.ReadOffer}: {@link EpochInput.GuestOfferRead}. */
    record ReadOffer(EpochConfig epoch, MemberId requester, SeqNum above) implements ForGuest {}

    /** As {@link Effect.ReadChunk}: {@link EpochInput.GuestChunkRead}. */
    record ReadChunk(EpochConfig epoch, MemberId requester, SeqNum seq,
            int index) implements ForGuest {}

    /** How an epoch ended is to be kept; before whatever the application is told next. */
    sealed interface OfHandOver extends EpochEffect {
        long epoch();
    }

    /** Its last slot is executed here and certified: the application has the record. */
    record KeepEnd(long epoch, Bytes blockCert, Bytes next) implements OfHandOver {}

    /** A peer proved it. */
    record KeepProof(long epoch, HandOver handOver) implements OfHandOver {}

    /**
     * Keep links to these: the members of the current epoch, those of the one before while it is being closed, and
     * those of the last one that is known to come. Replaces what was said before.
     */
    record Reach(EpochConfig current, Optional<EpochConfig> closing,
            Optional<EpochConfig> next) implements EpochEffect {}

    /** What concerns no peer. */
    record Local(long epoch, Effect effect) implements EpochEffect {}
}
