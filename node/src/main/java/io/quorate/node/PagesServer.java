package io.quorate.node;

import io.quorate.genesis.Endpoint;
import io.quorate.jsonrpc.HttpPages;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Serves a node's pages on a port of their own, for those who may see metrics and not the chain. */
final class PagesServer implements AutoCloseable {
    private static final long START_STOP_SECONDS_MAX = 10;

    private final HttpServer server;

    private PagesServer(HttpServer server) {
        this.server = server;
    }

    /** Returns once pages are served; fails with {@link OperatorException} if the port cannot be bound. */
    static PagesServer start(Vertx vertx, Endpoint listen, HttpPages pages) {
        HttpServer server = vertx.createHttpServer(
                new HttpServerOptions().setHost(listen.host()).setPort(listen.port()))
                .requestHandler(request -> answer(vertx, request, pages));
        try {
            server.listen().await(START_STOP_SECONDS_MAX, TimeUnit.SECONDS);
            return new PagesServer(server);
        } catch (TimeoutException e) {
            throw new OperatorException("Metrics cannot be served on " + listen + " in time.", e);
        } catch (RuntimeException e) {
            throw new OperatorException("Metrics cannot be served on " + listen + ": "
                    + e.getMessage() + ".", e);
        }
    }

    private static void answer(Vertx vertx, HttpServerRequest request, HttpPages pages) {
        if (request.method() != HttpMethod.GET) {
            request.response().setStatusCode(405).end();
            return;
        }
        vertx.executeBlocking(() -> pages.page(request.path()), false).onComplete(
                page -> send(request, page),
                failure -> request.response().setStatusCode(500).end());
    }

    private static void send(HttpServerRequest request, Optional<HttpPages.Page> page) {
        if (page.isEmpty()) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.response().setStatusCode(page.get().status())
                .putHeader("Content-Type", page.get().contentType()).end(page.get().body());
    }

    @Override
    public void close() throws TimeoutException {
        server.close().await(START_STOP_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
