package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.ViewChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/**
 * A window of slots through several views at the level of sets, with real view changes and certificates: {@link
 * ChoiceModel} for whole choices. Replicas 0..f-1 lie. Every correct replica checks certificates by itself, with a
 * memory of those it saw before, and no two saw the same ones. Mutable, for one run.
 */
final class WindowModel {
    static final int WINDOW = 3;

    private final Quorums quorums;
    private final int n;
    private final int liars;
    private final ReplicaConfig config;
    private final Random random;
    private final CertificateMint mint;
    private final LyingViewChanges lies;
    private final Chooser chooser;
    private final List<Correct> correct = new ArrayList<>();
    private final TreeMap<SeqNum, Digest> decided = new TreeMap<>();
    private long failedChecksMax;
    private Optional<String> failure = Optional.empty();

    /** How a replica computes what a new view must propose. */
    interface Chooser {
        ViewChoice choose(int replica, List<ViewChange> members, ReplicaConfig config,
                Predicate<Certificate> verifies, CertificateMint mint);
    }

    /** What one correct replica remembers. */
    private final class Correct {
        final int replica;
        final Signatures signatures;
        Optional<BlockCert> base = Optional.empty();
        final TreeMap<SeqNum, SlotReport> slots = new TreeMap<>();
        Optional<ViewChoice> view = Optional.empty();

        Correct(int replica) {
            this.replica = replica;
            this.signatures = new Signatures(config, mint.keyOf(replica));
        }

        SeqNum baseSeq() {
            return base.map(BlockCert::seq).orElse(SeqNum.ZERO);
        }

        boolean admits(SeqNum seq) {
            return seq.isAfter(baseSeq()) && seq.number() <= baseSeq().number() + WINDOW;
        }

        SlotReport slot(SeqNum seq) {
            return slots.getOrDefault(seq, new SlotReport(seq, Optional.empty(),
                    Optional.empty(), Optional.empty()));
        }

        void raise(BlockCert cert) {
            if (cert.seq().isAfter(baseSeq())) {
                base = Optional.of(cert);
                slots.headMap(cert.seq(), true).clear();
            }
        }

        ViewChange viewChange(int newView) {
            return new ViewChange(new ReplicaId(replica), new View(newView), baseSeq(), base,
                    List.copyOf(slots.values()), Bytes.EMPTY);
        }

        /** The highest slot that it can have executed. */
        SeqNum executed() {
            SeqNum last = baseSeq();
            while (slot(last.next()).decided().isPresent()) {
                last = last.next();
            }
            return last;
        }
    }

    WindowModel(Quorums quorums, Chooser chooser, long seed) {
        this.quorums = quorums;
        this.n = quorums.n();
        this.liars = quorums.f();
        this.chooser = chooser;
        this.random = new Random(seed);
        this.config = new ReplicaConfig(new ReplicaId(0), quorums, 1337, 0, SeqNum.ZERO, WINDOW, 1,
                0, Timeouts.DEFAULT);
        this.mint = new CertificateMint(config, random);
        this.lies = new LyingViewChanges(config, mint, random);
        for (int i = liars; i < n; i++) {
            correct.add(new Correct(i));
        }
    }

    /** What went wrong within so many views. */
    Optional<String> failureWithin(int views) {
        for (int view = 0; view < views && failure.isEmpty(); view++) {
            begin(view);
            for (long seq = 1; seq <= highest() + WINDOW; seq++) {
                vote(view, new SeqNum(seq));
            }
            certify();
        }
        return failure;
    }

    /** The most certificates that a correct replica checked in vain for one choice. */
    long failedChecksMax() {
        return failedChecksMax;
    }

    private void fails(String what) {
        failure = failure.or(() -> Optional.of(what));
    }

    private long highest() {
        return correct.stream().mapToLong(c -> c.baseSeq().number()).max().orElseThrow();
    }

    /** A lying leader may start its view twice; each replica enters the first that it hears, if any. */
    private void begin(int view) {
        boolean twice = view % n < liars;
        correct.forEach(c -> c.view = Optional.empty());
        if (view == 0) {
            ViewChoice free = new ViewChoice(SeqNum.ZERO, Optional.empty(), List.of());
            correct.forEach(c -> c.view = Optional.of(free));
            return;
        }
        List<ViewChange> promises = correct.stream().map(c -> c.viewChange(view)).toList();
        for (int start = 0; start < (twice ? 2 : 1); start++) {
            List<ViewChange> members = members(view, promises);
            Optional<ViewChoice> first = Optional.empty();
            for (Correct one : correct) {
                if (one.view.isPresent() || random.nextInt(4) == 0) {
                    continue;
                }
                ViewChoice choice = choose(one, members);
                if (first.filter(other -> !other.equals(choice)).isPresent()) {
                    fails("r" + one.replica + " chooses otherwise in view " + view);
                }
                first = first.or(() -> Optional.of(choice));
                keepsDecisions(view, choice);
                choice.baseCert().ifPresent(one::raise);
                one.view = Optional.of(choice);
            }
        }
    }

