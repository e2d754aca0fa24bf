package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.CachedChain;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.json.JsonFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** JSON-RPC over HTTP and WebSocket on one port. */
public final class JsonRpcServer implements AutoCloseable {
    private static final int IDLE_SECONDS = 300;
    private static final long PING_MILLIS = 60_000; // keeps a quiet WebSocket from being idle
    private static final int START_STOP_SECONDS = 10;

    private final Vertx vertx;
    private final JsonRpcConfig config;
    private final JsonRpcPorts ports;
    private final InstantSource clock;
    private final Set<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();
    /**
     * By the client's address and port, since Vert.x reports the end of an upgraded connection by its
     * WebSocket alone.
     */
    private final Set<SocketAddress> connections = ConcurrentHashMap.newKeySet();
    private Optional<Running> running = Optional.empty();

    /** {@code vertx} may be shared and is not closed here. */
    public JsonRpcServer(Vertx vertx, JsonRpcConfig config, JsonRpcPorts ports) {
        this(vertx, config, ports, InstantSource.system());
    }

    JsonRpcServer(Vertx vertx, JsonRpcConfig config, JsonRpcPorts ports, InstantSource clock) {
        this.vertx = vertx;
        this.config = config;
        this.ports = ports;
        this.clock = clock;
    }

    private record Running(HttpServer http, Workers workers, CachedChain chain, Groups groups,
            long pingTimer) {}

    /** Returns once requests are served; fails with {@link ServerException} if the port cannot be bound. */
    public synchronized void start() {
        JsonRpcConfig.Requests requests = config.limits().requests();
        CachedChain chain = new CachedChain(ports.chain());
        Workers workers = new Workers(requests.concurrentMax(), requests.heavyThreads());
        Groups groups = new Groups(
                new JsonRpcPorts(chain, ports.submitter(), ports.devKeys(), ports.builder(),
                        ports.pages()),
                config.limits(), clock);
        Dispatcher dispatcher = new Dispatcher(
                new JsonFormat(requests.bodyBytesMax(), requests.nestingMax(),
                        requests.batchLengthMax(), requests.resultBytesMax()),
                groups.table(), workers.heavy());
        AccessRule access = new AccessRule(config.access());
        HttpSide httpSide = new HttpSide(requests, access, dispatcher, workers, ports.pages());
        HttpServer http = vertx.createHttpServer(options(requests))
                .connectionHandler(this::openConnection)
                .requestHandler(httpSide::handle)
                .webSocketHandshakeHandler(handshake -> shakeHands(handshake, access))
                .webSocketHandler(socket -> openSession(socket, dispatcher, workers));
        running = Optional.of(new Running(http, workers, chain, groups, vertx.setPeriodic(
                PING_MILLIS, ignored -> sessions.forEach(WebSocketSession::ping))));
        groups.start();
        try {
            await(http.listen(config.port(), config.host()),
                    "cannot serve on " + config.host() + ":" + config.port());
        } catch (ServerException e) {
            close();
            throw e;
        }
    }

    private void openConnection(HttpConnection connection) {
        SocketAddress client = connection.remoteAddress();
        connections.add(client);
        connection.closeHandler(ignored -> connections.remove(client));
        if (connections.size() > config.limits().streams().connectionsMax()) {
            connection.close();
        }
    }

    private static HttpServerOptions options(JsonRpcConfig.Requests requests) {
        return new HttpServerOptions().setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS).setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false).setHandle100ContinueAutomatically(true)
                .setMaxWebSocketFrameSize(requests.bodyBytesMax())
                .setMaxWebSocketMessageSize(requests.bodyBytesMax());
    }

    private static void shakeHands(ServerWebSocketHandshake handshake, AccessRule access) {
        Optional<String> origin = Optional
                .ofNullable(handshake.headers().get(HttpHeaders.ORIGIN));
        Optional<String> host = Optional.ofNullable(handshake.authority()).map(HostAndPort::host);
        if (access.allowsHost(host) && access.allowsOrigin(origin)) {
            handshake.accept();
        } else {
            handshake.reject(403);
        }
    }

    private void openSession(ServerWebSocket socket, Dispatcher dispatcher, Workers workers) {
        WebSocketSession session = new WebSocketSession(socket, dispatcher, workers,
                config.limits().streams().unsentMessagesMax());
        sessions.add(session);
        session.onClose(() -> {
            sessions.remove(session);
            connections.remove(socket.remoteAddress());
        });
        session.open();
    }

    /** The port that is bound; of use where the configured one is 0. */
    public synchronized int port() {
        return running.map(r -> r.http.actualPort()).orElse(config.port());
    }

    /** Stops serving; requests under way are not finished. */
    @Override
    public synchronized void close() {
        if (running.isEmpty()) {
            return;
        }
        Running stopping = running.get();
        running = Optional.empty();
        vertx.cancelTimer(stopping.pingTimer);
        stopping.groups.close();
        stopping.chain.close();
        stopping.workers.close();
        await(stopping.http.close(), "cannot stop serving");
    }

    private static void await(Future<?> future, String failure) {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_STOP_SECONDS,
                    TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException(failure + ": interrupted", e);
        } catch (ExecutionException e) {
            throw new ServerException(failure + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new ServerException(failure + " within " + START_STOP_SECONDS + " s", e);
        }
    }
}
