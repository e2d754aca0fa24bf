package io.quorate.bft.core.message;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import org.apache.tuweni.bytes.Bytes;

/**
 * The wire form of messages, certificates and slots: big-endian, length-prefixed, bounded, one encoding for each
 * value. A frame is version (1 byte) ‖ chain id (8) ‖ epoch (8) ‖ type (1) ‖ body. Holds no state.
 */
public final class MessageCodec {
    public static final byte VERSION = 1;

    private final long chainId;
    private final long epoch;
    private final Limits limits;

    /** What a frame may hold; anything larger is refused before it is allocated. */
    public record Limits(int committeeSize, int window, int payloadBytesMax) {
    }

    public MessageCodec(long chainId, long epoch, Limits limits) {
        this.chainId = chainId;
        this.epoch = epoch;
        this.limits = limits;
    }

    public Bytes encode(Message message) {
        throw new IllegalStateException("not encodable: " + message + chainId + epoch + limits);
    }

    /** Refuses other versions, chains and epochs, unknown types, oversize, truncated and non-canonical frames. */
    public Message decode(Bytes frame) throws DecodeException {
        throw new DecodeException("no decoding yet");
    }

    /** Upper bound of {@link #encode}'s length for any message a correct replica sends. */
    public int frameBytesMax() {
        return 0;
    }

    public static Bytes encodeSlot(DecidedSlot slot) {
        return slot.payload();
    }

    public static DecidedSlot decodeSlot(Bytes bytes) throws DecodeException {
        throw new DecodeException("no decoding yet");
    }
}
