package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.json.JsonValue;

/** A WebSocket that can be told things. Safe for any thread. */
public interface Connection {
    /** Sends a notification after all sent before; a connection that is gone or too slow drops it. */
    void send(String method, JsonValue params);

    /** Waits until less than half of what may be unsent is so; false once the connection is gone. */
    boolean awaitRoom() throws InterruptedException;

    /** Closes it and says why: it cannot be told what it asked for. */
    void end(String reason);

    /** Runs {@code action} once the connection is gone, at once if it is already. */
    void onClose(Runnable action);
}
