package io.quorate.bft.net;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Joins the fragments of one class. Holds only bytes that really arrived, never more than the limit.
 * Mutable, one thread.
 */
final class FrameAssembler {
    private final int frameBytesMax;
    private final List<byte[]> parts = new ArrayList<>();
    private int bytes;

    FrameAssembler(int frameBytesMax) {
        this.frameBytesMax = frameBytesMax;
    }

    /** Whether {@code length} more bytes are allowed. */
    boolean fits(int length) {
        return bytes + length <= frameBytesMax;
    }

    /** Takes the body of a fragment that {@link #fits}; the frame, if this was its last. */
    Optional<Bytes> add(ByteBuf body, boolean isLast) {
        byte[] part = new byte[body.readableBytes()];
        body.readBytes(part);
        if (isLast && parts.isEmpty()) {
            return Optional.of(Bytes.wrap(part));
        }
        parts.add(part);
        bytes += part.length;
        return isLast ? Optional.of(join()) : Optional.empty();
    }

    private Bytes join() {
        byte[] frame = new byte[bytes];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, frame, at, part.length);
            at += part.length;
        }
        parts.clear();
        bytes = 0;
        return Bytes.wrap(frame);
    }
}
