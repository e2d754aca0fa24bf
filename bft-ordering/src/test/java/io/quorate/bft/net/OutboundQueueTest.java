package io.quorate.bft.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {
    private static final TlsTransportConfig.Limits LIMITS = new TlsTransportConfig.Limits(1 << 20,
            1_000, 1_000,
            100_000, 1_000, 16, 1_000, 5_000, 1_000);

    private final Counters counters = new Counters();
    private final OutboundQueue queue = new OutboundQueue(LIMITS, counters);

    @Test
    void dropsTheOldestOfAFullClassAndLeavesTheOthersAlone() {
        queue.add(TrafficClass.SYNC, Bytes.repeat((byte) 9, 500));
        for (int i = 0; i < 5; i++) {
            assertThat(queue.add(TrafficClass.CONSENSUS, Bytes.repeat((byte) i, 300))).isTrue();
        }
        assertThat(firstBytes()).containsExactly(2, 3, 4, 9);
        assertThat(counters.snapshot().framesDropped()).isEqualTo(2);
    }

    @Test
    void refusesAFrameThatCanNeverFit() {
        assertThat(queue.add(TrafficClass.CONSENSUS, Bytes.wrap(new byte[1_001]))).isFalse();
        assertThat(firstBytes()).isEmpty();
    }

    /** A frame of which a part has left goes on where it was, after the more urgent ones. */
    @Test
    void interleavesUrgentFramesWithAFrameThatIsUnderWay() {
        queue.add(TrafficClass.GOSSIP, Bytes.repeat((byte) 1, 2 * Fragment.BODY_BYTES_MAX));
        List<Integer> kinds = new ArrayList<>();
        kinds.add(next().orElseThrow());
        queue.add(TrafficClass.CONSENSUS, Bytes.of(2));
        kinds.add(next().orElseThrow());
        kinds.add(next().orElseThrow());
        assertThat(kinds).containsExactly(Fragment.dataKind(TrafficClass.GOSSIP, false),
                Fragment.dataKind(TrafficClass.CONSENSUS, true),
                Fragment.dataKind(TrafficClass.GOSSIP, true));
        assertThat(next()).isEmpty();
    }

    private Optional<Integer> next() {
        Optional<ByteBuf> fragment = queue.nextFragment(UnpooledByteBufAllocator.DEFAULT);
        Optional<Integer> kind = fragment.map(bytes -> (int) bytes.getUnsignedByte(0));
        fragment.ifPresent(ByteBuf::release);
        return kind;
    }

    private List<Integer> firstBytes() {
        List<Integer> found = new ArrayList<>();
        for (Optional<ByteBuf> fragment = queue
                .nextFragment(UnpooledByteBufAllocator.DEFAULT); fragment
                        .isPresent(); fragment = queue
                                .nextFragment(UnpooledByteBufAllocator.DEFAULT)) {
            found.add((int) fragment.get().getByte(Fragment.HEADER_BYTES));
            fragment.get().release();
        }
        return found;
    }
}
