package io.quorate.bft.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;

/** Cuts the stream into whole fragments; a length beyond the limit ends the connection at once. */
final class FragmentDecoder extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Fragment.HEADER_BYTES) {
            return;
        }
        int length = in.getUnsignedMedium(in.readerIndex() + 1);
        if (length > Fragment.BODY_BYTES_MAX) {
            throw new CorruptedFrameException("fragment of " + length + " bytes");
        }
        if (in.readableBytes() >= Fragment.HEADER_BYTES + length) {
            out.add(in.readRetainedSlice(Fragment.HEADER_BYTES + length));
        }
    }
}
