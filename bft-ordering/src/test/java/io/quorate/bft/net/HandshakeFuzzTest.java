package io.quorate.bft.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.quorate.bft.fuzz.Fuzzer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeFuzzTest {
    private static final int FRAME_BYTES_MAX = 40_000;

    @Test
    void hellos() {
        ByteBuf good = Unpooled.buffer();
        new Hello(2, TlsNetwork.IDENTITY, 3, TlsNetwork.KNOWN).encode(good);
        Fuzzer fuzzer = new Fuzzer(List.of(bytes(good)));

        fuzzer.run(input -> Hello.decode(Unpooled.wrappedBuffer(input)).map(hello -> {
            ByteBuf again = Unpooled.buffer();
            hello.encode(again);
            assertThat(bytes(again)).isEqualTo(input);
            return Hello.difference(TlsNetwork.IDENTITY, hello.network())
                    .map(text -> text.substring(0, text.indexOf(' '))).orElse("same");
        }).orElse("no Hello"));

        assertThat(fuzzer.differentAnswers()).isGreaterThan(4);
    }

    /** Bytes in, whole frames out: never more than arrived, and an end of the connection for a length too large. */
    @Test
    void fragments() {
        List<byte[]> streams = new ArrayList<>();
        for (int size : new int[]{0, 1, 300, 5_000}) {
            for (boolean isLast : new boolean[]{false, true}) {
                ByteBuf out = Unpooled.buffer();
                fragment(out, Fragment.dataKind(TrafficClass.CONSENSUS, isLast), size);
                fragment(out, Fragment.dataKind(TrafficClass.CONSENSUS, true), size / 2);
                fragment(out, Fragment.HEARTBEAT, 0);
                streams.add(bytes(out));
            }
        }
        Fuzzer fuzzer = new Fuzzer(streams);
        fuzzer.run(this::feed);
        assertThat(fuzzer.differentAnswers()).isGreaterThan(2);
    }

    private String feed(byte[] input) {
        FrameAssembler assembler = new FrameAssembler(FRAME_BYTES_MAX);
        FragmentDecoder decoder = new FragmentDecoder();
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        String answer = "whole";
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(input));
        } catch (DecoderException e) {
            answer = "refused";
        }
        long taken = 0;
        for (ByteBuf fragment = channel.readInbound(); fragment != null; fragment = channel
                .readInbound()) {
            taken += fragment.readableBytes();
            int kind = fragment.readUnsignedByte();
            fragment.skipBytes(3);
            if (Fragment.isData(kind) && assembler.fits(fragment.readableBytes())) {
                Optional<?> frame = assembler.add(fragment, Fragment.isLast(kind));
                answer = frame.isPresent() ? answer + "+frame" : answer;
            }
            fragment.release();
        }
        assertThat(taken).isLessThanOrEqualTo(input.length);
        try {
            channel.finishAndReleaseAll();
        } catch (DecoderException e) {
            answer += ", refused at the end";
        }
        return answer;
    }

    private static void fragment(ByteBuf out, int kind, int size) {
        out.writeByte(kind).writeMedium(size).writeZero(size);
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return bytes;
    }
}
