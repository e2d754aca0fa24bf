package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.genesis.QuorateConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a replica's process refuses to begin with. */
class ReplicaProcessTest {
    @Test
    void aDevelopmentChainIsForDevAlone() {
        Path file = Path.of("genesis.json");
        QuorateConfig ordinary = QuorateConfig.ABSENT;

        assertThatCode(() -> ReplicaProcess.requireOrdinary(ordinary, file))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                () -> ReplicaProcess.requireOrdinary(ordinary.withDevelopment(true), file))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("quorate.development is true");
    }
}
