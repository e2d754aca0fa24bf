package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointTest {
    @Test
    void namesAndAddressesReadBack() {
        for (String text : List.of("localhost:1", "10.0.0.1:65535", "[::1]:30303",
                "replica_0.example.org:0")) {
            assertThat(Endpoint.parse(text).toString()).isEqualTo(text);
        }
        assertThat(Endpoint.parse("[fe80::1%eth0]:1").host()).isEqualTo("fe80::1%eth0");
    }

    @Test
    void nonsenseIsRefused() {
        for (String text : List.of("", "host", ":1", "host:", "host:65536", "host:-1", "::1:5",
                "a b:1", "host:1x", "[]:1")) {
            assertThatThrownBy(() -> Endpoint.parse(text)).as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
