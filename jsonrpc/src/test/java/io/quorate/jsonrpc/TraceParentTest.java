package io.quorate.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void isThereWhileTheWorkIsDone() {
        assertThat(TraceParent.isValid(HEADER)).isTrue();
        assertThat(TraceParent.within(HEADER, TraceParent::current)).contains(HEADER);
        assertThat(TraceParent.current()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"})
    void anotherFormIsNone(String header) {
        assertThat(TraceParent.isValid(header)).isFalse();
    }
}
