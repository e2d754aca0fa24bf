package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.lane.Cut;
import io.quorate.bft.core.lane.CutExecution;
import io.quorate.bft.core.lane.CutPayload;
import io.quorate.bft.core.lane.FrozenLanes;
import io.quorate.bft.core.lane.LaneRules;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.core.lane.LaneStore;
import io.quorate.bft.core.lane.Link;
import io.quorate.bft.core.lane.SlotChains;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * The lanes as one replica holds them: takes batches in, tells whether a value's bodies are all here, and what a
 * decided one executes. Mutable, one thread; off where proposals carry their items.
 */
final class Lanes {
    final LaneSetting setting;
    final LaneStore store;
    final LaneAuthor author;
    private final Context context;
    private final LaneRules rules;
    /** The cut after each slot from the base on, as far as it is known. */
    private final TreeMap<SeqNum, Cut> cuts = new TreeMap<>();
    /** What was asked for by digest, and whether a view chose or a certificate decided what needs it. */
    private final TreeMap<Digest, Wanted> wanted = new TreeMap<>();
    private final TreeSet<Place> reported = new TreeSet<>();
    final FrozenLanes frozen;
    /** Their authors were caught with two batches at one place: not cited here, and no reason to suspect a leader. */
    private final BitSet doubted = new BitSet();
    private boolean news;
    private boolean lacking;

    private record Wanted(boolean needed, long floor) {}

