package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.json.JsonRpcException;
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
    private final Exchanges exchanges;
    private final int unsentMax;
    private final Caller caller;
    private final List<Runnable> closeActions = new ArrayList<>();
    private int requestsUnderWay;
    private int unsent;
    private boolean isClosed;

    WebSocketSession(ServerWebSocket socket, Dispatcher dispatcher, Exchanges exchanges,
            int unsentMax, Caller caller) {
        this.socket = socket;
        this.dispatcher = dispatcher;
        this.exchanges = exchanges;
        this.unsentMax = unsentMax;
        this.caller = caller;
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

    private void onMessage(byte[] message) {
        requestBegins();
        exchanges.answer(message, caller, Optional.of(this), 0, reply -> {
            try {
                reply.response().ifPresent(this::write);
                reply.afterwards().forEach(Runnable::run);
            } finally {
                requestDone();
            }
        }).ifPresent(refusal -> {
            write(exchanges.refusal(refusal));
            requestDone();
        });
    }

    private synchronized void requestBegins() {
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
        try {
            write(dispatcher.notification(method, params));
        } catch (JsonRpcException e) { // it is too large, or there is no memory for more unsent ones
            cutOff(e.getMessage());
        }
    }

    /** Whoever misses a notification is told, by the end of the connection. */
    private synchronized void cutOff(String why) {
        if (!isClosed) {
            LOG.warn("websocket closed remote={} reason={}", socket.remoteAddress(), why);
            socket.close(TRY_AGAIN_LATER, "a notification could not be sent");
            isClosed = true;
        }
    }

    /** Under the lock, so that messages go out in the order of the calls. */
    private synchronized void write(byte[] message) {
        if (isClosed) {
            dispatcher.release(message);
            return;
        }
        if (unsent >= unsentMax) {
            dispatcher.release(message);
            LOG.warn("websocket closed, its client reads too slowly remote={} unsent={}",
                    socket.remoteAddress(), unsent);
            end("the client reads too slowly");
            return;
        }
        unsent++;
        socket.writeTextMessage(new String(message, StandardCharsets.UTF_8))
                .onComplete(ignored -> sent(message));
    }

    @Override
    public synchronized void end(String reason) {
        if (!isClosed) {
            socket.close(TRY_AGAIN_LATER, reason);
            isClosed = true;
            notifyAll();
        }
    }

    private synchronized void sent(byte[] message) {
        dispatcher.release(message);
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
