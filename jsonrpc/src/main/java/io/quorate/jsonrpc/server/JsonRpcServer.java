package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.CachedChain;
import io.quorate.jsonrpc.GuardedChain;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.Security;
import io.quorate.jsonrpc.json.AnswerMemory;
import io.quorate.jsonrpc.json.JsonFormat;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** JSON-RPC over HTTP and WebSocket on one port. */
public final class JsonRpcServer implements AutoCloseable {
    private static final int IDLE_SECONDS = 300;
    private static final long SWEEP_MILLIS = 5_000;
    private static final int THREADS_MAX = 8;
    /** Else up to a megabyte of requests that nobody asked to be read yet is taken from each connection. */
    private static final int RECEIVE_BUFFER_BYTES = 32 << 10;
    private static final long PING_MILLIS = 60_000; // keeps a quiet WebSocket from being idle
    private static final int START_STOP_SECONDS = 10;
    private static final short POLICY_VIOLATION = 1008; // of the WebSocket close code registry

    private final Vertx vertx;
    private final JsonRpcConfig config;
    private final JsonRpcPorts ports;
    private final InstantSource clock;
    private final Set<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();
    private final Connections connections;
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
        this.connections = new Connections(config.limits().streams().connectionsMax());
    }

    private record Running(Optional<String> deployment, int port, Workers workers,
            CachedChain chain, HeadWait head, Groups groups, long pingTimer, long sweepTimer) {}

    /**
     * Returns once requests are served; fails with {@link ServerException} if the port cannot be bound, and with
     * {@link IllegalArgumentException} if its security names a file that cannot be used, or a group that there is not.
     */
    public synchronized void start() {
        JsonRpcConfig.Requests requests = config.limits().requests();
        Doorkeeper door = new Doorkeeper(config.security(), clock);
        CachedChain cached = new CachedChain(ports.chain());
        GuardedChain chain = new GuardedChain(cached);
        Workers workers = new Workers(requests.concurrentMax(), requests.heavyThreads());
        Groups groups = new Groups(chain,
                new JsonRpcPorts(chain, ports.submitter(), ports.devKeys(), ports.devChain(),
                        ports.builder(), ports.pages(), ports.accessLog(), ports.meter(),
                        ports.replica()),
                config.limits(), clock);
        HeadWait head = new HeadWait(chain, HeadWait.DEFAULT_MAX);
        RateLimits rates = new RateLimits(config.security().rates(), clock);

        AnswerMemory memory = AnswerMemory.ofThisProcess();
        Dispatcher dispatcher = new Dispatcher(
                new JsonFormat(requests.bodyBytesMax(), requests.nestingMax(),
                        requests.batchLengthMax(), requests.resultBytesMax(), memory),
                memory, chain, groups.table(), workers.heavy(), rates, ports.accessLog(),
                ports.meter(), head, clock);
        AccessRule access = new AccessRule(config.access());
        Exchanges exchanges = new Exchanges(dispatcher, workers, rates);
        HttpSide httpSide = new HttpSide(requests, access, door, exchanges, workers,
                ports.pages(), connections, memory);
        Supplier<HttpServer> servers = () -> vertx
                .createHttpServer(options(requests, config.security()))
                .connectionHandler(connections::open)
                .requestHandler(httpSide::handle)
                .webSocketHandshakeHandler(handshake -> shakeHands(handshake, access, door))
                .webSocketHandler(socket -> openSession(socket, dispatcher, exchanges, door));
        Running starting = new Running(Optional.empty(), config.port(), workers, cached, head,
                groups,
                vertx.setPeriodic(PING_MILLIS,
                        ignored -> sessions.forEach(WebSocketSession::ping)),
                vertx.setPeriodic(SWEEP_MILLIS, ignored -> connections.sweep()));
        running = Optional.of(starting);
        groups.start();
        try {
            config.security().named().forEach(groups.table()::requireKnown);
            running = Optional.of(listen(starting, servers));
        } catch (ServerException | IllegalArgumentException e) {
            close();
            throw e;
        }
    }

    /** On as many event loops as there are processors; each connection stays on one. */
    private Running listen(Running starting, Supplier<HttpServer> servers) {
        // Servers of one Vert.x and one number share a port, also one that the system chooses where it is negative.
        int port = config.port() != 0 ? config.port()
                : -1 - ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        CompletableFuture<Integer> actual = new CompletableFuture<>();
        int threads = Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors());
        String deployment = await(vertx.deployVerticle(() -> new VerticleBase() {
            @Override
            public Future<?> start() {
                return servers.get().listen(port, config.host())
                        .onSuccess(server -> actual.complete(server.actualPort()));
            }
        }, new DeploymentOptions().setInstances(threads)),
                "cannot serve on " + config.host() + ":" + config.port());
        return new Running(Optional.of(deployment), actual.join(), starting.workers,
                starting.chain, starting.head, starting.groups, starting.pingTimer,
                starting.sweepTimer);
    }

    private static HttpServerOptions options(JsonRpcConfig.Requests requests,
            Security security) {
        HttpServerOptions options = new HttpServerOptions().setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS).setTcpNoDelay(true)
                .setReceiveBufferSize(RECEIVE_BUFFER_BYTES)
                .setHttp2ClearTextEnabled(false).setHandle100ContinueAutomatically(true)
                .addWebSocketSubProtocol(Doorkeeper.SUBPROTOCOL)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
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
        boolean isNamed = host.isPresent() || !handshake.headers().contains(HttpHeaders.HOST);
        if (!isNamed || !access.allowsHost(host)
                || !access.allowsOrigin(origin, handshake.authority(),
                        handshake.isSsl())) {
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

    private void openSession(ServerWebSocket socket, Dispatcher dispatcher, Exchanges exchanges,
            Doorkeeper door) {
        Caller caller;
        try {
            caller = door.identify(socket.headers(), socket.sslSession(), socket.remoteAddress());
        } catch (UnauthenticatedException e) { // it ended since the handshake
            socket.close(POLICY_VIOLATION, e.getMessage());
            return;
        }
        WebSocketSession session = new WebSocketSession(socket, dispatcher, exchanges,
                config.limits().streams().unsentMessagesMax(), caller);
        connections.of(socket.remoteAddress()).ifPresent(Connections.Line::upgraded);
        sessions.add(session);
        session.onClose(() -> {
            sessions.remove(session);
            connections.closed(socket.remoteAddress());
        });
        session.open();
    }

    /** The port that is bound; of use where the configured one is 0. */
    public synchronized int port() {
        return running.map(Running::port).orElse(config.port());
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
        vertx.cancelTimer(stopping.sweepTimer);
        stopping.groups.close();
        stopping.head.close();
        stopping.chain.close();
        stopping.workers.close();
        stopping.deployment.ifPresent(
                deployment -> await(vertx.undeploy(deployment), "cannot stop serving"));
    }

    private static <T> T await(Future<T> future, String failure) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_STOP_SECONDS,
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
