package io.quorate.bft.core.epoch;

import io.quorate.bft.HandOver;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.View;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.EpochCertificates;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.Scout;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import io.quorate.bft.core.message.Status;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a process comes from the epoch that it is in to the one of today when the slots between are gone, or too many.
 * It asks one peer after the other how the last epoch that it knows ended; each proof is checked by what is known
 * already and names the next epoch. Then it looks for a snapshot: of the last epoch that is known, and where f + 1 of
 * its members have no equal one, of those before it. The seat stays as it is until the application has changed over.
 * Mutable, one thread.
 */
final class Crossing {
    private static final long ANSWER_MILLIS = 1_000;
    /** Offers are asked for each second: three times of one epoch. */
    private static final long CHOOSING_MILLIS = 3_000;

    private final Identity identity;
    private final EpochSetup setup;
    private final EpochRules rules;
    private final EpochHistory history;
    private final Port port;
    private final Asked asked = new Asked();
    private Claims claims;
    private EpochConfig current;
    private Optional<Scouting> scouting = Optional.empty();
    private long nowMillis;
    private long movedMillis;
    private SeqNum movedTo = SeqNum.ZERO;
    private long answerUntilMillis;
    private boolean needed;

    /** What it needs of the process around it. */
    interface Port {
        Seat seat();

        void emit(EpochEffect effect);

        /** Effects of a process that has no seat in the epoch. */
        void carry(EpochConfig epoch, List<Effect> effects);
    }

    /** A search in one epoch. */
    private record Scouting(EpochConfig epoch, Scout scout, long sinceMillis) {}

    Crossing(Identity identity, EpochSetup setup, EpochRules rules, EpochHistory history,
            EpochConfig current, Port port) {
        this.identity = identity;
        this.setup = setup;
        this.rules = rules;
        this.history = history;
        this.port = port;
        this.current = current;
        this.claims = new Claims(current);
    }

    /** There is a seat in another epoch now. */
    void entered(EpochConfig epoch) {
        current = epoch;
        claims = new Claims(epoch);
        movedMillis = nowMillis;
        if (scouting.filter(one -> one.epoch().number() < lowest()).isPresent()) {
            scouting = Optional.empty(); // the new seat is there, and may have voted
            port.seat().resume();
        }
    }

    /** Of the current epoch. */
    void heard(ReplicaId from, Message message) {
        if (message instanceof Status status) {
            claims.heard(from, status.executed());
        }
    }

    /** The application changes over, or is about to begin: nothing else may happen to the seat meanwhile. */
    boolean awaitsApplication() {
        return scouting.filter(one -> one.scout().awaitsApplication()).isPresent();
    }

    /** A snapshot is being fetched: the seat is not to begin with another one. */
    boolean isFetching() {
        return scouting.filter(one -> one.scout().isFetching()).isPresent();
    }

    boolean isTakingOver(long epoch, Snapshot snapshot) {
        return scouting.filter(one -> one.epoch().number() == epoch
                && one.scout().isTakingOver(snapshot)).isPresent();
    }

    /** The application changed over. */
    void done() {
        scouting = Optional.empty();
    }

    void tick(long now) {
        nowMillis = now;
        Seat seat = port.seat();
        SeqNum executed = seat.status().executed();
        if (!executed.equals(movedTo) || !seat.isIdle() || seat.isRestoring()
                || !isBehind(executed)) {
            movedTo = executed;
            movedMillis = now;
        }
        needed = isStuck(1) || isFar(executed);
        if (needed && !isFetching() && now >= answerUntilMillis) {
            ask();
        }
        scout(executed);
    }

    private boolean isBehind(SeqNum executed) {
        return claims.highest() > executed.number() || open().number() > current.number();
    }

    /** The first epoch of which it is not known that it is over. */
    private EpochConfig open() {
        return history.open(current.number());
    }

    /** Slots come from whoever has them: where none has come for so long, nobody has, or nobody can be reached. */
    private boolean isStuck(int times) {
        return nowMillis - movedMillis >= times * patienceMillis();
    }

    private long patienceMillis() {
        return 2 * current.parameters().timeouts().progress(0);
    }

    private boolean isFar(SeqNum executed) {
        return claims.believed() - executed.number() > rules.transfers().slotGapMax();
    }

    /** Only what must happen by itself: whoever is not behind is woken by others. */
    long deadlineMillis() {
        long deadline = Long.MAX_VALUE;
        if (needed) {
            deadline = isFetching() ? deadline : Math.max(nowMillis + 1, answerUntilMillis);
        } else if (isBehind(movedTo) && port.seat().isIdle() && !port.seat().isRestoring()) {
            deadline = movedMillis + patienceMillis();
        }
        return Math.min(deadline, scouting.map(one -> one.scout().deadlineMillis(nowMillis))
                .orElse(Long.MAX_VALUE));
    }

