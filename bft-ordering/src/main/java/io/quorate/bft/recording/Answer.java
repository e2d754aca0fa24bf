package io.quorate.bft.recording;

import org.apache.tuweni.bytes.Bytes;

/**
 * What the core was told by a port in the course of a step.
 *
 * @param about the start of what it asked about, so that another question is noticed
 */
record Answer(Kind kind, long about, Bytes bytes) {
    private static final Bytes TRUE = Bytes.of(1);
    private static final Bytes FALSE = Bytes.of(0);

    /** Which question. */
    enum Kind {
        SIGN, VERIFY_SHARE, COMBINE, VERIFY, ADMITS, SIGNING, VERIFYING, LINKS
    }

    static Answer of(Kind kind, long about, boolean answer) {
        return new Answer(kind, about, answer ? TRUE : FALSE);
    }

    boolean isTrue() {
        return bytes.equals(TRUE);
    }
}
