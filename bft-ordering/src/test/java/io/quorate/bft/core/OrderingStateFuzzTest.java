package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.lane.FrozenLanes;
import io.quorate.bft.core.lane.LaneRules;
import io.quorate.bft.fuzz.Fuzzer;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A damaged ordering state is refused in words, or is one that encodes to the same bytes. */
class OrderingStateFuzzTest {
    private static final int SLOTS = 2_000;
    private final ReplicaConfig config = ReplicaConfig.of(new ReplicaId(0), Quorums.ofSize(7), 1);

    private OrderingState start() {
        return OrderingState.restore(config, Applied.genesis(Digest.ZERO, 5), List.of(),
                new FrozenLanes(config.lanes(), LaneRules.PRODUCT, config.window()),
                LaneRules.PRODUCT, _ -> Digest.ZERO);
    }

    private static DecidedSlot slot(long seq, int proposer) {
        return new DecidedSlot(0, seq, Digest.ZERO, 5 + seq, proposer, Bytes.of(1), Bytes.EMPTY);
    }

    @Test
    void storedStates() {
        List<byte[]> states = new ArrayList<>();
        OrderingState state = start();
        for (long seq = 1; seq < SLOTS; seq++) {
            states.add(state.encode().toArray());
            // Every fifth segment somebody is passed over.
            state = state.after(slot(seq, (int) (seq / 256 + seq / 1280) % 7), state.cut());
        }
        Fuzzer fuzzer = new Fuzzer(states.subList(0, SLOTS - 1));
        DecidedSlot last = slot(SLOTS, 3);

        fuzzer.run(input -> {
            Applied applied = new Applied(SLOTS, Digest.ZERO, Bytes.wrap(input), 5 + SLOTS);
            try {
                OrderingState.restore(config, applied, List.of(last),
                        new FrozenLanes(config.lanes(), LaneRules.PRODUCT, config.window()),
                        LaneRules.PRODUCT,
                        _ -> Digest.ZERO);
                return "accepted";
            } catch (IllegalStateException e) {
                return String.valueOf(e.getMessage());
            }
        });

        assertThat(fuzzer.differentAnswers()).isGreaterThan(3);
    }
}
