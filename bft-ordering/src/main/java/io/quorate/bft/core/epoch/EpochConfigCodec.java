package io.quorate.bft.core.epoch;

import io.quorate.bft.DecodeException;
import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Timeouts;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * version (1) ‖ epoch (8) ‖ start (8) ‖ suite (1) ‖ c (4) ‖ window (4) ‖ in flight (4) ‖ payload bytes (4) ‖ segment (8)
 * ‖ ten timers (8 each, in the order of {@link Timeouts}) ‖ lanes (1; 0 or 1) ‖ count of members (4) ‖ for each: number (4), then key,
 * channel and incarnation, each after its length (4). Big-endian; one encoding for each configuration.
 */
final class EpochConfigCodec {
    private static final byte VERSION = 1;
    private static final int TIMERS = 10;
    private static final int HEAD_BYTES = 1 + 8 + 8 + 1 + 4 * 4 + 8 + TIMERS * 8 + 1 + 4;

    private EpochConfigCodec() {}

    static Bytes encode(EpochConfig config) {
        EpochConfig.Parameters p = config.parameters();
        Timeouts t = p.timeouts();
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        head.put(VERSION).putLong(config.number()).putLong(config.start().number())
                .put(config.suite()).putInt(p.c()).putInt(p.window()).putInt(p.inFlightMax())
                .putInt(p.payloadBytesMax()).putLong(p.segmentSlots());
        for (long timer : List.of(t.rttMillis(), t.batchMillis(), t.progressMillis(),
                t.newViewMillis(), t.silenceMillis(), t.capMillis(), t.statusMillis(),
                t.idleStatusMillis(), t.retransmitMillis(), t.clockToleranceMillis())) {
            head.putLong(timer);
        }
        head.put((byte) (p.lanes() ? 1 : 0)).putInt(config.members().size());
        List<Bytes> parts = new ArrayList<>();
        parts.add(Bytes.wrap(head.array()));
        for (Member member : config.members()) {
            parts.add(Bytes.ofUnsignedInt(member.id().number()));
            for (Bytes part : List.of(member.publicKey(), member.channel(),
                    member.incarnation())) {
                parts.add(Bytes.ofUnsignedInt(part.size()));
                parts.add(part);
            }
        }
        return Bytes.concatenate(parts);
    }

    static EpochConfig decode(Bytes bytes) throws DecodeException {
        ByteBuffer in = ByteBuffer.wrap(bytes.toArray());
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new DecodeException("epoch configuration of version " + version + ", not "
                        + VERSION);
            }
            long number = in.getLong();
            SeqNum start = new SeqNum(in.getLong());
            byte suite = in.get();
            int c = in.getInt();
            int window = in.getInt();
            int inFlight = in.getInt();
            int payloadBytes = in.getInt();
            long segment = in.getLong();
            EpochConfig.Parameters parameters = new EpochConfig.Parameters(c, window, inFlight,
                    payloadBytes, segment, timers(in), flag(in));
            EpochConfig config = new EpochConfig(number, start, members(in), suite, parameters);
            if (in.hasRemaining()) {
                throw new DecodeException(in.remaining() + " bytes too many");
            }
            return config;
        } catch (BufferUnderflowException e) {
            throw new DecodeException("epoch configuration is cut short at " + bytes.size());
        } catch (IllegalArgumentException e) {
            throw new DecodeException("epoch configuration is wrong: " + e.getMessage());
        }
    }

    private static Timeouts timers(ByteBuffer in) {
        return new Timeouts(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(),
                in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    private static boolean flag(ByteBuffer in) throws DecodeException {
        byte flag = in.get();
        if (flag != 0 && flag != 1) {
            throw new DecodeException("flag " + flag + ", not 0 or 1");
        }
        return flag == 1;
    }

    private static List<Member> members(ByteBuffer in) throws DecodeException {
        int count = count(in, EpochConfig.MEMBERS_MAX);
        List<Member> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            MemberId id = new MemberId(in.getInt());
            members.add(new Member(id, part(in, Member.KEY_BYTES_MAX),
                    part(in, Member.CHANNEL_BYTES_MAX), part(in, Member.INCARNATION_BYTES)));
        }
        return members;
    }

    private static Bytes part(ByteBuffer in, int bytesMax) throws DecodeException {
        byte[] part = new byte[count(in, bytesMax)];
        in.get(part);
        return Bytes.wrap(part);
    }

    private static int count(ByteBuffer in, int max) throws DecodeException {
        int count = in.getInt();
        if (count < 0 || count > max) {
            throw new DecodeException("count " + Integer.toUnsignedString(count) + " above " + max);
        }
        return count;
    }
}
