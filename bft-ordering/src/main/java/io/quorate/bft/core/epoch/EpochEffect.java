package io.quorate.bft.core.epoch;

import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.message.Message;
import java.util.Optional;

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

    /**
     * Keep links to these: the members of the current epoch, those of the one before while it is being closed, and
     * those of the next one once it is known. Replaces what was said before.
     */
    record Reach(EpochConfig current, Optional<EpochConfig> closing,
            Optional<EpochConfig> next) implements EpochEffect {}

    /** What concerns no peer. */
    record Local(long epoch, Effect effect) implements EpochEffect {}
}
