package io.quorate.bft.sim;

import io.quorate.bft.Decided;
import io.quorate.bft.Digest;
import io.quorate.bft.OrderedBatch;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.lane.CutPayload;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.core.lane.Link;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.PrepCert;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lanes' part of the invariants: I4 no batch and no vote leaves before what it cites is on disk; I9 what is prepared is
 * held by as many correct replicas as voted; I10 each place of a lane executes once, and in order; I12 no correct
 * author has two batches at one place. Mutable, one thread.
 */
final class LaneChecker {
    private static final int FORGET_EVERY = 16;

    private final Quorums quorums;
    private final LaneSetting setting;
    private final EpochConfig epoch;
    private final SimCluster cluster;
    private final Preimages hashing;
    private final TreeMap<SeqNum, TreeMap<Digest, CutPayload>> cited = new TreeMap<>();
    /** Of every batch that some correct replica logged: what it follows. */
    private final TreeMap<Digest, Place> places = new TreeMap<>();
    private final TreeMap<SeqNum, List<OrderedBatch>> executions = new TreeMap<>();
    /** How far each lane was executed after the slots that snapshots are of. */
    private final TreeMap<SeqNum, long[]> cuts = new TreeMap<>();
    /** Views in which something was prepared: looked at when that happens first. */
    private final TreeMap<SeqNum, TreeSet<View>> prepared = new TreeMap<>();
    private final Shelf[] shelves;
    private final long[] executed;
    private long rivals;
    private SeqNum forgotten = SeqNum.ZERO;

    private record Place(int lane, long laneSeq, Digest prev) {}

    /** What one replica has on disk, and how far it executed. */
    private static final class Shelf {
        final TreeMap<Digest, Logged> logged = new TreeMap<>();
        final TreeMap<Long, Digest> own = new TreeMap<>();
        final long[] executed;

        Shelf(int lanes) {
            executed = new long[lanes];
        }
    }

    /** Where a batch was first and last written. */
    private record Logged(long firstLsn, long lastLsn) {}

    LaneChecker(ReplicaConfig config, EpochConfig epoch, SimCluster cluster) {
        this.epoch = epoch;
        this.quorums = config.quorums();
        this.setting = config.lanes();
        this.cluster = cluster;
        this.hashing = new Preimages((byte) 0, config.chainId(), config.epoch());
        this.shelves = new Shelf[quorums.n()];
        for (int i = 0; i < shelves.length; i++) {
            shelves[i] = new Shelf(setting.lanes());
        }
        this.executed = new long[setting.lanes()];
    }

    /** Places of which correct replicas saw two batches, counted once for each that saw them. */
    long rivals() {
        return rivals;
    }

    void proposed(SeqNum seq, Digest digest, Optional<CutPayload> payload) {
        payload.ifPresent(p -> cited.computeIfAbsent(seq, _ -> new TreeMap<>()).put(digest, p));
    }

    void logged(int replica, Batch batch, long lsn) {
        Digest digest = Link.of(batch, hashing::content).digest();
        int lane = setting.laneOf(batch.author()).orElseThrow();
        places.put(digest, new Place(lane, batch.laneSeq(), batch.prev()));
        shelves[replica].logged.merge(digest, new Logged(lsn, lsn),
                (old, _) -> new Logged(old.firstLsn(), lsn));
    }

    void truncated(int replica, long firstKeptLsn) {
        shelves[replica].logged.values().removeIf(at -> at.lastLsn() < firstKeptLsn);
    }

    void crashed(int replica, long lastLsn) {
        TreeMap<Digest, Logged> logged = shelves[replica].logged;
        logged.values().removeIf(at -> at.firstLsn() > lastLsn);
        logged.replaceAll((_, at) -> at.lastLsn() <= lastLsn ? at
                : new Logged(at.firstLsn(), at.firstLsn()));
    }

    void sent(int replica, Batch batch, long durableLsn) {
        if (batch.author().index() != replica) {
            return;
        }
        Digest digest = Link.of(batch, hashing::content).digest();
        Logged at = shelves[replica].logged.get(digest);
        if (at == null || at.firstLsn() > durableLsn) {
            // gone from the log where all that may be asked for is newer: then it is sent again for an old question
            if (batch.laneSeq() > shelves[replica].executed[lane(batch)]) {
                throw new InvariantViolation("I4: r" + replica + " sends its batch "
                        + batch.laneSeq() + " before its sync");
            }
        }
        Digest before = shelves[replica].own.putIfAbsent(batch.laneSeq(), digest);
        if (before != null && !before.equals(digest)) {
            throw new InvariantViolation(
                    "I12: r" + replica + " sends two batches " + batch.laneSeq());
        }
    }

