package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.SlowCert;
import io.quorate.bft.core.message.ViewChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scenario 15: f of the members of a view change report forged, stale, duplicate and shadowing certificates at every
 * slot of the window. The choice is that of the correct members, and no more than f checks fail.
 */
class ForgedChoiceTest {
    private static final Bytes FORGED = Bytes.of(0xff);
    private static final int WINDOW = 64;
    private static final View NEW_VIEW = new View(9);

    private static Digest good(long seq) {
        return new Digest(1, seq, 0, 0);
    }

    private static PrepCert prepared(long view, long seq, Digest digest, Bytes signature) {
        return new PrepCert(new View(view), new SeqNum(seq), digest,
                new Multisig(Bytes.of(7), signature));
    }

    /** All correct ones prepared the same value in view 3, with certificates of their own. */
    private static ViewChange correct(int sender) {
        List<SlotReport> reports = new ArrayList<>();
        for (long seq = 1; seq <= WINDOW; seq++) {
            reports.add(new SlotReport(new SeqNum(seq),
                    Optional.of(new SlotReport.LastVote(new View(3), good(seq))),
                    Optional.of(prepared(3, seq, good(seq), Bytes.of(sender))), Optional.empty()));
        }
        return new ViewChange(new ReplicaId(sender), NEW_VIEW, SeqNum.ZERO, Optional.empty(),
                reports, Bytes.EMPTY);
    }

    private static ViewChange lying(int sender, Random random) {
        List<SlotReport> reports = new ArrayList<>();
        for (long seq = 1; seq <= WINDOW; seq++) {
            Digest other = new Digest(2, seq, sender, 0);
            PrepCert cert = switch (random.nextInt(4)) {
                case 0 -> prepared(8, seq, other, FORGED);
                case 1 -> prepared(3, seq, good(seq), FORGED);
                case 2 -> prepared(1, seq, other, Bytes.of(99)); // genuine, but stale
                default -> prepared(3, seq, good(seq), Bytes.of(2)); // a correct one's
            };
            Optional<SlowCert> decided = random.nextInt(8) > 0 ? Optional.empty()
                    : Optional.of(new SlowCert(new View(8), new SeqNum(seq), other,
                            new Multisig(Bytes.of(7), FORGED)));
            reports.add(new SlotReport(new SeqNum(seq),
                    Optional.of(new SlotReport.LastVote(new View(8), other)), Optional.of(cert),
                    decided.map(DecisionCert.class::cast)));
        }
        Optional<BlockCert> base = random.nextBoolean() ? Optional.empty()
                : Optional.of(new BlockCert(new SeqNum(30), good(30),
                        new Multisig(Bytes.of(7), FORGED)));
        return new ViewChange(new ReplicaId(sender), NEW_VIEW,
                base.map(BlockCert::seq).orElse(SeqNum.ZERO), base, reports, Bytes.EMPTY);
    }

    @ParameterizedTest(name = "15 n={0}")
    @ValueSource(ints = {4, 7, 20})
    void choiceIsThatOfTheCorrectMembersAtTheCostOfFFailures(int n) {
        Quorums quorums = new Quorums(n, 0);
        ReplicaConfig config = ReplicaConfig.of(new ReplicaId(0), quorums, 1);
        Random random = new Random(n);
        for (int run = 0; run < 50; run++) {
            List<ViewChange> members = new ArrayList<>();
            List<Boolean> lies = new ArrayList<>(
                    Collections.nCopies(quorums.viewChange() - quorums.f(), false));
            lies.addAll(Collections.nCopies(quorums.f(), true));
            Collections.shuffle(lies, random);
            for (int i = 0; i < lies.size(); i++) {
                members.add(lies.get(i) ? lying(i, random) : correct(i));
            }
            int[] failed = new int[1];
            ViewChoice choice = ViewChoice.of(members, config, cert -> verifies(cert, failed),
                    seq -> new Digest(3, seq.number(), 0, 0), ViewRules.PRODUCT);
            assertThat(choice.base()).isEqualTo(SeqNum.ZERO);
            assertThat(choice.digests()).hasSize(WINDOW);
            for (int i = 0; i < WINDOW; i++) {
                assertThat(choice.digests().get(i)).isEqualTo(good(i + 1));
            }
            assertThat(failed[0]).isBetween(1, quorums.f());
        }
    }

    private static boolean verifies(Certificate cert, int[] failed) {
        boolean isGood = !cert.signatures().signature().equals(FORGED);
        failed[0] += isGood ? 0 : 1;
        return isGood;
    }
}
