package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.lane.Cut;
import io.quorate.bft.core.lane.CutPayload;
import io.quorate.bft.core.lane.HaveTable;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.core.lane.LaneStore;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.Have;
import io.quorate.bft.core.message.Suspect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * What replicas tell each other about lanes: each tells leaders what it holds, leaders tell all, and whoever lacks
 * something asks; from the reports a leader knows what to cite. Mutable, one thread.
 */
final class LaneExchange {
    private static final int SERVED_BATCHES_MAX = 128;
    private static final long SERVED_BYTES_MAX = 2 << 20;
    private static final int ASKED_MAX = 16;
    /** T_censor. */
    private static final long CENSOR_MILLIS = 3_000;

    private final Context context;
    private final Lanes lanes;
    private final LaneSetting setting;
    private final HaveTable reports;
    private final Ahead[] ahead;
    private final ReplicaId[] asked;
    private final long[] toldSeq;
    private final long[] servedMillis;
    private final long[] servedBytes;
    private List<ReplicaId> told = List.of();
    private long toldMillis;
    private long toldAllMillis;
    private long askedMillis;
    private long triedMillis;
    private boolean untold;
    private boolean cuttable = true;
    private int nextPeer;

    /** The furthest report on a lane beyond what is here. */
    private record Ahead(ReplicaId peer, long laneSeq, Digest digest, long sinceMillis,
            long contiguous) {}

    LaneExchange(Context context) {
        this.context = context;
        this.lanes = context.lanes;
        this.setting = lanes.setting;
        this.reports = new HaveTable(context.quorums.n(), setting.lanes());
        this.ahead = new Ahead[setting.lanes()];
        this.asked = new ReplicaId[setting.lanes()];
        this.servedMillis = new long[context.quorums.n()];
        this.servedBytes = new long[context.quorums.n()];
        this.toldSeq = new long[setting.lanes()];
        this.nextPeer = context.config.self().index();
    }

    void onHave(ReplicaId from, Have message) {
        for (Have.LaneTip tip : message.tips()) {
            OptionalInt of = setting.laneOf(tip.author());
            if (of.isEmpty()) {
                continue;
            }
            int lane = of.getAsInt();
            if (tip.author().equals(context.config.self())) {
                lanes.author.reported(from, tip.laneSeq());
            }
            reports.put(from, lane, tip.laneSeq(), tip.digest());
            long here = lanes.store.contiguous(lane);
            // one that was asked in vain gives way to any other: it may be the only one that lies
            boolean takes = ahead[lane] == null || ahead[lane].contiguous() != here
                    || ahead[lane].peer().equals(asked[lane]) && !from.equals(asked[lane]);
            if (tip.laneSeq() > here && takes && !lanes.shuns(lane)) {
                ahead[lane] = new Ahead(from, tip.laneSeq(), tip.digest(), context.nowMillis,
                        here);
            }
        }
        cuttable = true;
    }

    /** A small question may have a large answer: each peer has its share of every T_retx. */
    void onFetch(ReplicaId from, Fetch.Wanted.BatchesTo wanted) {
        int peer = from.index();
        if (context.nowMillis >= servedMillis[peer] + context.timeouts().retransmit()) {
            servedMillis[peer] = context.nowMillis;
            servedBytes[peer] = 0;
        }
        for (Batch batch : lanes.store.chain(wanted.digest(), wanted.floor(), SERVED_BATCHES_MAX,
                SERVED_BYTES_MAX - servedBytes[peer])) {
            servedBytes[peer] += batch.body().size();
            context.outbox.send(from, batch);
        }
    }

    /** After each input: reports that are due, questions, and when to look again. */
    long update() {
        if (!setting.isOn()) {
            return Long.MAX_VALUE;
        }
        if (lanes.takeNews()) {
            untold = true;
            cuttable = true;
        }
        tellLeaders();
        tellAll();
        ask();
        long wake = lanes.author.poll();
        wake = Math.min(wake, inclusionAtMillis());
        if (untold) {
            wake = Math.min(wake, toldMillis + setting.haveMillis());
        }
        if (lanes.lacking() || isBehind()) {
            wake = Math.min(wake, askedMillis + context.timeouts().retransmit());
        }
        return wake;
    }

