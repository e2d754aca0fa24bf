package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Digest;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.ViewChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Certificates that {@link Credibility} voids: all correct replicas compute the same choice from the same view changes,
 * whatever each of them saw before, it keeps every decision, and at most f checks fail.
 */
class WholeChoiceTest {
    private static final int RUNS = Integer.getInteger("quorate.choice.runs", 2_000);
    private static final int MUTANT_RUNS = 20_000;
    private static final int VIEWS = 6;

    @ParameterizedTest(name = "n={0} c={1}")
    @CsvSource({"4, 0", "5, 0", "6, 1", "7, 0", "8, 2", "10, 0", "13, 2"})
    void correctReplicasAgreeAndKeepEveryDecision(int n, int c) {
        Quorums quorums = new Quorums(n, c);
        for (long seed = 0; seed < RUNS; seed++) {
            WindowModel model = new WindowModel(quorums, WholeChoiceTest::product, seed);
            assertThat(model.failureWithin(VIEWS)).as("seed " + seed).isEmpty();
            assertThat(model.failedChecksMax()).as("failed checks, seed " + seed)
                    .isLessThanOrEqualTo(quorums.f());
        }
    }

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void catches(Mutant mutant) {
        long runs = runsUntilCaught(mutant);
        assertThat(runs).as("runs until " + mutant + " is caught").isPositive();
    }

    /** Four replicas and seven in turn; 0 if so many runs do not catch it. */
    static long runsUntilCaught(Mutant mutant) {
        for (long seed = 0; seed < MUTANT_RUNS; seed++) {
            Quorums quorums = mutant.quorums.apply(seed % 2 == 0 ? 4 : 7);
            if (new WindowModel(quorums, mutant.chooser(), seed).failureWithin(VIEWS)
                    .isPresent()) {
                return seed + 1;
            }
        }
        return 0;
    }

    private static ViewChoice product(int replica, List<ViewChange> members,
            ReplicaConfig config, Predicate<Certificate> verifies, CertificateMint mint) {
        return ViewChoice.of(members, config, verifies, mint::noop, ViewRules.PRODUCT);
    }

    /** One thing that is wrong. */
    enum Mutant {
        /** Who lied before is believed nothing more: but not everybody saw that lie. */
        REMEMBERS_LIARS {
            @Override
            WindowModel.Chooser chooser() {
                TreeSet<String> known = new TreeSet<>();
                return (replica, members, config, verifies, mint) -> {
                    List<ViewChange> heard = members.stream()
                            .map(m -> known.contains(replica + " " + m.sender()) ? bare(m) : m)
                            .toList();
                    members.stream().filter(m -> certificates(m).stream()
                            .anyMatch(verifies.negate()))
                            .forEach(m -> known.add(replica + " " + m.sender()));
                    return product(replica, heard, config, verifies, mint);
                };
            }
        },
        /** In the order in which they came: who is found out first depends on it. */
        ORDER_OF_ARRIVAL {
            @Override
            WindowModel.Chooser chooser() {
                Random order = new Random(1);
                return (replica, members, config, verifies, mint) -> {
                    List<ViewChange> shuffled = new ArrayList<>(members);
                    Collections.shuffle(shuffled, order);
                    return product(replica, shuffled, config, verifies, mint);
                };
            }
        },
        /** One certificate for each view and digest: a forged copy hides the good one. */
        ONE_OF_EACH_KIND {
            @Override
            WindowModel.Chooser chooser() {
                return ruled((reports, candidate, valid) -> {
                    TreeSet<String> seen = new TreeSet<>();
                    return ViewChoice.ofSlot(reports.stream().map(r -> new SlotReport(r.seq(),
                            r.lastVote1(), r.prepared().filter(cert -> seen.add(nameOf(cert))),
                            r.decided())).toList(), candidate, valid);
                });
            }
        },
        /** A bad certificate voids all others of its slot. */
        VOIDS_THE_SLOT {
            @Override
            WindowModel.Chooser chooser() {
                return ruled((reports, candidate, valid) -> {
                    boolean sound = reports.stream().flatMap(r -> r.prepared().stream())
                            .allMatch(valid);
                    return ViewChoice.ofSlot(reports, candidate, cert -> sound && valid.test(cert));
                });
            }
        },
        /** Whatever looks like a certificate is one. */
        BELIEVES_FORGED {
            @Override
            WindowModel.Chooser chooser() {
                return (replica, members, config, _, mint) -> product(replica, members, config,
                        _ -> true, mint);
            }
        },
        Q_LESS(n -> new Quorums(n, 0) {
            @Override
            public int quorum() {
                return super.quorum() - 1;
            }
        }),
        QF_LESS(n -> new Quorums(n, 0) {
            @Override
            public int fast() {
                return super.fast() - 1;
            }
        }),
        QV_LESS(n -> new Quorums(n, 0) {
            @Override
            public int viewChange() {
                return super.viewChange() - 1;
            }
        }),
        T_LESS(n -> new Quorums(n, 0) {
            @Override
            public int fastCandidate() {
                return super.fastCandidate() - 1;
            }
        }),
        T_MORE(n -> new Quorums(n, 0) {
            @Override
            public int fastCandidate() {
                return super.fastCandidate() + 1;
            }
        });

        private final Function<Integer, Quorums> quorums;

        Mutant() {
            this(n -> new Quorums(n, 0));
        }

        Mutant(Function<Integer, Quorums> quorums) {
            this.quorums = quorums;
        }

        WindowModel.Chooser chooser() {
            return WholeChoiceTest::product;
        }
    }

    private interface SlotRule {
        Optional<Digest> ofSlot(List<SlotReport> reports, int candidate,
                Predicate<Certificate> valid);
    }

    private static WindowModel.Chooser ruled(SlotRule rule) {
        ViewRules rules = new ViewRules() {
            @Override
            Optional<Digest> ofSlot(List<SlotReport> reports, int candidate,
                    Predicate<Certificate> valid) {
                return rule.ofSlot(reports, candidate, valid);
            }
        };
        return (_, members, config, verifies, mint) -> ViewChoice.of(members, config, verifies,
                mint::noop, rules);
    }

    private static String nameOf(PrepCert cert) {
        View view = cert.view();
        return view + " " + cert.digest();
    }

    private static List<Certificate> certificates(ViewChange change) {
        List<Certificate> all = new ArrayList<>();
        change.baseCert().ifPresent(all::add);
        change.reports().forEach(report -> {
            report.prepared().ifPresent(all::add);
            report.decided().ifPresent(all::add);
        });
        return all;
    }

    private static ViewChange bare(ViewChange change) {
        return new ViewChange(change.sender(), change.newView(), change.base(), Optional.empty(),
                change.reports().stream().map(r -> new SlotReport(r.seq(), r.lastVote1(),
                        Optional.empty(), Optional.empty())).toList(),
                change.signature());
    }
}