    private List<ViewChange> members(int view, List<ViewChange> promises) {
        List<ViewChange> all = new ArrayList<>(promises);
        for (int liar = 0; liar < liars; liar++) {
            all.add(lies.of(liar, view, highest()));
        }
        Collections.shuffle(all, random);
        if (random.nextInt(4) > 0) { // liars always make it into the quorum
            all.sort(Comparator.comparing(change -> change.sender().index() >= liars));
        }
        List<ViewChange> members = new ArrayList<>(all.subList(0, quorums.viewChange()));
        members.sort(Comparator.comparing(ViewChange::sender));
        return members;
    }

    private ViewChoice choose(Correct one, List<ViewChange> members) {
        long[] failed = new long[1];
        ViewChoice choice = chooser.choose(one.replica, members, config, cert -> {
            boolean valid = one.signatures.valid(cert);
            failed[0] += valid ? 0 : 1;
            return valid;
        }, mint);
        failedChecksMax = Math.max(failedChecksMax, failed[0]);
        return choice;
    }

    private void keepsDecisions(int view, ViewChoice choice) {
        decided.tailMap(choice.base(), false).forEach((seq, digest) -> {
            boolean kept = !seq.isAfter(choice.last()) && chosen(choice, seq).equals(digest);
            if (!kept) {
                fails("view " + view + " forgets what was decided at " + seq);
            }
        });
    }

    private static Digest chosen(ViewChoice choice, SeqNum seq) {
        return choice.digests().get((int) (seq.number() - choice.base().number() - 1));
    }

    /** Both rounds of one slot in one view, and who hears of what comes of it. */
    private void vote(int view, SeqNum seq) {
        boolean liarLeads = view % n < liars;
        Digest fresh = LyingViewChanges.value(random.nextInt(3), seq);
        int turnout = random.nextInt(4);
        TreeMap<Digest, Integer> counts = new TreeMap<>();
        for (int v = 0; v < 3; v++) {
            counts.put(LyingViewChanges.value(v, seq), liars);
        }
        for (Correct one : correct) {
            boolean votes = one.view.isPresent() && one.admits(seq)
                    && (turnout == 3 || random.nextInt(4) <= turnout);
            if (votes) {
                ViewChoice choice = one.view.get();
                boolean free = seq.isAfter(choice.last());
                Digest digest = !free && seq.isAfter(choice.base()) ? chosen(choice, seq)
                        : liarLeads ? LyingViewChanges.value(random.nextInt(3), seq) : fresh;
                counts.merge(digest, 1, Integer::sum);
                SlotReport slot = one.slot(seq);
                one.slots.put(seq, new SlotReport(seq,
                        Optional.of(new SlotReport.LastVote(new View(view), digest)),
                        slot.prepared(), slot.decided()));
            }
        }
        counts.forEach((digest, count) -> {
            if (count >= quorums.fast()) {
                decide(seq, mint.fast(new View(view), seq, digest));
            }
            if (count >= quorums.quorum()) {
                prepare(view, seq, digest);
            }
        });
    }

    private void prepare(int view, SeqNum seq, Digest digest) {
        PrepCert cert = mint.prepared(new View(view), seq, digest);
        int heard = random.nextInt(4);
        int count = liars;
        for (Correct one : correct) {
            boolean hears = one.view.isPresent() && one.admits(seq)
                    && (heard == 3 || random.nextInt(4) <= heard);
            if (hears) {
                SlotReport slot = one.slot(seq);
                one.slots.put(seq, new SlotReport(seq, slot.lastVote1(), Optional.of(cert),
                        slot.decided()));
                count++;
            }
        }
        if (count >= quorums.quorum()) {
            decide(seq, mint.slow(new View(view), seq, digest));
        }
    }

    private void decide(SeqNum seq, DecisionCert cert) {
        Digest before = decided.putIfAbsent(seq, cert.digest());
        if (before != null && !before.equals(cert.digest())) {
            fails("two values decided at " + seq);
        }
        for (Correct one : correct) {
            if (one.admits(seq) && random.nextBoolean()) {
                SlotReport slot = one.slot(seq);
                one.slots.put(seq, new SlotReport(seq, slot.lastVote1(), slot.prepared(),
                        Optional.of(cert)));
            }
        }
    }

    private void certify() {
        for (SeqNum seq = new SeqNum(highest()).next(); !decided.isEmpty()
                && !seq.isAfter(decided.lastKey()); seq = seq.next()) {
            SeqNum slot = seq;
            long executed = correct.stream().filter(c -> !c.executed().isBefore(slot)).count();
            if (executed + liars >= quorums.quorum()) {
                BlockCert cert = mint.block(seq, LyingViewChanges.value(9, seq));
                correct.stream().filter(_ -> random.nextBoolean()).toList()
                        .forEach(c -> c.raise(cert));
            }
        }
    }
}