    /** The leader of the next slot, and who leads when those in flight are decided. */
    private List<ReplicaId> leaders() {
        SeqNum next = context.window.decided().next();
        SeqNum later = new SeqNum(next.number() + context.config.inFlightMax());
        TreeSet<ReplicaId> leaders = new TreeSet<>();
        context.leaders.of(context.view, next).ifPresent(leaders::add);
        context.leaders.of(context.view, later).ifPresent(leaders::add);
        leaders.remove(context.config.self());
        return List.copyOf(leaders);
    }

    private void tellLeaders() {
        List<ReplicaId> leaders = leaders();
        boolean changed = !leaders.equals(told);
        boolean due = context.nowMillis >= toldMillis + setting.haveMillis();
        boolean again = context.nowMillis >= toldAllMillis
                + context.timeouts().statusMillis() && lanes.waiting();
        if (!changed && !(due && (untold || again))) {
            return;
        }
        told = leaders;
        toldMillis = context.nowMillis;
        untold = false;
        List<Have.LaneTip> tips = tips(changed || again);
        if (!tips.isEmpty()) {
            leaders.forEach(leader -> context.outbox.send(leader, new Have(tips)));
        }
    }

    /** So that those a batch did not reach can ask for it. */
    private void tellAll() {
        boolean due = context.nowMillis >= toldAllMillis
                + context.timeouts().statusMillis();
        if (due && lanes.waiting()) {
            toldAllMillis = context.nowMillis;
            if (context.leads(context.window.decided().next())) {
                List<Have.LaneTip> tips = tips(true);
                if (!tips.isEmpty()) {
                    context.outbox.broadcast(new Have(tips));
                }
            }
        }
    }

    private List<Have.LaneTip> tips(boolean all) {
        List<Have.LaneTip> tips = new ArrayList<>();
        for (int lane = 0; lane < setting.lanes(); lane++) {
            long at = lanes.store.contiguous(lane);
            Optional<LaneStore.Held> last = lanes.store.first(lane, at);
            if (last.isPresent() && (all || at > toldSeq[lane])) {
                toldSeq[lane] = at;
                tips.add(new Have.LaneTip(setting.authors().get(lane), at,
                        last.get().link().digest()));
            }
        }
        return tips;
    }

    private boolean isBehind() {
        for (int lane = 0; lane < ahead.length; lane++) {
            if (ahead[lane] != null) {
                return true;
            }
        }
        return false;
    }

    private void ask() {
        long patience = context.timeouts().retransmit();
        if (context.nowMillis < askedMillis + patience || !lanes.lacking() && !isBehind()) {
            return;
        }
        askedMillis = context.nowMillis;
        TreeSet<Digest> questions = new TreeSet<>();
        boolean ignorant = false;
        for (LaneStore.Missing one : lanes.lacks()) {
            ignorant |= lanes.shuns(one.lane());
            if (questions.size() < ASKED_MAX && questions.add(one.digest())) {
                context.outbox.send(rotate(), new Fetch(
                        new Fetch.Wanted.BatchesTo(one.digest(), one.floor())));
            }
        }
        if (ignorant && !context.leader().equals(context.config.self())) {
            context.evidence.tellOfLanes(context.leader()); // a correct one cites no such lane
        }
        for (int lane = 0; lane < ahead.length; lane++) {
            catchUp(lane, questions);
        }
    }

    private void catchUp(int lane, TreeSet<Digest> questions) {
        Ahead known = ahead[lane];
        long here = lanes.store.contiguous(lane);
        if (known == null) {
            return;
        }
        if (here != known.contiguous()) {
            ahead[lane] = null; // it moves: the rest is on its way
        } else
            if (context.nowMillis - known.sinceMillis() >= context.timeouts()
                    .retransmit() && questions.size() < ASKED_MAX) {
                        lanes.store.missing(lane, known.digest(), known.laneSeq(), here)
                                .filter(one -> questions.add(one.digest()))
                                .ifPresent(one -> context.outbox.send(known.peer(), new Fetch(
                                        new Fetch.Wanted.BatchesTo(one.digest(), here))));
                        asked[lane] = known.peer();
                        ahead[lane] = null; // another may report it
                    }
    }

