package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeadersTest {
    private static final int SEGMENT = 16;
    private static final Leaders.Setting FOUR = new Leaders.Setting(4, 1, SEGMENT);

    private static Leaders start(Leaders.Setting setting) {
        return Leaders.atStart(setting, SeqNum.ZERO);
    }

    private static Optional<ReplicaId> replica(int index) {
        return Optional.of(new ReplicaId(index));
    }

    /** Decides all slots of a segment with one proposer. */
    private static Leaders segment(Leaders leaders, int proposer) {
        Leaders after = leaders;
        for (long seq = Math.max(1, leaders.segment() * SEGMENT); seq < (leaders.segment() + 1)
                * SEGMENT; seq++) {
            after = after.after(new SeqNum(seq), replica(proposer));
        }
        return after;
    }

    private static Optional<ReplicaId> leader(Leaders leaders, long view) {
        return leaders.of(new View(view), new SeqNum(Math.max(1, leaders.segment() * SEGMENT)));
    }

    @Test
    void segmentsAndViewsMoveTheLeaderOn() {
        Leaders leaders = start(FOUR);
        for (int segment = 0; segment < 9; segment++) {
            assertThat(leader(leaders, 0)).isEqualTo(replica(segment % 4));
            assertThat(leader(leaders, 3)).isEqualTo(replica((segment + 3) % 4));
            SeqNum ahead = new SeqNum((leaders.segment() + 1) * SEGMENT);
            assertThat(leaders.of(View.ZERO, ahead)).isEqualTo(replica((segment + 1) % 4));
            assertThat(leaders.of(View.ZERO, new SeqNum(ahead.number() + SEGMENT))).isEmpty();
            leaders = segment(leaders, segment % 4);
        }
        assertThat(leaders.absences()).isEmpty();
    }

    @Test
    void aStableLeaderIsMovedByViewsAlone() {
        Leaders leaders = start(new Leaders.Setting(4, 1, ReplicaConfig.STABLE_LEADER));
        for (long seq = 1; seq < 1_000; seq++) {
            leaders = leaders.after(new SeqNum(seq), replica(0));
        }
        assertThat(leaders.of(new View(6), new SeqNum(1_000_000))).isEqualTo(replica(2));
    }

    @Test
    void aLeaderThatFailsInItsSegmentIsLeftOutFromTheSegmentAfterNext() {
        Leaders leaders = start(FOUR);
        leaders = leaders.after(new SeqNum(1), replica(0));
        leaders = leaders.after(new SeqNum(2), replica(1)); // view 1
        assertThat(leaders.absences()).containsOnlyKeys(new ReplicaId(0));
        assertThat(leaders.next()).hasSize(4);
        leaders = segment(leaders.after(new SeqNum(3), Optional.empty()), 1);
        assertThat(leaders.current()).hasSize(4);
        assertThat(leaders.next()).containsExactly(new ReplicaId(1), new ReplicaId(2),
                new ReplicaId(3));
    }

    @Test
    void aLeaderThatNeverSpokeInItsSegmentIsPassedOverToo() {
        Leaders leaders = segment(start(FOUR), 0);
        leaders = segment(leaders, 2); // 1 was dead when its segment began
        assertThat(leaders.absences()).containsOnlyKeys(new ReplicaId(1));
        leaders = segment(leaders, 3);
        assertThat(leaders.current()).doesNotContain(new ReplicaId(1));
    }

    @Test
    void faultyOnesCannotHaveMoreThanFLeftOut() {
        Leaders leaders = start(new Leaders.Setting(7, 2, SEGMENT));
        leaders = leaders.after(new SeqNum(1), replica(0));
        leaders = leaders.after(new SeqNum(2), replica(5)); // 0 to 4 cannot all have failed
        assertThat(leaders.absences()).isEmpty();
        leaders = leaders.after(new SeqNum(3), replica(0)); // 5 and 6
        leaders = leaders.after(new SeqNum(4), replica(2)); // 0 and 1
        assertThat(leaders.absences()).hasSize(4);
        leaders = segment(leaders, 2);
        assertThat(leaders.next()).hasSize(5);
    }

    @Test
    void comesBackAndIsLeftOutTwiceAsLongIfItFailsAgain() {
        Leaders leaders = start(FOUR);
        leaders = leaders.after(new SeqNum(1), replica(0)).after(new SeqNum(2), replica(1));
        while (leaders.current().size() == 4) {
            leaders = segment(leaders, leader(leaders, 1).orElseThrow().index());
        }
        while (leaders.current().size() == 3) {
            leaders = segment(leaders, leader(leaders, 1).orElseThrow().index());
        }
        long back = leaders.segment() * SEGMENT;
        assertThat(back).isBetween(Leaders.ABSENCE_SLOTS, Leaders.ABSENCE_SLOTS + 3L * SEGMENT);
        long view = 1;
        while (!leader(leaders, view).equals(replica(0))) {
            leaders = segment(leaders, leader(leaders, view).orElseThrow().index());
        }
        leaders = segment(leaders, 1);
        assertThat(leaders.absences().get(new ReplicaId(0)).slots())
                .isEqualTo(2 * Leaders.ABSENCE_SLOTS);
    }

    /** What a replica stores and what it goes on with after a restart lead to the same rosters. */
    @Test
    void survivesItsEncodingAtEverySlot() {
        long seed = 20_261;
        Random random = new Random(seed);
        Leaders.Setting setting = new Leaders.Setting(10, 3, SEGMENT);
        Leaders leaders = start(setting);
        Leaders restarted = leaders;
        for (long seq = 1; seq < 40L * SEGMENT; seq++) {
            List<ReplicaId> roster = leaders.current();
            Optional<ReplicaId> proposer = random.nextInt(8) == 0 ? Optional.empty()
                    : Optional.of(roster.get(random.nextInt(12) == 0 ? random.nextInt(roster.size())
                            : (int) (leaders.segment() % roster.size())));
            ByteBuffer bytes = ByteBuffer.allocate(LeadersCodec.sizeBytes(leaders));
            LeadersCodec.write(bytes, leaders);
            assertThat(bytes.hasRemaining()).isFalse();
            if (random.nextInt(20) == 0) {
                restarted = LeadersCodec.read(bytes.flip(), setting);
            }
            leaders = leaders.after(new SeqNum(seq), proposer);
            restarted = restarted.after(new SeqNum(seq), proposer);
            assertThat(restarted).as("seed %d, slot %d", seed, seq).isEqualTo(leaders);
        }
    }
}
