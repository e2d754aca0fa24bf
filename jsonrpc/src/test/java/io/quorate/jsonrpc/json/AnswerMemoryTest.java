package io.quorate.jsonrpc.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Large answers share a bound until they are sent, small ones need none of it, and nothing of it is lost. */
class AnswerMemoryTest {
    private static final int MEMORY_BYTES = 300_000;
    private static final int RESULT_BYTES = 100_000;

    private final AnswerMemory memory = new AnswerMemory(MEMORY_BYTES);
    private final JsonFormat format = new JsonFormat(1_000_000, 32, 100, RESULT_BYTES, memory);

    private byte[] answer(int bytes) {
        return format.result(IntNode.valueOf(1), JsonValue.of("x".repeat(bytes)), RESULT_BYTES);
    }

    private void assertAllIsFree() {
        assertThat(memory.reserve(MEMORY_BYTES)).isTrue();
        memory.release((long) MEMORY_BYTES);
    }

    @Test
    void refusesMoreThanItHasUntilSomeIsSent() {
        List<byte[]> unsent = new ArrayList<>();
        assertThatThrownBy(() -> {
            for (int i = 0; i < 100; i++) {
                unsent.add(answer(50_000));
            }
        }).isInstanceOf(JsonRpcException.class).hasMessageContaining("too many large answers");
        assertThat(unsent).isNotEmpty();

        memory.release(unsent.removeLast());

        unsent.add(answer(50_000));
        unsent.forEach(memory::release);
        assertAllIsFree();
    }

    @Test
    void smallAnswersAreNotCounted() {
        assertThat(memory.reserve(MEMORY_BYTES)).isTrue();

        assertThat(answer(2_000)).hasSizeGreaterThan(2_000);
    }

    @Test
    void givesBackWhatAnAnswerThatIsTooLargeHeld() {
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> answer(RESULT_BYTES)).isInstanceOf(JsonRpcException.class)
                    .hasMessageContaining("larger than " + RESULT_BYTES);
        }
        assertAllIsFree();
    }

    @Test
    void aBatchTakesOverWhatItsPartsHeld() {
        byte[] batch = format.batch(List.of(answer(20_000), answer(20_000), answer(10)));

        assertThat(batch).hasSizeGreaterThan(40_000);
        memory.release(batch);
        assertAllIsFree();
    }
}
