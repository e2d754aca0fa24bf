package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClientHistoryTest {
    private static final int ALICE = 0;
    private static final int BOB = 1;

    private final ClientHistory history = new ClientHistory();

    private void read(int client, int replica, long count, long last) {
        history.read(client, replica, count, OptionalLong.of(last));
    }

    @Test
    void writesThatOverlapMayStandInEitherOrderAndReplicasMayLag() {
        history.invoked(7);
        history.invoked(8);
        history.acknowledged(ALICE, 0, 8, 1);
        history.acknowledged(BOB, 1, 7, 2);
        read(ALICE, 2, 1, 8);
        read(BOB, 0, 2, 7);
        history.show(3, 0, OptionalLong.empty());

        assertThat(history.acknowledged()).isEqualTo(2);
        assertThat(history.reads()).isEqualTo(2);
        assertThat(history.values()).containsExactly(entry(1L, 8L),
                entry(2L, 7L));
    }

    @Test
    void findsAWriteThatStandsBeforeWhatWasAcknowledgedBeforeIt() {
        history.invoked(7);
        history.acknowledged(ALICE, 0, 7, 5);
        history.invoked(8);

        assertThatThrownBy(() -> history.acknowledged(BOB, 1, 8, 4))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("place 5 was shown before it was sent");
    }

    @Test
    void findsAWriteThatStandsBeforeWhatWasReadBeforeIt() {
        history.invoked(7);
        read(ALICE, 0, 3, 7);
        history.invoked(8);

        assertThatThrownBy(() -> history.acknowledged(BOB, 1, 8, 2))
                .hasMessageContaining("place 3 was shown before it was sent");
    }

    @Test
    void findsTwoValuesInOnePlace() {
        history.invoked(7);
        history.invoked(8);
        read(ALICE, 0, 1, 7);

        assertThatThrownBy(() -> read(BOB, 1, 1, 8)).hasMessageContaining("which value 7 has");
    }

    @Test
    void findsOneValueInTwoPlaces() {
        history.invoked(7);
        read(ALICE, 0, 1, 7);

        assertThatThrownBy(() -> history.acknowledged(BOB, 1, 7, 2))
                .hasMessageContaining("not its place 1");
    }

    @Test
    void findsAReplicaThatGoesBack() {
        history.invoked(7);
        history.acknowledged(ALICE, 0, 7, 2);

        assertThatThrownBy(() -> history.show(0, 1, OptionalLong.empty()))
                .hasMessageContaining("r0 goes back: it shows place 1 after 2");
        history.forget(0); // another machine
        history.show(0, 1, OptionalLong.empty());
    }

    @Test
    void findsAClientThatIsTakenBackByAnotherReplica() {
        history.invoked(7);
        read(ALICE, 0, 2, 7);
        history.show(1, 1, OptionalLong.empty());

        assertThatThrownBy(() -> history.read(ALICE, 1, 1, OptionalLong.empty()))
                .hasMessageContaining("client 0 goes back at r1");
        assertThat(history.seenBy(ALICE)).isEqualTo(2);
        assertThat(history.seenBy(BOB)).isZero();
    }

    @Test
    void findsAValueThatIsShownBeforeItIsWritten() {
        read(ALICE, 0, 1, 7);

        assertThatThrownBy(() -> history.invoked(7)).hasMessageContaining("before it was written");
    }
}
