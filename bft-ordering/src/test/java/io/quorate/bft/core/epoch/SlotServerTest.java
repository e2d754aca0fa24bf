package io.quorate.bft.core.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class SlotServerTest {
    private static final MemberId PEER = new MemberId(2);
    private static final EpochConfig EPOCH = new EpochConfig(0, SeqNum.ZERO,
            IntStream.range(0, 4)
                    .mapToObj(i -> new Member(new MemberId(i), Bytes.of(i), Bytes.EMPTY,
                            Bytes.repeat((byte) 1, Member.INCARNATION_BYTES)))
                    .toList(),
            (byte) 0,
            new EpochConfig.Parameters(0, ReplicaConfig.WINDOW, ReplicaConfig.IN_FLIGHT_MAX,
                    ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX, ReplicaConfig.SEGMENT_SLOTS,
                    Timeouts.DEFAULT, false));

    private final List<EpochEffect> out = new ArrayList<>();
    private final SlotServer server = new SlotServer(out::add);

    private void ask() {
        server.onMessage(PEER, new Fetch(new Fetch.Wanted.SlotsFrom(new SeqNum(1), 4)),
                new SlotServer.Stand(EPOCH, new SeqNum(9), Optional.empty()));
    }

    /** Or the answer to the same peer's question to a seat would be taken for this one's, and the seat wait for ever. */
    @Test
    void answersOneQuestionOfAPeerAtATimeOfTheEpochThatItIsAbout() {
        ask();
        ask();
        assertThat(out).hasSize(1);
        assertThat(server.isReading(PEER, 0)).isTrue();
        assertThat(server.isReading(PEER, 1)).isFalse();
        server.onSlotsRead(PEER, EPOCH, List.of());
        assertThat(server.isReading(PEER, 0)).isFalse();
        ask();
        assertThat(out).hasSize(2);
        assertThat(EPOCH.hash()).isNotEqualTo(Digest.ZERO);
    }

    private int told(boolean active, long executed) {
        out.clear();
        server.onMessage(PEER, new Status(View.ZERO, active, SeqNum.ZERO, new SeqNum(executed),
                new SeqNum(executed), Bytes.EMPTY, 0),
                new SlotServer.Stand(EPOCH, new SeqNum(9), Optional.empty()));
        return out.size();
    }

    /** Two learners that see each other behind would else answer each other's answers for ever. */
    @Test
    void saysWhereAnEpochStandsFewTimesInAWhile() {
        assertThat(told(true, 9)).isZero();
        for (int i = 0; i < 4; i++) {
            assertThat(told(i % 2 == 0, 8)).isEqualTo(1);
        }
        assertThat(told(false, 8)).isZero();
        server.tick(Timeouts.DEFAULT.retransmitMillis() - 1);
        assertThat(told(false, 8)).isZero();
        server.tick(Timeouts.DEFAULT.retransmitMillis());
        assertThat(told(false, 8)).isEqualTo(1);
    }
}
