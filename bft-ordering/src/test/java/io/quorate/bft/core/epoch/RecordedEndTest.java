package io.quorate.bft.core.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.RecoveredLog;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** An epoch that a record ended, whatever the application had decided, or decides while slots are caught up with. */
class RecordedEndTest {
    private static final RecoveryFixture SUITE = RecoveryFixture.SECP;
    private static final EpochConfig ENDED = SUITE.ended();
    private static final EpochChange DECIDED = new EpochChange(
            ENDED.next(new SeqNum(768), ENDED.members(), ENDED.parameters().withC(1)));

    private static SignedRecovery endingAt(long slot) {
        RecoveryRecord record = SUITE.record();
        return SUITE.signedBy(new RecoveryRecord(record.chainId(), record.genesis(), ENDED,
                record.result(), ENDED.next(new SeqNum(slot), record.next().members(),
                        ENDED.parameters())),
                0, 1, 2, 3, 4);
    }

    private static EpochHistory history(List<EpochChange> changes, long applied, Digest result,
            long lastEpoch, SignedRecovery... records) {
        List<DecidedSlot> recent = List.of(new DecidedSlot(lastEpoch, applied, Digest.ZERO, 0, 0,
                Bytes.EMPTY, Bytes.EMPTY));
        return EpochHistory.of(new EpochRecovery(ENDED, changes, List.of(), RecoveredLog.EMPTY,
                new Applied(applied, result, Bytes.EMPTY, 0), recent, List.of(),
                new Ceremonies(List.of(records), List.of())),
                epoch -> epoch.replica(new ReplicaId(0), RecoveryFixture.CHAIN_ID).codec());
    }

    private static EpochHistory history(List<EpochChange> changes, long applied,
            SignedRecovery record) {
        return history(changes, applied, record.record().result(), 3, record);
    }

    @Test
    void recordNotTheDecisionTellsHowItEnds() {
        SignedRecovery record = endingAt(600);
        EpochHistory history = history(List.of(DECIDED), 600, record);
        assertThat(history.end(3)).contains(new EpochChange(record.record().next()));
        assertThat(history.nextSetHash(3, history.end(3).orElseThrow())).isEqualTo(Digest.ZERO);
        assertThat(history.epochAt(599).number()).isEqualTo(3);
        assertThat(history.epochAt(600).number()).isEqualTo(4);
    }

    /** The slot was executed with that hash, so whoever comes after executes it so. */
    @Test
    void lastSlotKeepsTheHashOfADecisionThatWasForThatVerySlot() {
        SignedRecovery record = endingAt(768);
        EpochHistory history = history(List.of(DECIDED), 700, record);
        EpochChange end = history.end(3).orElseThrow();
        assertThat(end.next()).isEqualTo(record.record().next());
        assertThat(history.nextSetHash(3, end)).isEqualTo(DECIDED.next().hash());
    }

