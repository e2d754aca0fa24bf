package io.quorate.node;

import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.server.JsonRpcServer;
import io.quorate.jsonrpc.server.ServerException;
import io.vertx.core.Vertx;

/** Opens the port of JSON-RPC, or says why not. */
final class RpcDoor {
    private RpcDoor() {}

    static JsonRpcServer open(Vertx vertx, JsonRpcConfig config, JsonRpcPorts ports) {
        JsonRpcServer server = new JsonRpcServer(vertx, config, ports);
        try {
            server.start();
            return server;
        } catch (ServerException | IllegalArgumentException e) {
            throw new OperatorException("JSON-RPC cannot be served on " + config.host() + ":"
                    + config.port() + ": " + e.getMessage() + ".", e);
        }
    }
}
