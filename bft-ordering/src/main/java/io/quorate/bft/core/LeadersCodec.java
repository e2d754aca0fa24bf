package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Leaders within the ordering state: segment (8) ‖ last proposer (2, 0xffff none) ‖ its segment (8) ‖ three rosters as
 * bitmaps of ⌈n/8⌉ bytes, replica i being bit {@code i mod 8} of byte i/8 ‖ count of absences (2) ‖ for each, ascending:
 * replica (2), until (8), slots (8). Big-endian. The first roster, that of the segment before, is of nobody in an epoch's first segment.
 */
final class LeadersCodec {
    private static final int NOBODY = 0xffff;

    private LeadersCodec() {}

    static int sizeBytes(Leaders leaders) {
        int bitmap = (leaders.setting().committeeSize() + 7) / 8;
        return 8 + 2 + 8 + 3 * bitmap + 2 + leaders.absences().size() * 18;
    }

    static void write(ByteBuffer out, Leaders leaders) {
        out.putLong(leaders.segment());
        out.putShort((short) (int) leaders.lastProposer().map(ReplicaId::index).orElse(NOBODY));
        out.putLong(leaders.lastSegment());
        out.put(bitmap(leaders.previous(), leaders.setting()));
        out.put(bitmap(leaders.current(), leaders.setting()));
        out.put(bitmap(leaders.next(), leaders.setting()));
        out.putShort((short) leaders.absences().size());
        leaders.absences().forEach((replica, absence) -> out.putShort((short) replica.index())
                .putLong(absence.untilSeq()).putLong(absence.slots()));
    }

    /** @throws IllegalStateException if the bytes are not such: the application's store is damaged or of another set */
    static Leaders read(ByteBuffer in, Leaders.Setting setting) {
        try {
            long segment = in.getLong();
            int last = in.getShort() & 0xffff;
            long lastSegment = in.getLong();
            List<ReplicaId> previous = roster(in, setting);
            List<ReplicaId> current = roster(in, setting);
            List<ReplicaId> next = roster(in, setting);
            if (current.isEmpty() || next.isEmpty()) {
                throw new IllegalStateException("stored ordering state has a roster of nobody");
            }
            TreeMap<ReplicaId, Leaders.Absence> absences = new TreeMap<>();
            for (int count = in.getShort() & 0xffff; count > 0; count--) {
                absences.put(replica(in.getShort() & 0xffff, setting),
                        new Leaders.Absence(in.getLong(), in.getLong()));
            }
            return new Leaders(setting, segment, previous, current, next,
                    last == NOBODY ? Optional.empty() : Optional.of(replica(last, setting)),
                    lastSegment, absences);
        } catch (BufferUnderflowException e) {
            throw new IllegalStateException("stored ordering state is cut short", e);
        }
    }

    private static byte[] bitmap(List<ReplicaId> roster, Leaders.Setting setting) {
        byte[] bitmap = new byte[(setting.committeeSize() + 7) / 8];
        roster.forEach(r -> bitmap[r.index() >> 3] |= (byte) (1 << (r.index() & 7)));
        return bitmap;
    }

    private static List<ReplicaId> roster(ByteBuffer in, Leaders.Setting setting) {
        byte[] bitmap = new byte[(setting.committeeSize() + 7) / 8];
        in.get(bitmap);
        List<ReplicaId> roster = new ArrayList<>();
        for (int i = 0; i < 8 * bitmap.length; i++) {
            if ((bitmap[i >> 3] & 1 << (i & 7)) != 0) {
                roster.add(replica(i, setting));
            }
        }
        return List.copyOf(roster);
    }

    private static ReplicaId replica(int index, Leaders.Setting setting) {
        if (index >= setting.committeeSize()) {
            throw new IllegalStateException("stored ordering state names replica " + index + " of "
                    + setting.committeeSize());
        }
        return new ReplicaId(index);
    }
}