    @Test
    void decisionThatIsCaughtUpWithIsVoidAndNoOtherMayCome() {
        SignedRecovery record = endingAt(768);
        EpochHistory history = history(List.of(), 520, record);
        assertThat(history.fixed(ENDED, DECIDED, new SeqNum(530))).isTrue();
        EpochChange end = history.end(3).orElseThrow();
        assertThat(end.next()).isEqualTo(record.record().next());
        assertThat(history.nextSetHash(3, end)).isEqualTo(DECIDED.next().hash());
        assertThat(history.fixed(ENDED, DECIDED, new SeqNum(531))).isFalse();
        EpochChange other = new EpochChange(
                ENDED.next(new SeqNum(1024), ENDED.members(), ENDED.parameters()));
        assertThatThrownBy(() -> history.fixed(ENDED, other, new SeqNum(531)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("again");
    }

    /** As by a snapshot of those who went on without the record. */
    @Test
    void epochDoesNotEndWithAStateFromBeyondItsRecord() {
        SignedRecovery record = endingAt(600);
        EpochHistory history = history(List.of(), 590, record);
        assertThatThrownBy(() -> history.ended(3,
                new Applied(601, record.record().result(), Bytes.EMPTY, 0), Optional.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("slot 601 was executed here");
        history.ended(3, new Applied(600, record.record().result(), Bytes.EMPTY, 0),
                Optional.empty());
        assertThat(history.epochAt(600).number()).isEqualTo(4);
    }

    @Test
    void epochAfterARecordEndsByADecisionAsAnyDoes() {
        SignedRecovery record = endingAt(600);
        EpochHistory history = history(List.of(), 600, record);
        EpochConfig next = record.record().next();
        EpochChange later = new EpochChange(
                next.next(new SeqNum(1024), next.members(), next.parameters()));
        history.fixed(next, later, new SeqNum(601));
        assertThat(history.end(4)).contains(later);
        assertThat(history.nextSetHash(4, later)).isEqualTo(later.next().hash());
    }

    /** An empty disk learns of the epoch that the record ended by following the one before it. */
    @Test
    void recordWaitsForItsEpochToBeKnown() {
        EpochConfig second = DECIDED.next();
        SignedRecovery record = new SignedRecovery(new RecoveryRecord(1, Digest.ZERO, second,
                Digest.ZERO, second.next(new SeqNum(800), second.members(),
                        second.parameters())),
                new java.util.TreeMap<>());
        EpochHistory history = history(List.of(), 520, Digest.ZERO, 3, record);
        assertThat(history.end(3)).isEmpty();
        assertThat(history.fixed(ENDED, DECIDED, new SeqNum(530))).isTrue();
        assertThat(history.end(4)).contains(new EpochChange(record.record().next()));
        EpochConfig other = new EpochChange(
                ENDED.next(new SeqNum(768), ENDED.members(), ENDED.parameters())).next();
        EpochHistory another = history(List.of(), 520, Digest.ZERO, 3, record);
        assertThatThrownBy(() -> another.fixed(ENDED, new EpochChange(other), new SeqNum(530)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ends another epoch 4");
    }

    @Test
    void stateThatTheRecordContradictsIsNotGoneOnFrom() {
        SignedRecovery record = endingAt(600);
        assertThatThrownBy(() -> history(List.of(), 600, Digest.ZERO, 3, record))
                .hasMessageContaining("this replica's result of that slot is");
        assertThatThrownBy(() -> history(List.of(), 601, Digest.ZERO, 3, record))
                .hasMessageContaining("slot 601 was executed here in epoch 3");
        assertThat(history(List.of(), 601, Digest.ZERO, 4, record).epochAt(601).number())
                .isEqualTo(4);
        EpochHistory behind = history(List.of(), 599, record);
        assertThatThrownBy(() -> behind.ended(3, new Applied(600, Digest.ZERO, Bytes.EMPTY, 0),
                Optional.empty())).hasMessageContaining("with result");
    }

    /** Its last slots are of an epoch that nothing here leads to. */
    @Test
    void stateOfAnUnknownEpochIsNotGoneOnFrom() {
        assertThatThrownBy(() -> history(List.of(DECIDED), 800, Digest.ZERO, 5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the state of slot 800 is of epoch 5")
                .hasMessageContaining("from epoch 3 to that one is known up to epoch 4 only");
        assertThat(history(List.of(DECIDED), 800, Digest.ZERO, 4).epochAt(800).number())
                .isEqualTo(4);
    }

    @Test
    void promiseOrRecordTakesTheVoteInThatEpochAlone() {
        Ceremonies ceremonies = new Ceremonies(List.of(endingAt(600)), List.of(5L));
        assertThat(ceremonies.objection(3)).get().asString().contains("ended at slot 600");
        assertThat(ceremonies.objection(4)).isEmpty();
        assertThat(ceremonies.objection(5)).get().asString().contains("was signed here");
        assertThatThrownBy(() -> new Ceremonies(List.of(endingAt(600), endingAt(601)), List.of()))
                .hasMessageContaining("two recovery records end epoch 3");
    }
}
