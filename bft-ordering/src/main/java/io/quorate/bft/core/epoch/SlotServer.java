package io.quorate.bft.core.epoch;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.FetchedSlots;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.Ping;
import io.quorate.bft.core.message.Pong;
import io.quorate.bft.core.message.Status;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * Answers learners, and members of past epochs that stayed behind, out of what the application stores. Holds nothing
 * but who is being answered: one question a peer at a time, and few words about positions in a while. Mutable, one
 * thread.
 */
final class SlotServer {
    /** In the least time after which a peer asks again; it may ask about several epochs. */
    private static final int POSITIONS_MAX = 4;

    /** How often a peer was told where an epoch stands here since then. */
    private record Told(long sinceMillis, int count) {}

    private final Consumer<EpochEffect> out;
    /** The epoch that each asks about, who may ask its seat in the next one meanwhile; of those that are let in only. */
    private final TreeMap<MemberId, Long> reading = new TreeMap<>();
    private final TreeMap<MemberId, Told> told = new TreeMap<>();
    private long nowMillis;

    /**
     * Where an epoch stands here.
     *
     * @param executed never beyond the epoch's end
     */
    record Stand(EpochConfig epoch, SeqNum executed, Optional<BlockCert> cert) {}

    SlotServer(Consumer<EpochEffect> out) {
        this.out = out;
    }

    void tick(long now) {
        nowMillis = now;
    }

    void onMessage(MemberId from, Message message, Stand stand) {
        switch (message) {
            case Status status -> answer(from, status, stand);
            case Fetch(Fetch.Wanted.SlotsFrom wanted) ->
                    read(from, wanted.first(), wanted.count(), stand);
            case Ping(long nonce) ->
                    out.accept(new EpochEffect.Send(stand.epoch(), from, new Pong(nonce), 0));
            case Fetch(Fetch.Wanted.ValueOf wanted) -> read(from, wanted.seq(), 1, stand);
            default -> {
                // nothing that an epoch which is over, or a stranger to it, may say
            }
        }
    }

    /**
     * Learners say that they are not active: they are told when they ask. Whoever is told may be further by the time that
     * this arrives, or lie, and answer in turn: without a limit two learners under load would go on so for ever.
     */
    private void answer(MemberId from, Status status, Stand stand) {
        SeqNum base = stand.cert().map(BlockCert::seq).orElse(stand.epoch().start());
        boolean tells = !status.active() || status.executed().isBefore(stand.executed());
        boolean proves = stand.cert().filter(cert -> status.base().isBefore(cert.seq()))
                .isPresent();
        if (!tells && !proves || !mayTell(from, stand.epoch())) {
            return;
        }
        if (tells) {
            out.accept(new EpochEffect.Send(stand.epoch(), from, new Status(View.ZERO, true, base,
                    stand.executed(), stand.executed(), Bytes.EMPTY, 0), 0));
        }
        stand.cert().filter(cert -> status.base().isBefore(cert.seq()))
                .ifPresent(cert -> out.accept(
                        new EpochEffect.Send(stand.epoch(), from, cert, 0)));
    }

    private boolean mayTell(MemberId peer, EpochConfig epoch) {
        Told before = told.get(peer);
        boolean isOver = before == null || nowMillis - before.sinceMillis() >= epoch.parameters()
                .timeouts().retransmitMillis();
        if (!isOver && before.count() == POSITIONS_MAX) {
            return false;
        }
        told.put(peer, isOver ? new Told(nowMillis, 1)
                : new Told(before.sinceMillis(), before.count() + 1));
        return true;
    }

    private void read(MemberId from, SeqNum first, int count, Stand stand) {
        if (count > 0 && first.isAfter(stand.epoch().start()) && !first.isAfter(stand.executed())
                && reading.putIfAbsent(from, stand.epoch().number()) == null) {
            long last = Math.min(stand.executed().number(), first.number() + count - 1);
            out.accept(new EpochEffect.ReadSlots(stand.epoch(), from, first, new SeqNum(last),
                    MessageCodec.REPLY_PAYLOAD_BYTES));
        }
    }

    boolean isReading(MemberId requester, long epoch) {
        Long asked = reading.get(requester);
        return asked != null && asked == epoch;
    }

    void onSlotsRead(MemberId requester, EpochConfig epoch, List<DecidedSlot> slots) {
        reading.remove(requester);
        if (!slots.isEmpty()) {
            out.accept(new EpochEffect.Send(epoch, requester, new FetchedSlots(slots), 0));
        }
    }
}
