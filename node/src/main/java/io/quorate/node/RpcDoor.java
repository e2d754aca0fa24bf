package io.quorate.node;

import io.quorate.jsonrpc.HttpPages;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.server.JsonRpcServer;
import io.quorate.jsonrpc.server.ServerException;
import io.quorate.node.console.Console;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** Opens the port of JSON-RPC, or says why not. */
final class RpcDoor {
    private RpcDoor() {}

    /** What the port has beside JSON-RPC. */
    static HttpPages pages(NodeConfig config, NodePages plain, Closing closing) {
        return config.console().<HttpPages>map(console -> closing
                .add(Console.start(console, InstantSource.system(), plain))).orElse(plain);
    }

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
