package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.CachedChain;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.Security;
import io.quorate.jsonrpc.json.JsonFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
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
    private static final short POLICY_VIOLATION = 1008; // of the WebSocket close code registry

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

    /**
     * Returns once requests are served; fails with {@link ServerException} if the port cannot be bound, and with
     * {@link IllegalArgumentException} if its security names a file that cannot be used, or a group that there is not.
     */
    public synchronized void start() {
        JsonRpcConfig.Requests requests = config.limits().requests();
        Doorkeeper door = new Doorkeeper(config.security(), clock);
        CachedChain chain = new CachedChain(ports.chain());
        Workers workers = new Workers(requests.concurrentMax(), requests.heavyThreads());
        Groups groups = new Groups(
                new JsonRpcPorts(chain, ports.submitter(), ports.devKeys(), ports.devChain(),
                        ports.builder(), ports.pages(), ports.accessLog()),
                config.limits(), clock);
        RateLimits rates = new RateLimits(config.security().rates(), clock);

        Dispatcher dispatcher = new Dispatcher(
                new JsonFormat(requests.bodyBytesMax(), requests.nestingMax(),
                        requests.batchLengthMax(), requests.resultBytesMax()),
                groups.table(), workers.heavy(), rates, ports.accessLog(), clock);
        AccessRule access = new AccessRule(config.access());
        HttpSide httpSide = new HttpSide(requests, access, door, rates, dispatcher, workers,
                ports.pages());
        HttpServer http = vertx.createHttpServer(options(requests, config.security()))
                .connectionHandler(this::openConnection)
                .requestHandler(httpSide::handle)
                .webSocketHandshakeHandler(handshake -> shakeHands(handshake, access, door))
                .webSocketHandler(socket -> openSession(socket, dispatcher, workers, door, rates));
        running = Optional.of(new Running(http, workers, chain, groups, vertx.setPeriodic(
                PING_MILLIS, ignored -> sessions.forEach(WebSocketSession::ping))));
        groups.start();
        try {
            config.security().named().forEach(groups.table()::requireKnown);
            await(http.listen(config.port(), config.host()),
                    "cannot serve on " + config.host() + ":" + config.port());
        } catch (ServerException | IllegalArgumentException e) {
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

    private static HttpServerOptions options(JsonRpcConfig.Requests requests,
            Security security) {
        HttpServerOptions options = new HttpServerOptions().setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS).setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false).setHandle100ContinueAutomatically(true)
                .setMaxWebSocketFrameSize(requests.bodyBytesMax())
                .setMaxWebSocketMessageSize(requests.bodyBytesMax());
        security.tls().ifPresent(tls -> {
            options.setSsl(true).setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(tls.certificate().toString())
                            .setKeyPath(tls.key().toString()));
            tls.clientAuthorities().ifPresent(authorities -> options
                    .setClientAuth(ClientAuth.REQUEST)
                    .setTrustOptions(new PemTrustOptions().addCertPath(authorities.toString())));
        });
        return options;
    }

    private static void shakeHands(ServerWebSocketHandshake handshake, AccessRule access,
            Doorkeeper door) {
        Optional<String> origin = Optional
                .ofNullable(handshake.headers().get(HttpHeaders.ORIGIN));
        Optional<String> host = Optional.ofNullable(handshake.authority()).map(HostAndPort::host);
        if (!access.allowsHost(host) || !access.allowsOrigin(origin)) {
            handshake.reject(403);
            return;
        }
        try {
            door.identify(handshake.headers(), handshake.sslSession(), handshake.remoteAddress());
            handshake.accept();
        } catch (UnauthenticatedException _) {
            handshake.reject(401);
        }
    }

    private void openSession(ServerWebSocket socket, Dispatcher dispatcher, Workers workers,
            Doorkeeper door, RateLimits rates) {
        Caller caller;
        try {
            caller = door.identify(socket.headers(), socket.sslSession(), socket.remoteAddress());
        } catch (UnauthenticatedException e) { // it ended since the handshake
            socket.close(POLICY_VIOLATION, e.getMessage());
            return;
        }
        WebSocketSession session = new WebSocketSession(socket, dispatcher, workers,
                config.limits().streams().unsentMessagesMax(), caller, rates);
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
