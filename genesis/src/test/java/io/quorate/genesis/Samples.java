package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Genesis files for the tests of this package. */
final class Samples {
    private Samples() {}

    static Genesis resource(String name) {
        return Genesis.parse(name, content(name));
    }

    static byte[] content(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Genesis parse(String json) {
        return Genesis.parse("g.json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** The message with which {@code json} is refused. */
    static String refusal(String json) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> parse(json));
        assertThat(e).as("refused: %s", json).isNotNull();
        return e.getMessage();
    }
}
