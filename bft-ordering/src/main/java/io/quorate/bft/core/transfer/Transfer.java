package io.quorate.bft.core.transfer;

import io.quorate.bft.Chunks;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.SnapshotOffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Fetches a snapshot: asks everybody for offers, takes the newest that f + 1 agree on and one of them proves, and its
 * chunks from all who offer it, each checked by its hash as it comes. Until one is proved it holds names alone, so that
 * no number of liars makes it hold more than the one snapshot. Mutable, one thread.
 */
public final class Transfer {
    /** A state has to be read as a whole before it can be offered, so patience is in order. */
    private static final long OFFERS_EVERY_MILLIS = 1_000;
    private static final long CHUNK_MILLIS = 2_000;
    private static final long PROGRESS_EVERY = 64;

    private enum Phase {
        IDLE, CHOOSING, DESCRIBING, OPENING, FETCHING, FINISHING
    }

    private final ReplicaId self;
    private final int committeeSize;
    private final TransferRules rules;
    private final TransferPort port;
    private final Offers offers;
    private final TreeSet<ReplicaId> blamed = new TreeSet<>();
    private Phase phase = Phase.IDLE;
    /** In this round of offers: nobody proved them. */
    private final TreeSet<Offers.Name> tried = new TreeSet<>();
    private Optional<Description> description = Optional.empty();
    private Optional<Snapshot> chosen = Optional.empty();
    /** Of {@link #chosen}, which may be a megabyte to hash. */
    private Optional<Offers.Name> chosenName = Optional.empty();
    private Optional<ChunkPlan> plan = Optional.empty();
    private long askedMillis = Long.MIN_VALUE / 2;

    public Transfer(ReplicaId self, int committeeSize, int weak, TransferRules rules,
            TransferPort port) {
        this(self, committeeSize, new Offers(rules.offersNeeded(weak)), rules, port);
    }

    Transfer(ReplicaId self, int committeeSize, Offers offers, TransferRules rules,
            TransferPort port) {
        this.self = self;
        this.committeeSize = committeeSize;
        this.rules = rules;
        this.port = port;
        this.offers = offers;
    }

    /** A snapshot is being fetched: slots need not be. */
    public boolean isFetching() {
        return hasChosen() && phase != Phase.DESCRIBING;
    }

    /** f + 1 agree on one, which is to be proved or is being fetched. */
    public boolean hasChosen() {
        return phase != Phase.IDLE && phase != Phase.CHOOSING;
    }

    /** It was asked to make room, or to change over, and has not answered. */
    public boolean awaitsApplication() {
        return phase == Phase.OPENING || phase == Phase.FINISHING;
    }

    /** The application was asked to change over to this one. */
    public boolean isTakingOver(Snapshot snapshot) {
        return phase == Phase.FINISHING && chosen.filter(snapshot::equals).isPresent();
    }

    /** Told at every turn where the replica stands and whether only a snapshot helps. */
    public void tick(long nowMillis, long executed, boolean needed) {
        boolean overtaken = chosen.filter(s -> s.seq() <= executed).isPresent();
        boolean choosing = phase == Phase.CHOOSING || phase == Phase.DESCRIBING;
        if (phase == Phase.FETCHING && overtaken || choosing && !needed) {
            port.trace(executed, "no longer needed");
            port.resume();
            reset();
        }
        if (phase == Phase.IDLE && needed) {
            phase = Phase.CHOOSING;
        }
        switch (phase) {
            case CHOOSING -> choose(nowMillis, executed);
            case DESCRIBING -> describe(nowMillis, executed);
            case FETCHING -> fetch(nowMillis);
            default -> {
                // the application's turn
            }
        }
    }

    public long deadlineMillis(long nowMillis) {
        return switch (phase) {
            case CHOOSING -> Math.max(nowMillis + 1, askedMillis + OFFERS_EVERY_MILLIS);
            case DESCRIBING -> Math.max(nowMillis + 1, description.orElseThrow()
                    .deadlineMillis(offers.proversOf(description.orElseThrow().name())));
            case FETCHING -> plan.orElseThrow().deadlineMillis();
            default -> Long.MAX_VALUE;
        };
    }

    private void choose(long nowMillis, long executed) {
        if (nowMillis < askedMillis + OFFERS_EVERY_MILLIS) {
            return;
        }
        askedMillis = nowMillis;
        tried.clear();
        if (blamed.size() >= committeeSize - 1) {
            blamed.clear(); // more than can be faulty: the network was
        }
        for (int i = 0; i < committeeSize; i++) {
            ReplicaId peer = new ReplicaId(i);
            if (!peer.equals(self) && !blamed.contains(peer)) {
                port.ask(peer, new Fetch.Wanted.SnapshotAbove(new SeqNum(executed)));
            }
        }
    }

    public void onOffer(ReplicaId from, SnapshotOffer offer, long executed, long nowMillis) {
        boolean wanted = phase == Phase.CHOOSING || phase == Phase.DESCRIBING
                || phase == Phase.FETCHING;
        if (!wanted || blamed.contains(from)) {
            return;
        }
        offer.snapshots().stream().filter(one -> one.seq().number() > executed)
                .forEach(one -> offers.add(from, one));
        if (phase == Phase.FETCHING) {
            if (offers.sourcesOf(chosenName.orElseThrow()).contains(from)) {
                plan.orElseThrow().addSource(from);
            }
        } else if (phase == Phase.CHOOSING) {
            describe(nowMillis, executed);
        }
    }

