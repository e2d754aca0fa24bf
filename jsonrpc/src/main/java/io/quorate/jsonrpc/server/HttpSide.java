package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.HttpPages;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.TraceParent;
import io.quorate.jsonrpc.json.AnswerMemory;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.Quantity;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers HTTP requests: POST is JSON-RPC, GET a page of the node, OPTIONS what a browser asks first. */
final class HttpSide {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSide.class);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    /** The last block that the caller knows of, hexadecimal with 0x or decimal: it is answered once that is here. */
    private static final CharSequence MIN_BLOCK = HttpHeaders.createOptimized("quorate-min-block");
    /** The latest block here when the answer was made. */
    private static final CharSequence BLOCK = HttpHeaders.createOptimized("quorate-block");

    private static final long LINGER_MILLIS = 1_000;
    private static final long LINGER_BYTES_MAX = 1 << 20;

    private final JsonRpcConfig.Requests limits;
    private final AccessRule access;
    private final Doorkeeper door;
    private final Exchanges exchanges;
    private final Workers workers;
    private final HttpPages pages;
    private final Connections connections;
    private final AnswerMemory memory;

    HttpSide(JsonRpcConfig.Requests limits, AccessRule access, Doorkeeper door,
            Exchanges exchanges, Workers workers, HttpPages pages, Connections connections,
            AnswerMemory memory) {
        this.limits = limits;
        this.access = access;
        this.door = door;
        this.exchanges = exchanges;
        this.workers = workers;
        this.pages = pages;
        this.connections = connections;
        this.memory = memory;
    }

    /** A client that sends requests and does not read the answers is read no further. */
    void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.writeQueueFull()) {
            request.pause();
            response.drainHandler(ignored -> {
                response.drainHandler(null);
                request.resume();
                look(request);
            });
        } else {
            look(request);
        }
    }

    private void look(HttpServerRequest request) {
        Optional<Connections.Line> line = connections.of(request.remoteAddress());
        if (line.isEmpty() || line.get().isRefused()) {
            return; // nobody reads the answer, or what came behind a refused request may be a part of it
        }
        if (!isClear(request)) {
            refuse(request, 400, ErrorCode.INVALID_REQUEST,
                    "one Host that is a host's name, and no Transfer-Encoding but chunked");
            return;
        }
        Optional<String> origin = Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN));
        if (!access.allowsHost(Optional.ofNullable(request.authority()).map(HostAndPort::host))) {
            refuse(request, 403, "this Host is not allowed; see the setting for allowed hosts");
            return;
        }
        if (!access.allowsOrigin(origin, request.authority(), request.isSSL())) {
            refuse(request, 403, "this Origin is not allowed; see the setting for CORS origins");
            return;
        }
        origin.ifPresent(value -> request.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, value)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, BLOCK)
                .putHeader(HttpHeaders.VARY, "Origin"));
        switch (request.method().name()) {
            case "POST" -> identify(request, line.get());
            case "GET" -> page(request, line.get());
            case "OPTIONS" -> preflight(request);
            default -> refuse(request, 405, "use POST");
        }
    }

    /**
     * Whether every reader on the way sees the same request: of codings the HTTP library knows chunked alone and takes
     * others for no body, so that the body would be the next request (RFC 9112, sections 3.2 and 6.1).
     */
    private static boolean isClear(HttpServerRequest request) {
        MultiMap headers = request.headers();
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
            List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
            if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                return false;
            }
        }
        List<String> hosts = headers.getAll(HttpHeaders.HOST);
        // One that is no name of a host is read as none, which would be no web page's.
        return hosts.isEmpty() || hosts.size() == 1 && request.authority() != null;
    }

    private static void preflight(HttpServerRequest request) {
        request.response().setStatusCode(204)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST, GET, OPTIONS")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                        "content-type, authorization, " + TraceParent.HEADER + ", "
                                + MIN_BLOCK)
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600").end();
    }

    private void page(HttpServerRequest request, Connections.Line line) {
        Context context = Vertx.currentContext();
        Grants caller = grants(request);
        line.answerBegins();
        boolean started = workers.start(() -> {
            HttpPages.Page page = made(request, caller);
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            boolean fits = memory.reserve(body);
            context.runOnContext(ignored -> {
                if (fits) {
                    show(request, page, body, line);
                } else {
                    refuse(request, 503, "too much is being sent; try again");
                }
            });
        });
        if (!started) {
            refuse(request, 503, "too many requests under way");
        }
    }

    /** On a worker's thread. */
    private HttpPages.Page made(HttpServerRequest request, Grants caller) {
        try {
            return pages.page(request.path(), caller).orElse(new HttpPages.Page(404, "text/plain",
                    "JSON-RPC is served here by POST and WebSocket\n"));
        } catch (RuntimeException e) {
            LOG.error("a page cannot be made path={}", request.path(), e);
            return new HttpPages.Page(500, "text/plain",
                    "the page cannot be made; the log tells why\n");
        }
    }

    private void show(HttpServerRequest request, HttpPages.Page page, byte[] body,
            Connections.Line line) {
        HttpServerResponse response = request.response().setStatusCode(page.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, page.contentType());
        page.headers().forEach(response::putHeader);
        line.sendingBegins();
        response.end(Buffer.buffer(body)).onComplete(ignored -> {
            memory.release(body);
            line.answered();
        });
    }

    /** Most pages are for everybody, whatever they show: a wrong token is worth nothing and refuses nothing. */
    private Grants grants(HttpServerRequest request) {
        try {
            return door.identify(request.headers(), request.connection().sslSession(),
                    request.remoteAddress()).grants();
        } catch (UnauthenticatedException _) {
            return Grants.NONE;
        }
    }

    /** Before the body is read. */
    private void identify(HttpServerRequest request, Connections.Line line) {
        try {
            receive(request, line,
                    door.identify(request.headers(), request.connection().sslSession(),
                            request.remoteAddress())
                            .within(request.getHeader(TraceParent.HEADER)));
        } catch (UnauthenticatedException e) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(request, 401, ErrorCode.UNAUTHORIZED, e.getMessage());
        }
    }

    private void receive(HttpServerRequest request, Connections.Line line, Caller caller) {
        if (declaredLength(request) > limits.bodyBytesMax()) {
            refuse(request, 413, tooLarge());
            return;
        }
        line.bodyBegins();
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > limits.bodyBytesMax()) {
                request.handler(null);
                refuse(request, 413, tooLarge());
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(ignored -> {
            if (!request.response().ended()) {
                line.answerBegins();
                dispatch(request, body.getBytes(), caller, line);
            }
        });
    }

    private static long declaredLength(HttpServerRequest request) {
        String value = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return value == null ? 0 : Long.parseLong(value);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE; // more digits than any length has
        }
    }

    private String tooLarge() {
        return "the request is larger than " + limits.bodyBytesMax() + " bytes";
    }

    private static long minBlock(HttpServerRequest request) {
        String value = request.getHeader(MIN_BLOCK);
        if (value == null) {
            return 0;
        }
        long number = value.startsWith("0x") ? Long.parseLong(value.substring(2), 16)
                : Long.parseLong(value);
        if (number < 0) {
            throw new NumberFormatException(value);
        }
        return number;
    }

    private void dispatch(HttpServerRequest request, byte[] body, Caller caller,
            Connections.Line line) {
        try {
            dispatch(request, body, caller, minBlock(request), line);
        } catch (NumberFormatException e) {
            refuse(request, 400, ErrorCode.INVALID_PARAMS, "the header " + MIN_BLOCK
                    + " must be a block number, hexadecimal with 0x or decimal");
        }
    }

    private void dispatch(HttpServerRequest request, byte[] body, Caller caller, long minBlock,
            Connections.Line line) {
        Context context = Vertx.currentContext();
        exchanges.answer(body, caller, Optional.empty(), minBlock, reply -> {
            if (Vertx.currentContext() == context) {
                respond(request, reply, line);
            } else {
                context.runOnContext(ignored -> respond(request, reply, line));
            }
        }).ifPresent(refusal -> refuse(request, refusal.status(), refusal.message()));
    }

    private void respond(HttpServerRequest request, Dispatcher.Reply reply,
            Connections.Line line) {
        HttpServerResponse response = request.response().putHeader(BLOCK,
                Quantity.of(exchanges.head()));
        if (reply.response().isEmpty()) {
            response.setStatusCode(204).end();
            line.answered();
            return;
        }
        byte[] body = reply.response().get();
        line.sendingBegins();
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(Buffer.buffer(body))
                .onComplete(ignored -> {
                    exchanges.release(body);
                    line.answered();
                });
    }

    /** Answers and closes the connection, so that the rest of a body need not be read. */
    private void refuse(HttpServerRequest request, int status, String message) {
        refuse(request, status, ErrorCode.LIMIT_EXCEEDED, message);
    }

    private void refuse(HttpServerRequest request, int status, int code, String message) {
        connections.of(request.remoteAddress()).ifPresent(Connections.Line::refused);
        HttpServerResponse response = request.response().setStatusCode(status)
                .putHeader(HttpHeaders.CONNECTION, "close");
        Future<Void> sent = request.method() == HttpMethod.POST
                ? response.putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                        .end(Buffer.buffer(exchanges.refusal(code, message)))
                : response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain").end(message + "\n");
        sent.onComplete(ignored -> linger(request));
    }

    /**
     * Closes, but not at once where the client is still sending: it would be cut off before it reads why. What comes
     * meanwhile is thrown away.
     */
    private static void linger(HttpServerRequest request) {
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        long[] left = {LINGER_BYTES_MAX};
        request.handler(part -> {
            left[0] -= part.length();
            if (left[0] < 0) {
                request.connection().close();
            }
        });
        request.endHandler(ignored -> request.connection().close());
        request.exceptionHandler(ignored -> request.connection().close());
        request.resume();
        Vertx.currentContext().owner().setTimer(LINGER_MILLIS,
                ignored -> request.connection().close());
    }
}
