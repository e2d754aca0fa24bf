package io.quorate.bft.recording;

import io.quorate.bft.core.crypto.QuorumScheme;
import org.apache.tuweni.bytes.Bytes;

/** What is asked of a scheme besides its answers. */
record SchemeShape(byte suite, int committeeSize, int shareSizeBytes, boolean checksSharesSingly) {
    static SchemeShape of(QuorumScheme scheme) {
        return new SchemeShape(scheme.suite(), scheme.committeeSize(), scheme.shareSizeBytes(),
                scheme.checksSharesSingly());
    }

    Bytes encode() {
        return new Out().u8(suite).u32(committeeSize).u32(shareSizeBytes)
                .u8(checksSharesSingly ? 1 : 0).finish();
    }

    static SchemeShape decode(Bytes bytes) {
        In in = new In(bytes);
        SchemeShape shape = new SchemeShape((byte) in.u8(), in.u32(), in.u32(), in.u8() == 1);
        in.end();
        return shape;
    }
}