    private int lane(Batch batch) {
        return setting.laneOf(batch.author()).orElseThrow();
    }

    void voted(int replica, SeqNum seq, Digest digest, long durableLsn) {
        CutPayload payload = cited.getOrDefault(seq, new TreeMap<>()).get(digest);
        if (payload != null && !holds(replica, payload, durableLsn)) {
            throw new InvariantViolation("I4: r" + replica + " votes at " + seq
                    + " for bodies that it does not hold");
        }
    }

    private boolean holds(int replica, CutPayload payload, long durableLsn) {
        Shelf shelf = shelves[replica];
        for (CutPayload.Tip tip : payload.tips()) {
            Digest digest = tip.digest();
            for (long at = tip.laneSeq(); at > shelf.executed[tip.lane()]; at--) {
                Logged logged = shelf.logged.get(digest);
                Place place = places.get(digest);
                if (logged == null || logged.firstLsn() > durableLsn || place.lane() != tip.lane()
                        || place.laneSeq() != at) {
                    return false;
                }
                digest = place.prev();
            }
        }
        return true;
    }

    void prepared(PrepCert cert) {
        CutPayload payload = cited.getOrDefault(cert.seq(), new TreeMap<>()).get(cert.digest());
        boolean news = payload != null && prepared.computeIfAbsent(cert.seq(),
                _ -> new TreeSet<>()).add(cert.view());
        if (!news) {
            return;
        }
        long holders = cluster.nodes().stream().filter(node -> !node.faulty()
                && epoch.replicaOf(node.member()).filter(place -> holds(place.index(), payload,
                        node.disk().durableLsn())).isPresent())
                .count();
        long faulty = epoch.members().stream()
                .filter(member -> cluster.isFaulty(member.id().number())).count();
        long lost = cluster.nodes().stream()
                .filter(node -> node.operator().hasLost(epoch.number())).count();
        if (holders < quorums.quorum() - faulty - lost) {
            throw new InvariantViolation("I9: what is prepared at " + cert.seq()
                    + " is held by " + holders + " correct replicas");
        }
    }

    void evidence(ReplicaId author) {
        rivals++;
        if (!cluster.isFaulty(epoch.member(author).id().number())) {
            throw new InvariantViolation("I12: two batches of correct " + author);
        }
    }

    /** Handed to the application of a correct replica. */
    void decided(int replica, Decided decided) {
        SeqNum seq = new SeqNum(decided.seq());
        List<OrderedBatch> first = executions.get(seq);
        if (first != null) {
            if (!first.equals(decided.batches())) {
                throw new InvariantViolation(
                        "I8: r" + replica + " executes other batches at " + seq);
            }
            return;
        }
        executions.put(seq, decided.batches());
        for (OrderedBatch batch : decided.batches()) {
            setting.laneOf(new ReplicaId(batch.author())).ifPresent(lane -> {
                if (batch.laneSeq() <= executed[lane]) {
                    throw new InvariantViolation("I10: " + seq + " executes batch "
                            + batch.laneSeq() + " of lane " + lane + " after "
                            + executed[lane]);
                }
                executed[lane] = batch.laneSeq();
            });
        }
        if (decided.seq() % SimSnapshots.INTERVAL == 0) {
            cuts.put(seq, executed.clone());
        }
    }

    /** The replica took over the state of {@code seq}. */
    void restored(int replica, SeqNum seq) {
        if (replica >= 0) { // a learner keeps no batches
            System.arraycopy(cuts.get(seq), 0, shelves[replica].executed, 0, executed.length);
        }
    }

    void executed(int replica, Decided decided) {
        if (replica < 0) {
            return; // a learner keeps no batches
        }
        Shelf shelf = shelves[replica];
        for (OrderedBatch batch : decided.batches()) {
            setting.laneOf(new ReplicaId(batch.author()))
                    .ifPresent(lane -> shelf.executed[lane] = batch.laneSeq());
        }
    }

    void forget(SeqNum below) {
        if (below.number() < forgotten.number() + FORGET_EVERY) {
            return;
        }
        forgotten = below;
        prepared.headMap(below).clear();
        cited.headMap(below).clear();
        executions.headMap(below).clear();
        long[] least = executed.clone();
        for (Shelf shelf : shelves) {
            for (int lane = 0; lane < least.length; lane++) {
                least[lane] = Math.min(least[lane], shelf.executed[lane]);
            }
        }
        places.values().removeIf(place -> place.laneSeq() <= least[place.lane()]);
        for (Shelf shelf : shelves) {
            shelf.logged.keySet().removeIf(digest -> !places.containsKey(digest));
        }
    }
}
