package io.quorate.bft.core.lane;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.message.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The batches of all lanes, as far as they may still be needed: the first that came for each place, and rivals of it
 * that a proposal asked for. Mutable, one thread; bounded by its setting, and what is decided or chosen.
 */
public final class LaneStore {
    private final LaneSetting setting;
    private final TreeMap<Digest, Held> byDigest = new TreeMap<>();
    private final Lane[] lanes;
    private long bytes;

    /** A batch that is in the log. */
    public record Held(Batch batch, Link link, long arrivedMillis) {
        long laneSeq() {
            return batch.laneSeq();
        }
    }

    /** The first of a chain's links that is not here. */
    public record Missing(int lane, Digest digest, long laneSeq, long floor) {}

    private static final class Lane {
        final TreeMap<Long, Held> first = new TreeMap<>();
        final TreeMap<Long, List<Held>> rivals = new TreeMap<>();
        long executed;
        /** The last place up to which first ones link, from the executed one on. */
        long contiguous;
        long waitingBytes;
        long rivalBytes;
    }

    public LaneStore(LaneSetting setting) {
        this.setting = setting;
        this.lanes = new Lane[setting.lanes()];
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = new Lane();
        }
    }

    public Optional<Held> find(Digest digest) {
        return Optional.ofNullable(byDigest.get(digest));
    }

    public Optional<Held> first(int lane, long laneSeq) {
        return Optional.ofNullable(lanes[lane].first.get(laneSeq));
    }

    /** Bodies of a lane that wait for their execution. */
    public long waitingBytes(int lane) {
        return lanes[lane].waitingBytes;
    }

    /** Whether the quotas leave room for one that nobody asked for. */
    public boolean hasRoom(int lane, long laneSeq, int bodyBytes) {
        Lane of = lanes[lane];
        return laneSeq > of.executed && laneSeq <= of.executed + setting.batchesMax()
                && of.waitingBytes + bodyBytes <= setting.laneBytesMax();
    }

    /** The same for one that a proposal asks for: as much again, whether or not it takes another's place. */
    public boolean hasRoomForAsked(int lane, long laneSeq, int bodyBytes) {
        Lane of = lanes[lane];
        return laneSeq <= of.executed + setting.batchesMax()
                && of.waitingBytes + of.rivalBytes + bodyBytes <= 2L * setting.laneBytesMax();
    }

    /** Puts in a genuine batch that is not here yet. */
    public void add(Held held) {
        Lane of = lanes[setting.laneOf(held.batch().author()).orElseThrow()];
        byDigest.put(held.link().digest(), held);
        bytes += held.batch().body().size();
        if (of.first.putIfAbsent(held.laneSeq(), held) == null) {
            if (held.laneSeq() > of.executed) {
                of.waitingBytes += held.batch().body().size();
            }
            follow(of);
        } else {
            of.rivals.computeIfAbsent(held.laneSeq(), _ -> new ArrayList<>()).add(held);
            of.rivalBytes += held.batch().body().size();
        }
    }

    private static void follow(Lane of) {
        while (true) {
            Held next = of.first.get(of.contiguous + 1);
            Held last = of.first.get(of.contiguous);
            boolean links = next != null && (of.contiguous == of.executed || last != null
                    && next.batch().prev().equals(last.link().digest()));
            if (!links) {
                return;
            }
            of.contiguous++;
        }
    }

    /** The last place up to which a lane is here without gap; the executed one if nothing follows it. */
    public long contiguous(int lane) {
        return lanes[lane].contiguous;
    }

    /** Slots up to one that leaves this cut were executed. */
    public void executed(Cut cut) {
        for (int i = 0; i < lanes.length; i++) {
            Lane of = lanes[i];
            if (cut.of(i) > of.executed) {
                for (Held held : of.first.subMap(of.executed, false, cut.of(i), true).values()) {
                    of.waitingBytes -= held.batch().body().size();
                }
                of.executed = cut.of(i);
                of.contiguous = Math.max(of.contiguous, of.executed);
                follow(of);
            }
        }
    }

    /** No vote or view change can ask for what this cut covers any more. */
    public void forget(Cut cut) {
        for (int i = 0; i < lanes.length; i++) {
            Lane of = lanes[i];
            var gone = of.first.headMap(Math.min(cut.of(i), of.executed), true);
            gone.values().forEach(this::remove);
            gone.clear();
            var rivals = of.rivals.headMap(Math.min(cut.of(i), of.executed), true);
            rivals.values().forEach(places -> places.forEach(held -> {
                remove(held);
                of.rivalBytes -= held.batch().body().size();
            }));
            rivals.clear();
        }
    }

    private void remove(Held held) {
        byDigest.remove(held.link().digest());
        bytes -= held.batch().body().size();
    }

    /** Walks down from a digest to above {@code floor}; the first link that is not here, if any. */
    public Optional<Missing> missing(int lane, Digest digest, long laneSeq, long floor) {
        Digest wanted = digest;
        ReplicaId author = setting.authors().get(lane);
        for (long at = laneSeq; at > floor; at--) {
            Held held = byDigest.get(wanted);
            if (held == null || !CutExecution.belongs(held.link().header(), author, at)) {
                return Optional.of(new Missing(lane, wanted, at, floor));
            }
            wanted = held.batch().prev();
        }
        return Optional.empty();
    }

    /** The links of a payload's chains above {@code cut} that are not here, one for each lane. */
    public List<Missing> missing(CutPayload payload, Cut cut) {
        List<Missing> missing = new ArrayList<>();
        for (CutPayload.Tip tip : payload.tips()) {
            missing(tip.lane(), tip.digest(), tip.laneSeq(), cut.of(tip.lane()))
                    .ifPresent(missing::add);
        }
        return missing;
    }

    /** A chain from {@code digest} down to above {@code floor}, as far as it is here and within the bounds. */
    public List<Batch> chain(Digest digest, long floor, int countMax, long bytesMax) {
        List<Batch> chain = new ArrayList<>();
        long bytes = 0;
        Held held = byDigest.get(digest);
        while (held != null && held.laneSeq() > floor && chain.size() < countMax
                && bytes < bytesMax) {
            chain.add(held.batch());
            bytes += held.batch().body().size();
            held = byDigest.get(held.batch().prev());
        }
        return chain;
    }

    public Function<Digest, Optional<Link>> links() {
        return digest -> Optional.ofNullable(byDigest.get(digest)).map(Held::link);
    }

    /** Everything, lane by lane. */
    public List<Batch> all() {
        List<Batch> all = new ArrayList<>();
        for (Lane of : lanes) {
            of.first.values().forEach(held -> all.add(held.batch()));
            of.rivals.values().forEach(places -> places.forEach(held -> all.add(held.batch())));
        }
        return all;
    }

    public long bytes() {
        return bytes;
    }
}
