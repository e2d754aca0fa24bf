package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class EvidenceRulesTest {
    private static final ReplicaId ACCUSED = new ReplicaId(1);
    private static final ReplicaConfig CONFIG = ReplicaConfig.of(new ReplicaId(0),
            new Quorums(4, 0), 1);
    private static final Digest A = new Digest(1, 0, 0, 0);
    private static final Digest B = new Digest(2, 0, 0, 0);

    private static Vote1 vote(long view, long seq, Digest digest) {
        return new Vote1(new View(view), new SeqNum(seq), digest, Bytes.EMPTY);
    }

    private static ViewChange change(int sender, long newView, long base, long... votedInAt8) {
        List<SlotReport> reports = votedInAt8.length == 0 ? List.of()
                : List.of(new SlotReport(new SeqNum(8),
                        Optional.of(new SlotReport.LastVote(new View(votedInAt8[0]), A)),
                        Optional.empty(), Optional.empty()));
        return new ViewChange(new ReplicaId(sender), new View(newView), new SeqNum(base),
                Optional.empty(), reports, Bytes.EMPTY);
    }

    private static NewView newView(long view, long base) {
        return new NewView(new View(view), List.of(), new SeqNum(base), List.of(), Bytes.EMPTY);
    }

    private static boolean proves(Evidence.Kind kind, Message first, Message second) {
        return EvidenceRules.PRODUCT.contradict(new Evidence(ACCUSED, kind, first, second), CONFIG);
    }

    @Test
    void twoVotesMustBeForOneSlotInOneViewAndDiffer() {
        Evidence.Kind kind = Evidence.Kind.TWO_FIRST_VOTES;
        assertThat(proves(kind, vote(3, 8, A), vote(3, 8, B))).isTrue();
        assertThat(proves(kind, vote(3, 8, A), vote(3, 8, A))).isFalse();
        assertThat(proves(kind, vote(3, 8, A), vote(4, 8, B))).isFalse();
        assertThat(proves(kind, vote(3, 8, A), vote(3, 9, B))).isFalse();
    }

    @Test
    void twoViewChangesMustBeOfTheAccusedForOneViewAndDiffer() {
        Evidence.Kind kind = Evidence.Kind.TWO_VIEW_CHANGES;
        assertThat(proves(kind, change(1, 5, 0), change(1, 5, 1))).isTrue();
        assertThat(proves(kind, change(1, 5, 0), change(1, 5, 0))).isFalse();
        assertThat(proves(kind, change(1, 5, 0), change(1, 6, 1))).isFalse();
        assertThat(proves(kind, change(2, 5, 0), change(2, 5, 1))).isFalse();
        assertThat(proves(kind, change(1, 5, 0), change(2, 5, 1))).isFalse();
    }

    @Test
    void twoNewViewsMustBeOfTheViewsStarter() {
        Evidence.Kind kind = Evidence.Kind.TWO_NEW_VIEWS;
        assertThat(proves(kind, newView(5, 0), newView(5, 1))).isTrue();
        assertThat(proves(kind, newView(5, 0), newView(5, 0))).isFalse();
        assertThat(proves(kind, newView(5, 0), newView(9, 1))).isFalse();
        assertThat(proves(kind, newView(6, 0), newView(6, 1))).as("another started it").isFalse();
    }

    @Test
    void hiddenVotesAreThoseBelowThePromiseAndAboveTheBase() {
        Evidence.Kind kind = Evidence.Kind.HIDDEN_FIRST_VOTE;
        assertThat(proves(kind, vote(3, 8, A), change(1, 5, 7))).isTrue();
        assertThat(proves(kind, vote(3, 8, A), change(1, 5, 7, 2))).isTrue();
        assertThat(proves(kind, vote(3, 8, A), change(1, 5, 7, 3))).isFalse();
        assertThat(proves(kind, vote(3, 8, A), change(1, 5, 7, 4))).as("newer").isFalse();
        assertThat(proves(kind, vote(3, 8, A), change(1, 5, 8))).as("certified").isFalse();
        assertThat(proves(kind, vote(5, 8, A), change(1, 5, 7))).as("later").isFalse();
        assertThat(proves(kind, vote(3, 8, A), change(2, 5, 7))).as("of another").isFalse();
    }
}
