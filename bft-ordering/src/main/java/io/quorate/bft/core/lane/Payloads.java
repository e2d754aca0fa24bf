package io.quorate.bft.core.lane;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The byte that leads a payload and tells its form. */
public final class Payloads {
    static final byte INLINE = 0;
    static final byte CUT = 1;

    private Payloads() {}

    /** A payload that carries its items itself. */
    public static Bytes inline(Bytes items) {
        return Bytes.concatenate(Bytes.of(INLINE), items);
    }

    /** Carries nothing at all, which fills an epoch up to its end, on a ledger with lanes or without. */
    public static boolean isEmpty(Bytes payload) {
        return payload.size() == 1 && payload.get(0) == INLINE;
    }

    /** The items of such a payload; empty if it is of another form. */
    public static Optional<Bytes> items(Bytes payload) {
        boolean inline = !payload.isEmpty() && payload.get(0) == INLINE;
        return inline ? Optional.of(payload.slice(1)) : Optional.empty();
    }
}
