package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.method.Connection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket. Reading stops while many of its requests are under way, and a client that does not read
 * what it is sent is disconnected. Its state is guarded by its own lock.
 */
final class WebSocketSession implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSession.class);
    private static final int REQUESTS_MAX = 128;
    private static final short TRY_AGAIN_LATER = 1013; // of the WebSocket close code registry

    private final ServerWebSocket socket;
    private final Dispatcher dispatcher;
    private final Workers workers;
    private final int unsentMax;
    private final Caller caller;
    private final RateLimits rates;
    private final List<Runnable> closeActions = new ArrayList<>();
    private int requestsUnderWay;
    private int unsent;
    private boolean isClosed;

    WebSocketSession(ServerWebSocket socket, Dispatcher dispatcher, Workers workers,
            int unsentMax, Caller caller, RateLimits rates) {
        this.socket = socket;
        this.dispatcher = dispatcher;
        this.workers = workers;
        this.unsentMax = unsentMax;
        this.caller = caller;
        this.rates = rates;
    }

    void open() {
        socket.textMessageHandler(
                text -> onMessage(text.getBytes(StandardCharsets.UTF_8)));
        socket.binaryMessageHandler(buffer -> onMessage(buffer.getBytes()));
        socket.exceptionHandler(e -> LOG.debug("websocket failed remote={} reason={}",
                socket.remoteAddress(), e.getMessage()));
        socket.closeHandler(ignored -> closed());
    }

    void ping() {
        socket.writePing(Buffer.buffer());
    }

    private synchronized void onMessage(byte[] message) {
        if (!rates.enter(caller)) {
            write(dispatcher.refusal(ErrorCode.LIMIT_EXCEEDED,
                    "too many requests of this caller are under way; try again"));
            return;
        }
        boolean started = workers.start(() -> {
            try {
                Dispatcher.Reply reply = dispatcher.handle(message, caller,
                        Optional.of(this));
                reply.response().ifPresent(this::write);
                reply.afterwards().forEach(Runnable::run);
            } finally {
                rates.leave(caller);
                requestDone();
            }
        });
        if (!started) {
            rates.leave(caller);
            write(dispatcher.refusal(ErrorCode.LIMIT_EXCEEDED,
                    "too many requests under way; try again"));
            return;
        }
        requestsUnderWay++;
        if (requestsUnderWay == REQUESTS_MAX) {
            socket.pause();
        }
    }

    private synchronized void requestDone() {
        if (requestsUnderWay == REQUESTS_MAX) {
            socket.resume();
        }
        requestsUnderWay--;
    }

    @Override
    public void send(String method, JsonValue params) {
        write(dispatcher.notification(method, params));
    }

    private void write(byte[] message) {
        write(new String(message, StandardCharsets.UTF_8));
    }

    /** Under the lock, so that messages go out in the order of the calls. */
    private synchronized void write(String message) {
        if (isClosed) {
            return;
        }
        if (unsent >= unsentMax) {
            LOG.warn("websocket closed, its client reads too slowly remote={} unsent={}",
                    socket.remoteAddress(), unsent);
            end("the client reads too slowly");
            return;
        }
        unsent++;
        socket.writeTextMessage(message).onComplete(ignored -> sent());
    }

    @Override
    public synchronized void end(String reason) {
        if (!isClosed) {
            socket.close(TRY_AGAIN_LATER, reason);
            isClosed = true;
            notifyAll();
        }
    }

    private synchronized void sent() {
        unsent--;
        notifyAll();
    }

    @Override
    public synchronized boolean awaitRoom() throws InterruptedException {
        while (!isClosed && unsent > unsentMax / 2) {
            wait();
        }
        return !isClosed;
    }

    @Override
    public void onClose(Runnable action) {
        synchronized (this) {
            if (!isClosed) {
                closeActions.add(action);
                return;
            }
        }
        action.run();
    }

    private void closed() {
        List<Runnable> actions;
        synchronized (this) {
            isClosed = true;
            notifyAll();
            actions = List.copyOf(closeActions);
            closeActions.clear();
        }
        actions.forEach(Runnable::run);
    }
}
