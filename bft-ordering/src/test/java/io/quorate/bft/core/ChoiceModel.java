package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * One slot through several views, with f liars, equivocating leaders and lost messages, at the level of sets: who
 * voted for what. Knows nothing of the product but the choice rule under test.
 */
final class ChoiceModel {
    private static final SeqNum SLOT = new SeqNum(1);
    private static final Multisig NO_SIGNATURES = new Multisig(Bytes.EMPTY, Bytes.EMPTY);

    private final int n;
    private final int liars;
    private final Sizes sizes;
    private final Rule rule;
    private final Random random;
    private final SlotReport.LastVote[] lastVote;
    private final PrepCert[] prepared;
    private final List<PrepCert> certificates = new ArrayList<>();
    private final TreeSet<Digest> decided = new TreeSet<>();

    /** The quorum sizes in force. */
    record Sizes(int quorum, int fast, int viewChange, int candidate) {
        static Sizes of(Quorums q) {
            return new Sizes(q.quorum(), q.fast(), q.viewChange(), q.fastCandidate());
        }
    }

    /** What a new view gives the slot. */
    interface Rule {
        Optional<Digest> choose(List<SlotReport> reports, int candidate);
    }

    ChoiceModel(Quorums quorums, Sizes sizes, Rule rule, long seed) {
        this.n = quorums.n();
        this.liars = quorums.f();
        this.sizes = sizes;
        this.rule = rule;
        this.random = new Random(seed);
        this.lastVote = new SlotReport.LastVote[n];
        this.prepared = new PrepCert[n];
    }

    /** True if two values were decided. Replicas 0..liars-1 lie. */
    boolean conflictsWithin(int views) {
        for (int view = 0; view < views; view++) {
            boolean liarLeads = random.nextInt(n) < liars || random.nextInt(3) == 0;
            Optional<Digest> one = view == 0 ? Optional.empty() : newView(view);
            Optional<Digest> other = view == 0 || !liarLeads ? one : newView(view);
            vote(view, one, other, liarLeads);
        }
        return decided.size() > 1;
    }

    /** One NewView: a random quorum's reports, the liars' made up. */
    private Optional<Digest> newView(int view) {
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            members.add(i);
        }
        Collections.shuffle(members, random);
        if (random.nextBoolean()) { // liars always make it into the quorum
            members.sort(Comparator.comparing(member -> member >= liars));
        }
        List<SlotReport> reports = new ArrayList<>();
        for (int member : members.subList(0, sizes.viewChange())) {
            SlotReport report = member < liars ? lie(view)
                    : new SlotReport(SLOT, Optional.ofNullable(lastVote[member]),
                            Optional.ofNullable(prepared[member]), Optional.empty());
            if (report.lastVote1().isPresent() || report.prepared().isPresent()) {
                reports.add(report);
            }
        }
        return rule.choose(reports, sizes.candidate());
    }

    /** Liars cannot forge certificates, but hide and repeat them. */
    private SlotReport lie(int view) {
        Optional<PrepCert> cert = certificates.isEmpty() || random.nextBoolean() ? Optional.empty()
                : Optional.of(certificates.get(random.nextInt(certificates.size())));
        Optional<SlotReport.LastVote> vote = random.nextInt(4) == 0 ? Optional.empty()
                : Optional.of(new SlotReport.LastVote(new View(random.nextInt(view)),
                        value(random.nextInt(3))));
        return new SlotReport(SLOT, vote, cert, Optional.empty());
    }

    private void vote(int view, Optional<Digest> one, Optional<Digest> other, boolean liarLeads) {
        Digest fresh = value(random.nextInt(3));
        int turnout = random.nextInt(4);
        Digest[] votes = new Digest[n];
        for (int i = liars; i < n; i++) {
            if (turnout == 3 || random.nextInt(4) <= turnout) {
                Optional<Digest> chosen = random.nextBoolean() ? one : other;
                votes[i] = chosen.orElse(liarLeads ? value(random.nextInt(3)) : fresh);
                lastVote[i] = new SlotReport.LastVote(new View(view), votes[i]);
            }
        }
        for (int v = 0; v < 3; v++) {
            Digest digest = value(v);
            int count = liars;
            for (Digest vote : votes) {
                if (digest.equals(vote)) {
                    count++;
                }
            }
            if (count >= sizes.fast()) {
                decided.add(digest);
            }
            if (count >= sizes.quorum()) {
                prepare(view, digest, votes);
            }
        }
    }

    private void prepare(int view, Digest digest, Digest[] votes) {
        PrepCert cert = new PrepCert(new View(view), SLOT, digest, NO_SIGNATURES);
        certificates.add(cert);
        int heard = random.nextInt(4);
        int count = liars;
        for (int i = liars; i < n; i++) {
            if (votes[i] != null && (heard == 3 || random.nextInt(4) <= heard)) {
                prepared[i] = cert;
                count++;
            }
        }
        if (count >= sizes.quorum()) {
            decided.add(digest);
        }
    }

    private static Digest value(int number) {
        return new Digest(number + 1, 0, 0, 0);
    }
}