    private ReplicaId rotate() {
        do {
            nextPeer = (nextPeer + 1) % context.quorums.n();
        } while (nextPeer == context.config.self().index());
        return new ReplicaId(nextPeer);
    }

    /** Whether {@link #cut} may give another answer than the last time it gave none. */
    boolean cuttable() {
        return setting.isOn() && (cuttable || lanes.waiting() && context.nowMillis > triedMillis);
    }

    /** What to propose for {@code seq}: tips that a quorum reports, or that wait for too long, a block's worth. */
    Optional<CutPayload> cut(SeqNum seq) {
        triedMillis = context.nowMillis;
        Cut expected = lanes.expected(seq);
        CutPayload.Tip[] tips = new CutPayload.Tip[setting.lanes()];
        long bytes = 0;
        int found = 0;
        for (int i = 0; i < tips.length; i++) {
            int lane = (int) ((seq.number() + i) % tips.length);
            long last = lanes.leavesOut(lane) ? 0 : citable(lane, expected.of(lane));
            for (long at = expected.of(lane) + 1; at <= last; at++) {
                LaneStore.Held held = lanes.store.first(lane, at).orElseThrow();
                bytes += held.batch().body().size();
                if (bytes > setting.blockBytesMax()) {
                    return payload(tips);
                }
                tips[lane] = new CutPayload.Tip(lane, at, held.link().digest());
                found++;
            }
        }
        cuttable = found > 0;
        return payload(tips);
    }

    private static Optional<CutPayload> payload(CutPayload.Tip[] tips) {
        List<CutPayload.Tip> cited = new ArrayList<>();
        for (CutPayload.Tip tip : tips) {
            if (tip != null) {
                cited.add(tip);
            }
        }
        return cited.isEmpty() ? Optional.empty() : Optional.of(new CutPayload(cited));
    }

    /** T_incl: a leader cites what it holds for so long, whoever else does; well before it is suspected. */
    private long inclusionMillis() {
        return context.timeouts().progress(0) / 4;
    }

    /** When the first batch that a quorum does not report is cited all the same. */
    private long inclusionAtMillis() {
        long first = Long.MAX_VALUE;
        if (!context.leads(context.window.decided().next())) {
            return first;
        }
        for (int lane = 0; lane < setting.lanes(); lane++) {
            long cut = lanes.delivered().of(lane);
            if (!lanes.shuns(lane) && lanes.store.contiguous(lane) > cut) {
                long arrived = lanes.store.first(lane, cut + 1)
                        .map(LaneStore.Held::arrivedMillis).orElse(Long.MAX_VALUE);
                first = Math.min(first, arrived);
            }
        }
        long at = first == Long.MAX_VALUE ? first : first + inclusionMillis();
        return at > context.nowMillis ? at : Long.MAX_VALUE;
    }

    private long citable(int lane, long expected) {
        long tip = lanes.store.contiguous(lane);
        if (tip <= expected) {
            return 0;
        }
        Optional<LaneStore.Held> oldest = lanes.store.first(lane, expected + 1);
        if (oldest.isEmpty()) {
            return 0;
        }
        if (context.nowMillis >= oldest.get().arrivedMillis() + inclusionMillis()) {
            return tip;
        }
        return reports.heldBy(context.quorums.quorum(), lane, tip,
                at -> lanes.store.first(lane, at).map(held -> held.link().digest())
                        .orElse(Digest.ZERO));
    }

    /** The leader had room for a batch that waits here, and left it out for T_censor. */
    Optional<Suspect.Reason> censored(long viewMillis, long fullMillis) {
        long since = Math.max(viewMillis, fullMillis);
        if (!setting.isOn() || context.nowMillis - since < CENSOR_MILLIS) {
            return Optional.empty();
        }
        for (int lane = 0; lane < setting.lanes(); lane++) {
            long cut = lanes.delivered().of(lane);
            Optional<LaneStore.Held> oldest = !lanes.shuns(lane)
                    && lanes.store.contiguous(lane) > cut
                            ? lanes.store.first(lane, cut + 1)
                            : Optional.empty();
            if (oldest.filter(held -> context.nowMillis - held.arrivedMillis() >= CENSOR_MILLIS)
                    .isPresent()) {
                return Optional.of(Suspect.Reason.CENSORSHIP);
            }
        }
        return Optional.empty();
    }
}
