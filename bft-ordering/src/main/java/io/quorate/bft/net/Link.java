package io.quorate.bft.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * One connection: TLS handshake, Hello both ways, then frames. Mutable; lives on the transport's
 * event loop alone.
 */
final class Link extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int REFUSAL_BYTES_MAX = 400;

    /** What a link needs of its transport. Called on the event loop. */
    interface Owner {
        TlsTransportConfig config();

        Counters counters();

        /** Whom this transport reaches at the moment. */
        Reach reach();

        /** The member with this key, if there is one. */
        OptionalInt memberOf(Bytes32 keyPin);

        /** Bytes of the TLS handshake, Hello or framing were wrong, for the operator's eyes; one line a while and subject. */
        void complain(Link link, String subject, String text);

        void up(Link link);

        void received(Link link, TrafficClass trafficClass, Bytes frame);

        /** There is room to write again. */
        void writable(Link link);

        void closed(Link link);
    }

    private enum State {
        TLS, HELLO, UP, CLOSED
    }

    private final Owner owner;
    private final OptionalInt dialed;
    private final FrameAssembler[] assemblers = new FrameAssembler[TrafficClass.values().length];
    private State state = State.TLS;
    private Channel channel;
    private int replica = -1;
    private boolean isTroubled;
    private Optional<Bytes32> keyPin = Optional.empty();

    /** {@code dialed} is the member this connection was opened to; empty if it was accepted. */
    Link(Owner owner, OptionalInt dialed) {
        this.owner = owner;
        this.dialed = dialed;
        for (int i = 0; i < assemblers.length; i++) {
            assemblers[i] = new FrameAssembler(owner.config().limits().frameBytesMax());
        }
    }

    /** The authenticated member; -1 before the TLS handshake ended. */
    int replica() {
        return replica;
    }

    /** Whom this is about, as far as that is known; -1 for somebody who connected and did not say. */
    int about() {
        return replica >= 0 ? replica : dialed.orElse(LinkTrouble.STRANGER);
    }

    /** Of all that goes wrong with a connection, the first is its cause. */
    boolean isFirstTrouble() {
        boolean isFirst = !isTroubled;
        isTroubled = true;
        return isFirst;
    }

    /** By which key it came in. */
    Optional<Bytes32> keyPin() {
        return keyPin;
    }

    Channel channel() {
        return channel;
    }

    boolean isDialed() {
        return dialed.isPresent();
    }

    void close() {
        channel.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        context.executor().schedule(this::endLateHandshake,
                owner.config().limits().handshakeMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void endLateHandshake() {
        if (state == State.TLS || state == State.HELLO) {
            channel.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent tls when tls.isSuccess() -> identify(context);
            case IdleStateEvent idle when idle.state() == IdleState.READER_IDLE -> context.close();
            case IdleStateEvent idle when idle.state() == IdleState.WRITER_IDLE
                    && state == State.UP ->
                    context.writeAndFlush(control(context, Fragment.HEARTBEAT, new byte[0]));
            default -> context.fireUserEventTriggered(event);
        }
    }

    private void identify(ChannelHandlerContext context) {
        OptionalInt member = certifiedMember(context);
        boolean isExpected = member.isPresent()
                && (dialed.isEmpty() ? member.getAsInt() < owner.config().self()
                        : member.equals(dialed));
        if (!isExpected) {
            owner.counters().refusedCertificates.increment();
            owner.complain(this, "key", "peer's key is not that of the member expected here remote="
                    + context.channel().remoteAddress());
            context.close();
            return;
        }
        replica = member.getAsInt();
        state = State.HELLO;
        Reach reach = owner.reach();
        ByteBuf hello = context.alloc().buffer();
        new Hello(owner.config().self(), owner.config().network(), reach.epoch(),
                reach.lastKnown()).encode(hello);
        context.write(header(context, Fragment.HELLO, hello.readableBytes(), 0));
        context.writeAndFlush(hello);
    }

    private OptionalInt certifiedMember(ChannelHandlerContext context) {
        try {
            var chain = context.pipeline().get(SslHandler.class).engine().getSession()
                    .getPeerCertificates();
            keyPin = Optional.of(TlsIdentity.keyPin((X509Certificate) chain[0]));
            return owner.memberOf(keyPin.get());
        } catch (SSLPeerUnverifiedException e) {
            return OptionalInt.empty(); // it sent no certificate
        }
    }

    /** With room for {@code more} bytes behind it. */
    private static ByteBuf header(ChannelHandlerContext context, int kind, int length, int more) {
        return context.alloc().buffer(Fragment.HEADER_BYTES + more).writeByte(kind)
                .writeMedium(length);
    }

    private static ByteBuf control(ChannelHandlerContext context, int kind, byte[] body) {
        return header(context, kind, body.length, body.length).writeBytes(body);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf fragment) {
        if (state == State.CLOSED) {
            return;
        }
        int kind = fragment.readUnsignedByte();
        fragment.skipBytes(3);
        if (state == State.HELLO && kind == Fragment.HELLO) {
            greet(context, fragment);
        } else if (kind == Fragment.REFUSAL && fragment.readableBytes() <= REFUSAL_BYTES_MAX) {
            owner.counters().refusedHellos.increment();
            String reason = printable(fragment);
            owner.complain(this, "refused by: " + field(reason),
                    "refused by replica=" + replica + ": " + reason);
            shut(context);
        } else if (state == State.UP && Fragment.isData(kind)) {
            take(context, kind, fragment);
        } else if (state != State.UP || kind != Fragment.HEARTBEAT) {
            broken(context, "unexpected fragment of kind " + kind);
        }
    }

    private void greet(ChannelHandlerContext context, ByteBuf fragment) {
        int mine = owner.config().network().protocolVersion();
        OptionalInt theirs = Hello.version(fragment, replica);
        if (theirs.isPresent() && theirs.getAsInt() != mine) {
            refuse(context, Hello.differentVersion(mine, theirs.getAsInt()).orElseThrow(),
                    Hello.differentVersion(theirs.getAsInt(), mine).orElseThrow());
            return;
        }
        Optional<Hello> hello = Hello.decode(fragment);
        if (hello.isEmpty() || hello.get().replica() != replica) {
            broken(context, "not a Hello of this member");
            return;
        }
        compare(context, hello.get());
    }

    private void compare(ChannelHandlerContext context, Hello hello) {
        Optional<String> ofNetwork = Hello.difference(owner.config().network(), hello.network());
        Optional<Hello.EpochDifference> ofEpoch = Hello.difference(owner.reach(), hello);
        Optional<String> toUs = ofNetwork.or(() -> ofEpoch.map(Hello.EpochDifference::toUs));
        if (toUs.isPresent()) {
            refuse(context, toUs.get(), Hello.difference(hello.network(), owner.config().network())
                    .orElseGet(() -> ofEpoch.orElseThrow().toThem()));
            return;
        }
        state = State.UP;
        owner.up(this);
        if (hello.epoch() > owner.reach().epoch()) { // the usual end of an epoch is learned from slots
            owner.complain(this, "later epoch", "replica=" + replica
                    + " is in a later epoch: it knows epoch "
                    + hello.epoch() + ", this one none after " + owner.reach().epoch()
                    + "; without progress, a recovery record that ended it is missing here");
        }
    }

    private void refuse(ChannelHandlerContext context, String toUs, String toThem) {
        owner.counters().refusedHellos.increment();
        owner.complain(this, "refused: " + field(toUs), "refused replica=" + replica + ": " + toUs);
        state = State.CLOSED;
        context.writeAndFlush(
                control(context, Fragment.REFUSAL, toThem.getBytes(StandardCharsets.US_ASCII)))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Two fields that differ are told of both; two values of one are not. */
    private static String field(String difference) {
        int end = difference.indexOf(" differs");
        return difference.substring(0, end < 0 ? difference.length() : end);
    }

    private void take(ChannelHandlerContext context, int kind, ByteBuf body) {
        TrafficClass trafficClass = Fragment.trafficClass(kind);
        FrameAssembler assembler = assemblers[trafficClass.ordinal()];
        int length = body.readableBytes();
        boolean isLast = Fragment.isLast(kind);
        // Only full fragments may be followed by others: many tiny ones would cost far more than their bytes.
        if ((!isLast && length != Fragment.BODY_BYTES_MAX) || !assembler.fits(length)) {
            broken(context, "fragment or frame of a length that is not allowed");
            return;
        }
        assembler.add(body, isLast).ifPresent(frame -> owner.received(this, trafficClass, frame));
    }

    private void broken(ChannelHandlerContext context, String text) {
        owner.counters().brokenFrames.increment();
        owner.complain(this, "broken",
                text + " replica=" + replica + " remote=" + context.channel().remoteAddress());
        shut(context);
    }

    private void shut(ChannelHandlerContext context) {
        boolean wasUp = state == State.UP;
        state = State.CLOSED;
        if (wasUp) {
            owner.closed(this);
        }
        context.close();
    }

    private static String printable(ByteBuf body) {
        return printable(new String(ByteBufUtil.getBytes(body), StandardCharsets.US_ASCII));
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(text.length(), REFUSAL_BYTES_MAX)).replaceAll("[^ -~]",
                "?");
    }

    /** Writes waiting fragments for as long as the socket takes them. */
    void drain(OutboundQueue queue) {
        while (state == State.UP && channel.isActive() && channel.isWritable()) {
            int burst = 0;
            Optional<ByteBuf> fragment = Optional.empty();
            for (; burst < 4
                    && (fragment = queue.nextFragment(channel.alloc())).isPresent(); burst++) {
                channel.write(fragment.get(), channel.voidPromise());
            }
            if (burst > 0) {
                channel.flush();
            }
            if (fragment.isEmpty()) {
                return;
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (state == State.UP && context.channel().isWritable()) {
            owner.writable(this);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (state == State.TLS || state == State.HELLO) {
            owner.counters().failedHandshakes.increment();
        }
        state = State.CLOSED;
        owner.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (state == State.UP && cause instanceof DecoderException) {
            owner.counters().brokenFrames.increment();
        }
        Throwable root = cause instanceof DecoderException && cause.getCause() != null
                ? cause.getCause() : cause;
        String kind = root instanceof NotSslRecordException ? "bytes that are not TLS"
                : printable(root.toString());
        owner.complain(this, "closed", "connection closed replica=" + replica + " remote="
                + context.channel().remoteAddress()
                + " cause=" + kind);
        context.close();
    }
}
