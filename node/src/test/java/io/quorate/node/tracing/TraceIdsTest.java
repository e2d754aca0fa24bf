package io.quorate.node.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class TraceIdsTest {
    private static final Hash HASH = Hash.fromHex(
            "0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    private static Hash hash(int seed) {
        return Keccak256.hash(Bytes.ofUnsignedInt(seed));
    }

    @Test
    void theTraceIsTheFirstHalfOfTheHash() {
        assertThat(TraceIds.trace(HASH)).isEqualTo("000102030405060708090a0b0c0d0e0f");
    }

    /** Were two the same, a collector would show one of them. */
    @Test
    void spansOfATransactionDiffer() {
        Set<String> seen = new HashSet<>(Set.of(TraceIds.root(HASH)));
        for (int replica = 0; replica < 20; replica++) {
            for (String name : new String[]{"gossip", "propose", "commit"}) {
                String id = TraceIds.span(HASH, replica, name);
                assertThat(id).matches("[0-9a-f]{16}");
                assertThat(seen.add(id)).isTrue();
            }
        }
        assertThat(TraceIds.root(hash(1))).isNotEqualTo(TraceIds.root(hash(2)));
    }

    @Test
    void aRatioIsTheShareThatIsTold() {
        assertThat(IntStream.range(0, 4_000).filter(i -> TraceIds.isSampled(hash(i), 0.25))
                .count()).isBetween(900L, 1_100L);
        assertThat(IntStream.range(0, 1_000).filter(i -> TraceIds.isSampled(hash(i), 0)).count())
                .isZero();
        assertThat(IntStream.range(0, 1_000).filter(i -> TraceIds.isSampled(hash(i), 1)).count())
                .isEqualTo(1_000);
        // Those of a smaller ratio are among those of a larger one: replicas that differ share what they can.
        assertThat(IntStream.range(0, 1_000).filter(i -> TraceIds.isSampled(hash(i), 0.1)))
                .allMatch(i -> TraceIds.isSampled(hash(i), 0.2));
    }
}
