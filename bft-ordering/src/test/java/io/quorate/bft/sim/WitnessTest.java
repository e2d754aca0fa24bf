package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Vote1;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class WitnessTest {
    private static final SeqNum SEQ = new SeqNum(3);
    private static final Digest DIGEST = new Digest(1, 2, 3, 4);

    private final Witness witness = new Witness(0, 8, SeqNum.ZERO);

    @Test
    void remembersWhatASlowDiskHoldsBack() {
        witness.logged(new Vote1(View.ZERO, SEQ, DIGEST, Bytes.EMPTY), 5);
        witness.forget(new SeqNum(100), 4);
        assertThatCode(() -> vote(5)).doesNotThrowAnyException();
    }

    @Test
    void noticesAVoteBeforeItsSync() {
        witness.logged(new Vote1(View.ZERO, SEQ, DIGEST, Bytes.EMPTY), 5);
        witness.forget(new SeqNum(100), 4);
        assertThatThrownBy(() -> vote(4)).isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("logged at 5, durable is 4");
        witness.forget(new SeqNum(100), 5);
        assertThatThrownBy(() -> vote(5)).isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("not logged");
    }

    private void vote(long durableLsn) {
        witness.voted(Witness.Round.FIRST, View.ZERO, SEQ, DIGEST, durableLsn);
    }
}
