package io.quorate.bft.core.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.DecodeException;
import io.quorate.bft.fuzz.Fuzzer;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A damaged record is refused in words, or is one that encodes to the same bytes. */
class RecoveryFuzzTest {
    @Test
    void signedRecords() {
        Fuzzer fuzzer = new Fuzzer(List.of(
                RecoveryFixture.SECP.complete().encode().toArray(),
                SignedRecovery.unsigned(RecoveryFixture.SECP.record()).encode().toArray(),
                RecoveryFixture.BLS.complete().encode().toArray()));

        fuzzer.run(input -> {
            try {
                SignedRecovery signed = SignedRecovery.decode(Bytes.wrap(input));
                assertThat(signed.encode()).isEqualTo(Bytes.wrap(input));
                return "accepted";
            } catch (DecodeException e) {
                return String.valueOf(e.getMessage());
            }
        });

        assertThat(fuzzer.differentAnswers()).isGreaterThan(10);
    }
}