    /** Asks those who can prove the newest snapshot that enough agree on; after all of them, those who can the next one. */
    private void describe(long nowMillis, long executed) {
        boolean over = description.filter(one -> one.name().seq().number() <= executed
                || !offers.isAgreed(one.name())
                || one.isVain(offers.proversOf(one.name()), nowMillis)).isPresent();
        if (over) {
            tried.add(description.orElseThrow().name());
            description = Optional.empty();
        }
        if (description.isEmpty()) {
            description = offers.agreed(tried).filter(name -> name.seq().number() > executed)
                    .map(name -> new Description(name, nowMillis));
        }
        phase = description.isPresent() ? Phase.DESCRIBING : Phase.CHOOSING;
        description.ifPresent(one -> one.due(offers.proversOf(one.name()), nowMillis)
                .forEach(peer -> port.ask(peer,
                        new Fetch.Wanted.DescriptionOf(one.name().seq()))));
    }

    /** Who was not asked for it is not listened to, and what is not what it named is its sender's fault. */
    public void onDescription(ReplicaId from, Snapshot snapshot, long nowMillis) {
        boolean expected = phase == Phase.DESCRIBING
                && description.orElseThrow().name().seq().number() == snapshot.seq()
                && description.orElseThrow().expects(from) && !blamed.contains(from);
        if (!expected) {
            return;
        }
        Offers.Name name = Offers.Name.of(snapshot);
        boolean isIt = name.equals(description.orElseThrow().name());
        if (!isIt || !port.isCertified(snapshot)) {
            description.orElseThrow().wasWrong(nowMillis);
            blame(from, snapshot.seq(), "description");
            return;
        }
        chosen = Optional.of(snapshot);
        chosenName = Optional.of(name);
        description = Optional.empty();
        phase = Phase.OPENING;
        port.trace(snapshot.seq(), "begins: " + snapshot.chunks().size() + " chunks");
        port.begin(snapshot);
    }

    /** The application has {@code held} already. */
    public void begun(long nowMillis, List<Integer> held) {
        Snapshot snapshot = chosen.orElseThrow();
        plan = Optional.of(new ChunkPlan(snapshot.chunks().size(), held,
                offers.sourcesOf(chosenName.orElseThrow())));
        phase = Phase.FETCHING;
        fetch(nowMillis);
    }

    private void fetch(long nowMillis) {
        ChunkPlan chunks = plan.orElseThrow();
        Snapshot snapshot = chosen.orElseThrow();
        chunks.expire(nowMillis);
        if (chunks.isComplete()) {
            if (port.finish(snapshot)) {
                phase = Phase.FINISHING;
            }
            return;
        }
        if (!chunks.hasSources()) { // those that had it are gone, or it is too old for them by now
            port.trace(snapshot.seq(), "no source left");
            port.resume();
            reset();
            return;
        }
        SeqNum seq = new SeqNum(snapshot.seq());
        for (var next = chunks.next(nowMillis + CHUNK_MILLIS); next.isPresent(); next = chunks
                .next(nowMillis + CHUNK_MILLIS)) {
            port.ask(next.get().source(), new Fetch.Wanted.ChunkOf(seq, next.get().index()));
        }
    }

    /** What was not asked for is not looked at: an endless source costs nothing but its frames. */
    public void onChunk(ReplicaId from, SnapshotChunk message, long nowMillis) {
        boolean expected = phase == Phase.FETCHING
                && chosen.orElseThrow().seq() == message.seq().number()
                && plan.orElseThrow().expects(from, message.index());
        if (!expected) {
            return;
        }
        Snapshot snapshot = chosen.orElseThrow();
        Digest wanted = snapshot.chunks().get(message.index());
        if (!rules.accepts(wanted, Chunks.hash(message.data()))) {
            blame(from, snapshot.seq(), "chunk " + message.index());
            fetch(nowMillis);
            return;
        }
        plan.orElseThrow().arrived(message.index());
        port.store(snapshot, message.index(), message.data());
    }

    public void stored(long seq, int index, long nowMillis) {
        if (phase != Phase.FETCHING || chosen.orElseThrow().seq() != seq) {
            return;
        }
        ChunkPlan chunks = plan.orElseThrow();
        chunks.stored(index);
        if (chunks.left() % PROGRESS_EVERY == 0) {
            port.trace(seq, "left: " + chunks.left() + " chunks");
        }
        fetch(nowMillis);
    }

    /** The application changed over. */
    public void finished() {
        port.trace(chosen.orElseThrow().seq(), "ends");
        blamed.clear();
        reset();
    }

    private void blame(ReplicaId peer, long seq, String what) {
        port.trace(seq, "wrong " + what + " of " + peer);
        blamed.add(peer);
        offers.remove(peer);
        plan.ifPresent(chunks -> chunks.dropSource(peer));
    }

    private void reset() {
        phase = Phase.IDLE;
        chosen = Optional.empty();
        chosenName = Optional.empty();
        description = Optional.empty();
        plan = Optional.empty();
        tried.clear();
        offers.clear();
    }
}
