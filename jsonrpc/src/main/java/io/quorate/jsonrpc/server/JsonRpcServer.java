package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.vertx.core.Vertx;

/** JSON-RPC over HTTP and WebSocket on one port. */
public final class JsonRpcServer implements AutoCloseable {
    private final Vertx vertx;
    private final JsonRpcConfig config;
    private final JsonRpcPorts ports;

    /** {@code vertx} may be shared and is not closed here. */
    public JsonRpcServer(Vertx vertx, JsonRpcConfig config, JsonRpcPorts ports) {
        this.vertx = vertx;
        this.config = config;
        this.ports = ports;
    }

    /** Returns once requests are served; fails with {@link ServerException} if the port cannot be bound. */
    public void start() {
        throw new ServerException("not served yet on " + config.host(), null);
    }

    /** The port that is bound; of use where the configured one is 0. */
    public int port() {
        return config.port();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "JsonRpcServer[" + vertx + ports + "]";
    }
}
