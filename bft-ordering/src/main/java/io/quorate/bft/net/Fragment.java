package io.quorate.bft.net;

/**
 * The unit on the wire: kind (1 byte) ‖ length (3 bytes, big endian) ‖ body. Frames are cut into
 * fragments, so that a vote never waits behind more than 16 KiB of gossip; with its header a
 * fragment fills one TLS record.
 */
final class Fragment {
    static final int HEADER_BYTES = 4;
    static final int BODY_BYTES_MAX = (16 << 10) - HEADER_BYTES;

    static final int HELLO = 1;
    static final int REFUSAL = 2;
    static final int HEARTBEAT = 3;

    /** Kinds from here on carry frames: {@code DATA + 2 * class + (1 if the frame ends here)}. */
    static final int DATA = 16;

    private static final TrafficClass[] CLASSES = TrafficClass.values();

    private Fragment() {}

    static int dataKind(TrafficClass trafficClass, boolean isLast) {
        return DATA + 2 * trafficClass.ordinal() + (isLast ? 1 : 0);
    }

    static boolean isData(int kind) {
        return kind >= DATA && kind < DATA + 2 * CLASSES.length;
    }

    static TrafficClass trafficClass(int dataKind) {
        return CLASSES[(dataKind - DATA) / 2];
    }

    static boolean isLast(int dataKind) {
        return (dataKind & 1) == 1;
    }
}