    private void ask() {
        EpochConfig last = open();
        List<MemberId> peers = Stream.of(current, last)
                .flatMap(epoch -> epoch.members().stream()).map(Member::id)
                .filter(id -> !id.equals(identity.id())).distinct().sorted().toList();
        asked.next(peers).ifPresent(peer -> port.emit(new EpochEffect.Send(last, peer,
                new Fetch(new Fetch.Wanted.HandOver()), 0)));
        answerUntilMillis = nowMillis + ANSWER_MILLIS;
    }

    /** True if it names an epoch that was not known. */
    boolean onProof(MemberId from, long epoch, HandOver proof) {
        EpochConfig last = open();
        if (epoch != last.number() || !asked.answered(from)) {
            return false;
        }
        Optional<HandOverRules.Proven> proven = rules.handOvers().check(last, proof,
                new EpochCertificates(setup.config(last, new ReplicaId(0)),
                        setup.verifying(last)),
                setup);
        if (proven.isEmpty()) {
            trace(last, "wrong hand-over of " + from);
            asked.blame(from);
            ask();
            return false;
        }
        boolean isNews = history.proved(epoch, proven.get());
        port.emit(new EpochEffect.KeepProof(epoch, proof));
        trace(last, "ended: epoch " + (epoch + 1) + " is proved");
        asked.forget();
        ask();
        return isNews;
    }

    private void trace(EpochConfig epoch, String detail) {
        port.carry(epoch, List.of(new Effect.Trace(Effect.Trace.Kind.TRANSFER, View.ZERO,
                epoch.start(), detail)));
    }

    /** Offers and chunks in an epoch in which it looks for them. */
    void onMessage(MemberId from, long epoch, Message message) {
        if (isBeyondEnd(epoch, message)) {
            return;
        }
        scouting.filter(one -> one.epoch().number() == epoch && !port.seat().isRestoring())
                .ifPresent(one -> one.epoch().replicaOf(from)
                        .ifPresent(replica -> port.carry(one.epoch(), one.scout().onMessage(
                                replica, message, port.seat().status().executed(), nowMillis))));
    }

    /** A record ended the epoch before a slot of these: nothing may follow from it. */
    private boolean isBeyondEnd(long epoch, Message message) {
        long last = history.end(epoch).map(end -> end.last().number()).orElse(Long.MAX_VALUE);
        return switch (message) {
            case SnapshotOffer offer -> offer.snapshots().stream()
                    .anyMatch(one -> one.seq().number() > last);
            case SnapshotDescription(Snapshot snapshot) -> snapshot.certifiedSeq() > last;
            default -> false;
        };
    }

    /** False if it is for the seat. */
    boolean onInput(long epoch, Input.OfSnapshot input) {
        Optional<Scouting> asking = scouting.filter(one -> one.epoch().number() == epoch);
        boolean ours = asking.isPresent() && (input instanceof Input.RestoreBegun
                || input instanceof Input.ChunkStored);
        if (ours) {
            port.carry(asking.get().epoch(), asking.get().scout().onInput(input, nowMillis));
        }
        return ours;
    }

    private void scout(SeqNum executed) {
        if (scouting.isEmpty() && wantsSnapshot(executed)) {
            begin(open());
        } else if (scouting.filter(this::isVain).isPresent()) {
            EpochConfig tried = scouting.get().epoch();
            scouting = Optional.empty();
            begin(tried.number() > lowest() ? history.config(tried.number() - 1)
                    : open());
        }
        scouting.ifPresent(one -> port.carry(one.epoch(),
                one.scout().tick(nowMillis, executed, wantsSnapshot(executed))));
        if (scouting.isPresent() && !isFetching() && !wantsSnapshot(executed)) {
            scouting = Optional.empty();
        }
    }

    /** An epoch that is not over is known by what f + 1 of its members say, one that is by the proof of it. */
    private boolean wantsSnapshot(SeqNum executed) {
        boolean later = open().number() > current.number();
        boolean gap = claims.believed() - executed.number() > current.parameters().window();
        boolean own = port.seat() instanceof Seat.Learning && gap;
        return !port.seat().isRestoring() && (isStuck(2) || isFar(executed)) && (later || own);
    }

    private boolean isVain(Scouting one) {
        return !one.scout().hasChosen() && (nowMillis >= one.sinceMillis() + CHOOSING_MILLIS
                || one.epoch().number() < lowest());
    }

    /** A seat that votes fetches snapshots of its own epoch itself. */
    private long lowest() {
        return current.number() + (port.seat() instanceof Seat.Learning ? 0 : 1);
    }

    private void begin(EpochConfig epoch) {
        if (epoch.number() < lowest()) {
            return;
        }
        Scout scout = new Scout(setup.config(epoch, new ReplicaId(0)), setup.verifying(epoch),
                setup, epoch.replicaOf(identity.id()), rules.transfers(), new Scout.Ground() {
                    @Override
                    public boolean pause() {
                        return port.seat().pause();
                    }

                    @Override
                    public void resume() {
                        port.seat().resume();
                    }
                });
        scouting = Optional.of(new Scouting(epoch, scout, nowMillis));
    }
}
