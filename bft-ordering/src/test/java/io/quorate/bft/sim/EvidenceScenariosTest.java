package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.BrokenEvidenceRules;
import io.quorate.bft.core.PayloadRules;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.Evidence;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios 16 and 17: who signs two things is found out, and nobody else ever is (I12 holds in every run). */
class EvidenceScenariosTest {
    private static final long LIMIT = 120_000;

    /** What is proved against {@code liar} after some work in which it leads at first, over a few seeds. */
    private static Set<Evidence.Kind> proved(int n, int liar, EnumSet<Misbehaviour> ways,
            boolean leaderCut) {
        EnumSet<Evidence.Kind> kinds = EnumSet.noneOf(Evidence.Kind.class);
        for (long seed = 1; seed <= 6; seed++) {
            Stage stage = new Stage(
                    ClusterSetup.of(new Quorums(n, 0), 8, seed).throughWire(true));
            stage.cluster().corrupt(liar, ways);
            stage.start();
            stage.work(5, LIMIT);
            if (leaderCut) { // a view change, with the liar's report in it
                int leader = stage.cluster().node(liar == 1 ? 2 : 1).status().orElseThrow()
                        .leader().index();
                stage.cluster().submit();
                stage.cut(leader, true, false);
                stage.run(6_000);
                stage.cluster().network().unblockAll();
                stage.awaitDone(LIMIT);
            }
            kinds.addAll(stage.cluster().convictions(liar));
        }
        return kinds;
    }

    @ParameterizedTest(name = "17 n={0}")
    @ValueSource(ints = {4, 7, 20})
    void leaderThatTellsTwoHalvesTwoThingsIsConvicted(int n) {
        assertThat(proved(n, 0, EnumSet.of(Misbehaviour.EQUIVOCATING), false))
                .contains(Evidence.Kind.TWO_FIRST_VOTES);
    }

    @ParameterizedTest(name = "17b n={0}")
    @ValueSource(ints = {4, 7})
    void voterThatVotesTwiceIsConvicted(int n) {
        assertThat(proved(n, n - 1, EnumSet.of(Misbehaviour.DOUBLE_VOTING), false)).contains(
                Evidence.Kind.TWO_FIRST_VOTES, Evidence.Kind.TWO_SECOND_VOTES);
    }

    @ParameterizedTest(name = "17c n={0}")
    @ValueSource(ints = {4, 7})
    void whoHidesVotesInAViewChangeIsConvicted(int n) {
        assertThat(proved(n, n - 1, EnumSet.of(Misbehaviour.LYING_VIEW_CHANGE), true))
                .containsAnyOf(Evidence.Kind.HIDDEN_FIRST_VOTE,
                        Evidence.Kind.TWO_VIEW_CHANGES);
    }

    @ParameterizedTest(name = "16 n={0}")
    @ValueSource(ints = {4, 7})
    void whoAsksForHugeViewsAndGoesOnVotingIsConvictedAndMovesNobody(int n) {
        Stage stage = new Stage(n);
        stage.cluster().corrupt(n - 1, EnumSet.of(Misbehaviour.SHOUTING));
        stage.start();
        stage.work(10, LIMIT);
        assertThat(stage.viewsEntered()).isZero();
        assertThat(stage.cluster().convictions(n - 1))
                .contains(Evidence.Kind.HIDDEN_FIRST_VOTE);
    }

    /** Crashes, losses and view changes as they come: rules that are a little too strict accuse somebody correct. */
    @ParameterizedTest
    @EnumSource(BrokenEvidenceRules.class)
    void rulesThatAreTooStrictAreNoticed(BrokenEvidenceRules broken) {
        Parts parts = new Parts() {
            @Override
            public Replica replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules rules,
                    Recovery recovery) {
                return broken.replica(config, scheme, rules, recovery);
            }
        };
        List<String> failures = new ArrayList<>();
        for (long seed = 0; seed < 400 && failures.isEmpty(); seed++) {
            Optional<String> failure = Simulator
                    .run(SimulationPlan.faulty(4), seed, parts).failure();
            failure.ifPresent(failures::add);
        }
        assertThat(failures).singleElement().asString().contains("I12");
    }
}