    private record Place(int lane, long laneSeq) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = Integer.compare(lane, other.lane);
            return order == 0 ? Long.compare(laneSeq, other.laneSeq) : order;
        }
    }

    Lanes(Context context, FrozenLanes frozen, LaneRules rules) {
        this.context = context;
        this.rules = rules;
        this.setting = context.config.lanes();
        this.store = new LaneStore(setting);
        this.author = new LaneAuthor(context);
        this.frozen = frozen;
    }

    /** What a leader cites, and what replicas suspect it for, may depend on this; what they vote for does not. */
    void doubt(ReplicaId accused) {
        setting.laneOf(accused).ifPresent(doubted::set);
    }

    /** Nothing of this lane is worth waiting for. */
    boolean shuns(int lane) {
        return doubted.get(lane) || frozen.has(lane);
    }

    /** Nothing is written to this lane, taken into it unasked, or cited of it. */
    boolean leavesOut(int lane) {
        return rules.leavesOut(shuns(lane));
    }

    boolean isOn() {
        return setting.isOn();
    }

    /** The cut after the last slot that is handed to the application or on its way there. */
    Cut delivered() {
        return cuts.lastEntry().getValue();
    }

    Cut executed() {
        return cuts.floorEntry(context.window.executed()).getValue();
    }

    /** Recovery, or a snapshot: where the application stands. */
    void restoreCut(SeqNum seq, Cut cut) {
        cuts.put(seq, cut);
        store.executed(cut);
    }

    /** Recovery: a batch from the log, which holds what this replica once found genuine. */
    void restore(Batch batch) {
        Link link = Link.of(batch, context.signatures::hashOf);
        if (store.find(link.digest()).isEmpty()) {
            store.add(new LaneStore.Held(batch, link, 0));
        }
        if (batch.author().equals(context.config.self())) {
            author.restore(batch, link.digest());
        }
    }

    /** The own lane's next batch: into the log, then to all. */
    void built(long laneSeq, Optional<Bytes> body) {
        author.built(laneSeq, body).ifPresent(batch -> {
            Link link = keep(batch);
            author.sent(batch, link.digest());
            context.outbox.broadcast(batch);
        });
    }

    /** True if it was news. */
    boolean onBatch(Batch batch) {
        OptionalInt lane = setting.laneOf(batch.author());
        if (lane.isEmpty() || batch.body().size() > setting.batchBytesMax()) {
            return false;
        }
        Link link = Link.of(batch, context.signatures::hashOf);
        if (store.find(link.digest()).isPresent()) {
            return false;
        }
        Optional<Wanted> asked = Optional.ofNullable(wanted.get(link.digest()));
        Optional<LaneStore.Held> first = store.first(lane.getAsInt(), batch.laneSeq());
        if (!takes(lane.getAsInt(), batch, asked, first)) {
            return false;
        }
        if (!context.signatures.valid(batch, link.digest())
                || !context.rules.admits(batch.body())) {
            context.blameSender(); // a correct replica passes on what it found genuine and admissible
            context.trace(Effect.Trace.Kind.REJECTED, SeqNum.ZERO, "Batch of " + batch.author());
            return false;
        }
        author.seen(batch);
        first.ifPresent(held -> report(lane.getAsInt(), held.batch(), batch));
        if (first.isPresent() && asked.isEmpty()) {
            return false;
        }
        keep(batch);
        asked.ifPresent(one -> askForPrevious(batch, one));
        wanted.remove(link.digest());
        return true;
    }

    private boolean takes(int lane, Batch batch, Optional<Wanted> asked,
            Optional<LaneStore.Held> first) {
        if (asked.filter(Wanted::needed).isPresent()) {
            return true; // a correct replica held it within its quota
        }
        boolean own = batch.author().equals(context.config.self())
                && !author.forgets(batch);
        if (asked.isPresent()) {
            return store.hasRoomForAsked(lane, batch.laneSeq(), batch.body().size());
        }
        boolean unreported = first.isPresent()
                && !reported.contains(new Place(lane, batch.laneSeq()));
        return !own && !leavesOut(lane) && (unreported || first.isEmpty()
                && store.hasRoom(lane, batch.laneSeq(), batch.body().size()));
    }

    private void askForPrevious(Batch batch, Wanted by) {
        if (batch.laneSeq() - 1 > by.floor() && store.find(batch.prev()).isEmpty()) {
            wanted.put(batch.prev(), by);
        }
    }

    private Link keep(Batch batch) {
        Link link = Link.of(batch, context.signatures::hashOf);
        store.add(new LaneStore.Held(batch, link, context.nowMillis));
        context.outbox.persist(batch);
        news = true;
        return link;
    }

    private void report(int lane, Batch held, Batch rival) {
        if (reported.add(new Place(lane, rival.laneSeq()))) {
            context.outbox.emit(new Effect.DoubleBatch(held, rival));
            context.evidence.batches(held, rival);
        }
    }

    /** Something came that another replica may want to know of; asked once. */
    boolean takeNews() {
        boolean taken = news;
        news = false;
        return taken;
    }

    /** Whether the form of a payload is the one of this ledger, and its citations make sense. */
    boolean wellFormed(Bytes payload) {
        return CutPayload.decode(payload, setting.lanes()).isPresent();
    }

    /**
     * Whether all that {@code value} may execute here is in the log: its chains above the last executed cut, for the
     * slots between may yet become no-ops.
     */
    boolean votable(Value value) {
        if (!isOn()) {
            return true;
        }
        Optional<CutPayload> cited = CutPayload.cited(value.payload(), setting.lanes());
        boolean held = cited.isPresent() && store.missing(cited.get(), executed()).isEmpty();
        lacking |= !held;
        return rules.votes(held);
    }

    /** What the slot after the delivered ones executes; empty while something of it is missing. */
    Optional<CutExecution> execution(Slot slot, Value value) {
        TreeMap<Digest, Link> proven = slot.chains.map(SlotChains::index).orElseGet(TreeMap::new);
        Optional<CutExecution> execution = CutPayload.cited(value.payload(), setting.lanes())
                .flatMap(cited -> CutExecution.of(slot.seq.number(), delivered(), cited, frozen,
                        setting, rules, digest -> store.links().apply(digest)
                                .or(() -> Optional.ofNullable(proven.get(digest)))));
        lacking |= execution.isEmpty();
        return execution;
    }

    LaneRules rules() {
        return rules;
    }

    void deliveredTo(SeqNum seq, Cut cut) {
        cuts.put(seq, cut);
    }

    /** Executed or base moved: quotas open, and what no vote can ask for goes. */
    void windowMoved() {
        if (!isOn()) {
            return;
        }
        store.executed(executed());
        SeqNum done = context.window.base().isBefore(context.window.executed())
                ? context.window.base()
                : context.window.executed();
        var known = cuts.floorEntry(done);
        if (known != null) {
            store.forget(known.getValue());
            cuts.headMap(known.getKey(), false).clear();
            Cut cut = known.getValue();
            reported.removeIf(place -> place.laneSeq() <= cut.of(place.lane()));
        }
    }

    /** Where each lane would be cut if all that is proposed below {@code seq} is decided. */
    Cut expected(SeqNum seq) {
        Cut cut = delivered();
        for (Slot slot : context.window.slots()
                .subMap(context.window.delivered(), false, seq, false).values()) {
            Optional<CutPayload> cited = slot.decidedDigest()
                    .or(() -> slot.acceptedIn(context.view))
                    .flatMap(digest -> Optional.ofNullable(slot.values.get(digest)))
                    .flatMap(value -> CutPayload.decode(value.payload(), setting.lanes()));
            if (cited.isPresent()) {
                cut = cut.reaching(cited.get());
            }
        }
        return cut;
    }

    /** Bodies that open slots lack, now wanted; at most one link a lane and slot is known at a time. */
    List<LaneStore.Missing> lacks() {
        List<LaneStore.Missing> missing = new ArrayList<>();
        if (!lacking) {
            return missing;
        }
        wanted.clear();
        for (Slot slot : context.window.slots().tailMap(context.window.delivered(), false)
                .values()) {
            boolean needed = slot.decided.isPresent() || slot.chosenIn(context.view);
            Optional<Value> value = slot.decidedDigest().or(() -> slot.acceptedIn(context.view))
                    .flatMap(digest -> Optional.ofNullable(slot.values.get(digest)));
            value.flatMap(v -> CutPayload.decode(v.payload(), setting.lanes()))
                    .ifPresent(cited -> {
                        Cut floor = slot.decided.isPresent() ? delivered() : executed();
                        for (LaneStore.Missing one : store.missing(cited, floor)) {
                            missing.add(one);
                            wanted.merge(one.digest(), new Wanted(needed, one.floor()),
                                    (a, b) -> new Wanted(a.needed() || b.needed(),
                                            Math.min(a.floor(), b.floor())));
                        }
                    });
        }
        lacking = !missing.isEmpty();
        return missing;
    }

    boolean lacking() {
        return lacking;
    }

    /** Some lane has batches that no decided slot executed. */
    boolean waiting() {
        for (int lane = 0; lane < setting.lanes(); lane++) {
            if (!shuns(lane) && store.contiguous(lane) > delivered().of(lane)) {
                return true;
            }
        }
        return false;
    }

    /** For a shortened log: all that may still be asked for, and the own last one. */
    List<Batch> logRecords() {
        List<Batch> records = new ArrayList<>(store.all());
        author.last().filter(batch -> !records.contains(batch)).ifPresent(records::add);
        return records;
    }
}
