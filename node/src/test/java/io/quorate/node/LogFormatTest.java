package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogFormatTest {
    private final LoggerContext context = new LoggerContext();

    private LoggingEvent event(String message, Object... arguments) {
        return new LoggingEvent(LogFormatTest.class.getName(), context.getLogger("quorate.thing"),
                Level.WARN, message, null, arguments);
    }

    private static String line(Encoder<ILoggingEvent> encoder, ILoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void textHasFieldsBehindTheMessage() {
        LoggingEvent plain = event("it happened replica={}", 3);
        assertThat(line(LogSetup.text(context), plain))
                .endsWith(" WARN  thing it happened replica=3\n");

        LoggingEvent fields = event("it happened replica={}", 3);
        fields.setKeyValuePairs(List.of(new KeyValuePair("transaction", "0xab"),
                new KeyValuePair("trace", "cd")));
        assertThat(line(LogSetup.text(context), fields))
                .endsWith(" thing it happened replica=3 transaction=0xab trace=cd\n");
    }

    @Test
    void jsonIsAnObjectALineWhateverIsInIt() throws IOException {
        LoggingEvent event = event("it \"happened\"\n at {}", "C:\\x\u0001");
        event.setKeyValuePairs(List.of(new KeyValuePair("transaction", "0xab")));

        String line = line(LogSetup.json(context), event);

        assertThat(line).endsWith("}\n").matches(text -> text.lines().count() == 1);
        JsonNode object = new ObjectMapper().readTree(line);
        assertThat(object.get("formattedMessage").asText())
                .isEqualTo("it \"happened\"\n at C:\\x\u0001");
        assertThat(object.get("level").asText()).isEqualTo("WARN");
        assertThat(object.get("loggerName").asText()).isEqualTo("quorate.thing");
        assertThat(object.get("kvpList").get(0).get("transaction").asText()).isEqualTo("0xab");
        assertThat(object.get("timestamp").asLong()).isPositive();
    }

    @Test
    void anotherFormatIsRefused() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> LogSetup.useFormat("xml"))
                .withMessage("--log-format: 'xml' is not one of text, json.");
    }
}
