package io.quorate.bft.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.DecodeException;
import io.quorate.bft.fuzz.Fuzzer;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Whatever arrives: a message with exactly these bytes as its form, or a DecodeException. */
class MessageFuzzTest {
    private final MessageCodec codec = new MessageCodec(1337, 5, MessageCodecTest.LIMITS);

    @Test
    void framesOfPeers() {
        List<byte[]> frames = new ArrayList<>();
        MessageCodecTest.oneOfEach()
                .forEach(message -> frames.add(codec.encode(message).toArray()));
        Fuzzer fuzzer = new Fuzzer(frames);

        fuzzer.run(input -> answer(() -> {
            Message message = codec.decode(Bytes.wrap(input));
            assertThat(codec.encode(message)).isEqualTo(Bytes.wrap(input));
            return message.getClass().getSimpleName();
        }));

        assertThat(fuzzer.differentAnswers())
                .isGreaterThan(MessageCodecTest.oneOfEach().size());
    }

    @Test
    void storedCertificatesAndSlots() {
        Fuzzer fuzzer = new Fuzzer(List.of(
                MessageCodec.encodeBlockCert(MessageCodecTest.BLOCK_CERT).toArray(),
                MessageCodecTest.SLOT.certificate().toArray(),
                MessageCodec.encodeSlot(MessageCodecTest.SLOT).toArray()));

        fuzzer.run(input -> answer(() -> {
            BlockCert cert = codec.decodeBlockCert(Bytes.wrap(input));
            assertThat(MessageCodec.encodeBlockCert(cert)).isEqualTo(Bytes.wrap(input));
            return "BlockCert";
        }) + answer(() -> {
            DecisionCert cert = codec.decodeDecision(Bytes.wrap(input));
            assertThat(MessageCodec.encodeDecision(cert)).isEqualTo(Bytes.wrap(input));
            return "decision";
        }) + answer(() -> {
            var slot = MessageCodec.decodeSlot(Bytes.wrap(input));
            assertThat(MessageCodec.encodeSlot(slot)).isEqualTo(Bytes.wrap(input));
            return "slot";
        }));

        assertThat(fuzzer.differentAnswers()).isGreaterThan(10);
    }

    private static String answer(Decoding decoding) {
        try {
            return decoding.run();
        } catch (DecodeException e) {
            assertThat(e).hasMessageNotContaining("null");
            return String.valueOf(e.getMessage());
        }
    }

    private interface Decoding {
        String run() throws DecodeException;
    }
}
