package io.quorate.bft.core.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.DecodeException;
import io.quorate.bft.HandOver;
import io.quorate.bft.fuzz.Fuzzer;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Whatever a peer puts into a proof: the configuration that was certified, or nothing. */
class HandOverFuzzTest {
    private final Succession succession = new Succession();
    private final HandOver genuine = succession.proof(succession.second, 3);

    @Test
    void configurationsOfPeers() {
        Fuzzer fuzzer = new Fuzzer(List.of(succession.first.encode().toArray(),
                succession.second.encode().toArray()));
        fuzzer.run(input -> {
            try {
                EpochConfig config = EpochConfig.decode(Bytes.wrap(input));
                assertThat(config.encode()).isEqualTo(Bytes.wrap(input));
                return "epoch of " + config.members().size();
            } catch (DecodeException e) {
                return String.valueOf(e.getMessage());
            }
        });
        assertThat(fuzzer.differentAnswers()).isGreaterThan(10);
    }

    @Test
    void proofsOfPeers() {
        Fuzzer fuzzer = new Fuzzer(List.of(genuine.next().toArray()));
        fuzzer.run(next -> believed(new HandOver(genuine.slotRecord(), genuine.blockCert(),
                Bytes.wrap(next))));
        fuzzer = new Fuzzer(List.of(genuine.blockCert().toArray()));
        fuzzer.run(cert -> believed(new HandOver(genuine.slotRecord(), Bytes.wrap(cert),
                genuine.next())));
        fuzzer = new Fuzzer(List.of(genuine.slotRecord().toArray()));
        fuzzer.run(slotRecord -> believed(new HandOver(Bytes.wrap(slotRecord),
                genuine.blockCert(), genuine.next())));
    }

    private String believed(HandOver proof) {
        return succession.check(proof).map(next -> {
            assertThat(next).isEqualTo(succession.second);
            return "the certified one";
        }).orElse("nothing");
    }
}
