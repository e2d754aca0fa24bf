package io.quorate.node.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.quorate.bft.runtime.SlotStage;
import io.quorate.evm.primitives.Hash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SpanWriterTest {
    /** Nobody waits for a collector that is not there; an operator is told. */
    @Test
    void aCollectorThatIsAwayIsToldOfInTheLog() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(ReportingExporter.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (SpanWriter writer = new SpanWriter(URI.create("http://127.0.0.1:" + unused()
                + "/v1/traces"), new Tracing.Replica(3, 1, "test"))) {
            SlotMoments slots = new SlotMoments();
            slots.reached(SlotStage.DECIDED, 1, 1);
            writer.write(Hash.EMPTY, new Spans.Place(1, 1, Hash.ZERO, 0),
                    Spans.of(Optional.empty(), slots, 1, new Tracing.Moments(1, 2, 3)));

            Awaitility.await().atMost(Duration.ofSeconds(60))
                    .until(() -> !List.copyOf(lines.list).isEmpty());
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list.getFirst().getFormattedMessage())
                .contains("tracing.endpoint", "replica=3", "spansLost=4");
    }

    private static int unused() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
