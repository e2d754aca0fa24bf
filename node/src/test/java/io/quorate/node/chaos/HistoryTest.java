package io.quorate.node.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.UInt256;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = new History();

    /** Values count from 1, and each is the first write of a client of its own. */
    private void swap(long before, long after, long invoked, long completed) {
        history.add(new Swap(value(before), value(after), 0, invoked, completed, after));
    }

    private void read(int replica, long value, long invoked, long completed) {
        history.add(new History.Read(replica, UInt256.of(value(value)), invoked, completed));
    }

    private static long value(long number) {
        return number == 0 ? WriteLog.FIRST_VALUE : WriteLog.value((int) number, 1);
    }

    @Test
    void overlappingWritesMayStandInEitherOrder() {
        swap(2, 1, 0, 10);
        swap(0, 2, 5, 15);
        read(0, 1, 20, 21);
        read(1, 2, 22, 23); // another replica lags: allowed

        assertThat(history.faults()).isEmpty();
    }

    @Test
    void findsAWriteThatIsOrderedAgainstTime() {
        swap(2, 1, 0, 10);
        swap(0, 2, 11, 15);

        assertThat(history.faults()).singleElement().asString().contains("write 1 of client 1 ",
                "stands behind");
    }

    @Test
    void findsALostWrite() {
        swap(0, 1, 0, 10);
        swap(7, 2, 11, 15);

        assertThat(history.faults()).containsExactly(
                "1 of 2 acknowledged writes are not in the order");
    }

    @Test
    void findsTwoWritesThatTookThePlaceOfOneValue() {
        swap(0, 1, 0, 10);
        swap(0, 2, 0, 10);

        assertThat(history.faults()).anyMatch(fault -> fault.contains("two writes"));
    }

    @Test
    void findsAReplicaThatGoesBack() {
        swap(0, 1, 0, 10);
        swap(1, 2, 11, 15);
        read(3, 2, 16, 17);
        read(3, 1, 18, 19);

        assertThat(history.faults()).containsExactly(
                "replica 3 went back: it showed write 1 after write 2");
    }

    @Test
    void findsAReplicaThatForgetsWhatItAcknowledged() {
        swap(0, 1, 0, 10);
        read(0, 0, 11, 12);

        assertThat(history.faults()).containsExactly(
                "replica 0 went back: it showed write 0 after write 1");
    }

    @Test
    void findsValuesFromNowhereAndFromTheFuture() {
        swap(0, 1, 10, 20);
        read(0, 1, 5, 9);
        read(1, 8, 5, 9);
        history.add(new History.Read(1, UInt256.MAX, 5, 9));
        history.add(new History.Read(1, UInt256.of(5), 5, 9));

        assertThat(history.faults()).hasSize(4).anyMatch(fault -> fault.contains("before it was"))
                .anyMatch(fault -> fault.contains("no acknowledged write"));
    }

    @Test
    void findsAWriteThatIsAcknowledgedTwiceOrOutOfTurn() {
        history.add(new Swap(0, WriteLog.value(0, 1), 0, 0, 10, 1));
        history.add(new Swap(WriteLog.value(0, 1), WriteLog.value(0, 1), 0, 11, 12, 1));
        history.add(new Swap(WriteLog.value(0, 1), WriteLog.value(0, 3), 0, 13, 14, 1));

        assertThat(history.faults()).hasSize(2)
                .allMatch(fault -> fault.contains("acknowledged out of turn"));
    }

    @Test
    void findsAWriteThatTakesAPlaceThatWasTakenLongAgo() {
        swap(0, 1, 0, 10);
        swap(1, 2, 11, 20);
        swap(2, 3, 21, 30);
        swap(1, 4, 31, 40);

        assertThat(history.faults()).anyMatch(fault -> fault.contains("two writes"));
    }

    @Test
    void aReadThatIsReportedLateIsHeldAgainstWhatWasShownBeforeIt() {
        swap(0, 1, 0, 10);
        read(2, 0, 18, 19);
        swap(1, 2, 11, 15);
        read(2, 2, 16, 17);

        assertThat(history.faults()).containsExactly(
                "replica 2 went back: it showed write 0 after write 2");
    }

    @Test
    void whatIsAcknowledgedAfterTheEndDoesNotCount() {
        swap(0, 1, 0, 10);
        assertThat(history.faults()).isEmpty();
        swap(1, 2, 11, 20);
        read(0, 2, 21, 22);

        assertThat(history.swapCount()).isEqualTo(1);
        assertThat(history.readCount()).isZero();
        assertThat(history.writes().acknowledged(2)).isZero();
    }

    @Test
    void tellsTheLongestTimeWithoutAnAcknowledgedWrite() {
        swap(0, 1, 0, 10);
        swap(1, 2, 10, 35);
        swap(2, 3, 35, 60);

        assertThat(history.longestPauseNanos(5, 70)).isEqualTo(25);
        assertThat(history.longestPauseNanos(36, 100)).isEqualTo(40);
        assertThat(history.longestPauseNanos(61, 100)).isEqualTo(39);
    }
}
