package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.SeqNum;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.epoch.EpochRules;
import io.quorate.bft.core.epoch.Identity;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.Suspect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of epochs, broken on purpose: the simulator must notice. And the same stories with sound rules. */
class EpochMutantTest {
    private static final long LIMIT = EpochStage.LIMIT;

    private record Said(int from, Message message) {}

    private static Parts broken(EpochRules rules) {
        return new Parts() {
            @Override
            public EpochRules epochRules() {
                return rules;
            }
        };
    }

    @Test
    void noticesVotesBeyondTheEnd() {
        EpochStage stage = new EpochStage(4, 0, broken(new EpochRules() {
            @Override
            protected SeqNum lastVoted(SeqNum last) {
                return new SeqNum(last.number() + 8);
            }
        }), 1, ChangePlan.rotate(1, 1));
        stage.stage().start();
        assertThatThrownBy(() -> stage.change(0, 1)).isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("I14");
    }

    @Test
    void noticesAWipedReplicaThatVotes() {
        EpochStage stage = new EpochStage(4, 0, broken(new EpochRules() {
            @Override
            protected boolean mayVote(Member self, Identity identity) {
                return true;
            }
        }), 1);
        stage.stage().start().work(3, LIMIT);
        stage.cluster().crash(1);
        stage.node(1).wipe(false);
        assertThatThrownBy(() -> {
            stage.cluster().start(1);
            stage.stage().work(3, LIMIT);
        }).isInstanceOf(InvariantViolation.class).hasMessageContaining("amnesia");
    }

    @Test
    void noticesASignerThatVotesOn() {
        EpochStage stage = new EpochStage(4, 0, broken(new EpochRules() {
            @Override
            protected Optional<String> bound(Optional<String> byCeremonies) {
                return Optional.empty();
            }
        }), 1);
        stage.stage().start().work(3, LIMIT);
        stage.cluster().crash(1);
        stage.node(1).operator().promise(0);
        assertThatThrownBy(() -> {
            stage.cluster().start(1);
            stage.stage().work(3, LIMIT);
        }).isInstanceOf(InvariantViolation.class).hasMessageContaining("ceremony");
    }

    @Test
    void noticesAnOldEpochsSharesThatCount() {
        Parts gullible = new Parts() {
            @Override
            public EpochRules epochRules() {
                return new EpochRules() {
                    @Override
                    protected boolean counts(long sent, long current) {
                        return true;
                    }
                };
            }

            @Override
            public QuorumScheme scheme(QuorumScheme sound) {
                return Mutant.believesAnything().parts().scheme(sound);
            }
        };
        assertThatThrownBy(() -> replayedInTheNextEpoch(4, gullible, 0))
                .isInstanceOf(InvariantViolation.class).hasMessageContaining("I13");
    }

    /** I14: as they were sent, and relabelled by whoever passes them on. */
    @ParameterizedTest
    @ValueSource(ints = {4, 7})
    void oldEpochsMessagesAreInert(int n) {
        for (long label = 0; label <= 1; label++) {
            Stage stage = replayedInTheNextEpoch(n, Parts.SOUND, label);
            assertThat(stage.viewsEntered()).as("label " + label).isZero();
        }
    }

    /** Everything said in epoch 0, suspicions of its first view among it, is said again to everybody in epoch 1. */
    private static Stage replayedInTheNextEpoch(int n, Parts parts, long label) {
        EpochStage stage = new EpochStage(n, 0, parts, 1, ChangePlan.rotate(1, 1));
        List<Said> said = new ArrayList<>();
        stage.cluster().network().filter((from, _, message) -> {
            if (said.size() < 20_000) {
                said.add(new Said(from.replica(), message));
            }
            return true;
        });
        stage.stage().start();
        stage.stage().cut(0, true, true);
        stage.cluster().submit();
        stage.stage().await("a suspicion", LIMIT,
                () -> said.stream().filter(s -> s.message() instanceof Suspect).count() > 2 * n);
        stage.cluster().network().unblockAll();
        stage.stage().awaitDone(LIMIT);
        stage.cluster().network().filter((_, _, _) -> true);
        stage.change(0, 1);
        stage.stage().forgetCounts();
        for (Said one : said) {
            for (SimNode node : stage.cluster().nodes()) {
                if (node.replica() != one.from()) {
                    node.receive(one.from(), label, one.message(), 0);
                }
            }
        }
        stage.stage().work(5, LIMIT);
        return stage.stage();
    }
}
