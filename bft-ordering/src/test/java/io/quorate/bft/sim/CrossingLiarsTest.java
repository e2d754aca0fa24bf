package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.Digest;
import io.quorate.bft.core.EpochCertificates;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochRules;
import io.quorate.bft.core.epoch.HandOverRules;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.HandOverProof;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 13 and 23 with f who prove what is not true: they are blamed, and the others asked. */
class CrossingLiarsTest {
    private static final int EPOCHS = 2;

    private static Parts broken(HandOverRules broken) {
        return new Parts() {
            @Override
            public EpochRules epochRules() {
                return new EpochRules() {
                    @Override
                    protected HandOverRules handOvers() {
                        return broken;
                    }
                };
            }
        };
    }

    /** The first f members, whom it asks first, answer with one kind of lie each. */
    private static CrossingStage liedTo(int n, HandOverLiar.Lie lie, Parts parts) {
        CrossingStage stage = CrossingStage.joiner(n, EPOCHS, parts, 1);
        int f = new Quorums(n, 0).f();
        stage.cluster().network().filter((from, to, message) -> {
            if (!(message instanceof HandOverProof(var genuine)) || from.index() >= f) {
                return true;
            }
            long epoch = stage.epochOfProof(genuine);
            EpochConfig config = stage.cluster().checkers().epochs().get(epoch);
            HandOverLiar liar = new HandOverLiar(stage.cluster().checkedConfig(config),
                    stage.cluster().random());
            to.receive(from.replica(), epoch, new HandOverProof(liar.altered(genuine, lie)), 0);
            return false;
        });
        stage.comes(n, EPOCHS);
        return stage;
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 7})
    void liesAreBlamedAndDelayOnly(int n) {
        for (HandOverLiar.Lie lie : HandOverLiar.Lie.values()) {
            CrossingStage stage = liedTo(n, lie, Parts.SOUND);
            assertThat(stage.stage().transfers().stream()
                    .filter(told -> told.contains("wrong hand-over")))
                    .as("blamed for " + lie).hasSizeBetween(1, new Quorums(n, 0).f());
        }
    }

    /** All that they can do, in their votes and to those who fetch, too. */
    @ParameterizedTest
    @ValueSource(ints = {4, 7})
    void liarsOfAllKindsDelayOnly(int n) {
        for (long seed = 0; seed < 3; seed++) {
            CrossingStage stage = CrossingStage.joiner(n, EPOCHS, Parts.SOUND, seed);
            for (int liar = 0; liar < new Quorums(n, 0).f(); liar++) {
                stage.cluster().corrupt(liar, EnumSet.of(Misbehaviour.LYING_SNAPSHOT,
                        Misbehaviour.ENDLESS_CHUNKS, Misbehaviour.WRONG_LENGTHS,
                        Misbehaviour.LYING_STATUS));
            }
            stage.comes(n, EPOCHS);
        }
    }

    /** What nobody asked for is not looked at, whatever it costs to send. */
    @Test
    void unaskedProofsCostNothing() {
        CrossingStage stage = CrossingStage.joiner(4, EPOCHS, Parts.SOUND, 1);
        int[] asked = new int[1];
        int[] sent = new int[1];
        stage.cluster().network().filter((from, to, message) -> {
            boolean question = message instanceof Fetch fetch
                    && fetch.wanted() instanceof Fetch.Wanted.HandOver;
            asked[0] += question && from.index() == 4 ? 1 : 0;
            if (message instanceof HandOverProof(var genuine) && from.index() == 0) {
                HandOverLiar liar = new HandOverLiar(
                        stage.cluster().checkedConfig(stage.cluster().first()),
                        stage.cluster().random());
                for (int i = 0; i < 1_000; i++) {
                    sent[0]++;
                    to.receive(0, stage.epochOfProof(genuine), new HandOverProof(
                            liar.altered(genuine, HandOverLiar.Lie.OTHER_RECORD)), 0);
                }
            }
            return true;
        });
        stage.comes(4, EPOCHS);
        assertThat(sent[0]).isGreaterThanOrEqualTo(1_000);
        assertThat(stage.stage().transfers().stream()
                .filter(told -> told.contains("wrong hand-over"))).hasSizeLessThan(3);
        assertThat(asked[0]).isLessThan(20);
    }

    @Test
    void noticesProofsThatNobodySigned() {
        assertThatThrownBy(() -> liedTo(4, HandOverLiar.Lie.USURPED, broken(new HandOverRules() {
            @Override
            protected boolean isSigned(EpochCertificates certificates, BlockCert cert) {
                return true;
            }
        }))).isInstanceOf(InvariantViolation.class).hasMessageContaining("another epoch 1");
    }

    @Test
    void noticesProofsOfOtherMembersThanTheRecordNames() {
        assertThatThrownBy(() -> liedTo(4, HandOverLiar.Lie.OTHER_SET, broken(new HandOverRules() {
            @Override
            protected boolean names(Optional<Digest> named, EpochConfig next) {
                return true;
            }
        }))).isInstanceOf(InvariantViolation.class).hasMessageContaining("another epoch 1");
    }
}
