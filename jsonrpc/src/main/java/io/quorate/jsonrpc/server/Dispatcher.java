package io.quorate.jsonrpc.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.quorate.jsonrpc.AccessLog;
import io.quorate.jsonrpc.GuardedChain;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonFormat;
import io.quorate.jsonrpc.json.JsonRpcError;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonRpcRequest;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.RequestBody;
import io.quorate.jsonrpc.method.Call;
import io.quorate.jsonrpc.method.Connection;
import io.quorate.jsonrpc.method.Method;
import io.quorate.jsonrpc.method.MethodTable;
import io.quorate.state.PrunedStateException;
import io.quorate.state.storage.StorageException;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the bytes of a request to those of its response. Safe for any thread; the calling one may block. */
final class Dispatcher {
    /** A client that sends more at once loads in bulk and asks for the receipts later. */
    private static final int HOLDS_MAX = 4;
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final JsonFormat format;
    private final GuardedChain chain;
    private final MethodTable methods;
    private final ExecutorService heavyThreads;
    private final RateLimits rates;
    private final AccessLog log;
    private final InstantSource clock;

    /** {@code chain} is what {@code methods} read. */
    Dispatcher(JsonFormat format, GuardedChain chain, MethodTable methods,
            ExecutorService heavyThreads,
            RateLimits rates, AccessLog log, InstantSource clock) {
        this.format = format;
        this.chain = chain;
        this.methods = methods;
        this.heavyThreads = heavyThreads;
        this.rates = rates;
        this.log = log;
        this.clock = clock;
    }

    /**
     * @param response empty where only notifications were sent
     * @param afterwards to be run once the response is on its way
     */
    record Reply(Optional<byte[]> response, List<Runnable> afterwards) {}

    Reply handle(byte[] body, Caller caller, Optional<Connection> connection) {
        Exchange exchange = new Exchange(caller, connection, new ArrayList<>(), new ArrayList<>());
        Optional<byte[]> response = switch (format.read(body)) {
            case RequestBody.Single(JsonRpcRequest request) ->
                    answer(request, exchange, format.resultBytesMax());
            case RequestBody.Batch(List<JsonRpcRequest> requests) -> answerAll(requests, exchange);
        };
        if (exchange.before.size() <= HOLDS_MAX) {
            exchange.before.forEach(Runnable::run);
        }
        return new Reply(response, exchange.afterwards);
    }

    /** One body's requests: what its response waits for, and what follows it. */
    private record Exchange(Caller caller, Optional<Connection> connection, List<Runnable> before,
            List<Runnable> afterwards) {}

    /** In order, one after the other: transactions in a batch are admitted as they stand. */
    private Optional<byte[]> answerAll(List<JsonRpcRequest> requests, Exchange exchange) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonRpcRequest request : requests) {
            int room = Math.max(0, format.resultBytesMax() - out.size());
            answer(request, exchange, room).ifPresent(response -> {
                out.write(out.size() == 0 ? '[' : ',');
                out.writeBytes(response);
            });
        }
        if (out.size() == 0) {
            return Optional.empty();
        }
        out.write(']');
        return Optional.of(out.toByteArray());
    }

    private Optional<byte[]> answer(JsonRpcRequest request, Exchange exchange, int bytesMax) {
        return switch (request) {
            case JsonRpcRequest.Invalid(JsonNode id, JsonRpcError error) ->
                    Optional.of(format.error(id, error));
            case JsonRpcRequest.Call call -> {
                byte[] response = logged(call, exchange, bytesMax);
                yield call.id().isPresent() ? Optional.of(response) : Optional.empty();
            }
        };
    }

    private byte[] logged(JsonRpcRequest.Call request, Exchange exchange, int bytesMax) {
        long start = System.nanoTime();
        Answer answer = run(request, exchange.caller, new Call(request.params(),
                exchange.caller.grants(), exchange.connection, exchange.before::add,
                exchange.afterwards::add), bytesMax);
        if (log != AccessLog.NONE) {
            log.answered(Accesses.entry(exchange.caller, request, answer.code,
                    (System.nanoTime() - start) / 1_000));
        }
        return answer.bytes;
    }

    /** @param code of the error; 0 if there is none */
    private record Answer(byte[] bytes, int code) {}

    private Answer failed(JsonNode id, JsonRpcError error) {
        return new Answer(format.error(id, error), error.code());
    }

    private Method permitted(String name, Caller caller) {
        if (caller.isExpired(clock.instant())) {
            throw new JsonRpcException(ErrorCode.UNAUTHORIZED,
                    "the token of " + caller.identity() + " has expired; connect with a new one");
        }
        if (!rates.take(caller)) {
            throw new JsonRpcException(ErrorCode.LIMIT_EXCEEDED, rates.told());
        }
        Method method = methods.find(name);
        if (!caller.grants().allows(name) && !name.equals("rpc_modules")) {
            throw caller.identity().equals(Caller.ANONYMOUS)
                    ? new JsonRpcException(ErrorCode.METHOD_NOT_FOUND, "the method " + name
                            + " is not open here; its operator names the groups that are"
                            + " (rpc.groups), or the roles that may use it")
                    : new JsonRpcException(ErrorCode.UNAUTHORIZED, "no role of "
                            + caller.identity() + " may call " + name);
        }
        return method;
    }

    private Answer run(JsonRpcRequest.Call request, Caller caller, Call call, int bytesMax) {
        JsonNode id = request.id().orElse(NullNode.instance);
        try {
            Method method = permitted(request.method(), caller);
            if (call.params().size() > method.paramsMax()) {
                throw JsonRpcException.invalidParams("invalid params: " + call.params().size()
                        + " parameters, " + method.name() + " takes at most "
                        + method.paramsMax());
            }
            return new Answer(switch (method.weight()) {
                case LIGHT -> result(id, method, caller, call, bytesMax);
                case HEAVY -> onHeavyThread(() -> result(id, method, caller, call, bytesMax));
            }, 0);
        } catch (JsonRpcException e) {
            return failed(id, e.error());
        } catch (PrunedStateException e) {
            return failed(id, new JsonRpcError(ErrorCode.PRUNED_HISTORY,
                    "pruned history unavailable: " + e.getMessage()));
        } catch (StorageException e) { // never a wrong answer; where the files are is the operator's to know
            LOG.error("stored data cannot be read method={}", request.method(), e);
            return failed(id, new JsonRpcError(ErrorCode.INTERNAL_ERROR,
                    "this node cannot read what it stored, and says why in its log; another"
                            + " node may answer"));
        } catch (RuntimeException e) { // the outermost frame of a request: others must go on
            LOG.error("request failed method={}", request.method(), e);
            return failed(id,
                    new JsonRpcError(ErrorCode.INTERNAL_ERROR, "internal error"));
        }
    }

    /** An answer is read while it is written. */
    private byte[] result(JsonNode id, Method method, Caller caller, Call call, int bytesMax) {
        return GuardedChain.readingAs(caller.account(), () -> {
            chain.requireMethod(method.name());
            return format.result(id, method.handler().call(call), bytesMax);
        });
    }

    private byte[] onHeavyThread(Callable<byte[]> work) {
        Future<byte[]> future = heavyThreads.submit(work);
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new JsonRpcException(ErrorCode.RESOURCE_UNAVAILABLE, "the node is stopping");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException("a method threw what none declares", e);
            }
        }
    }

    /** What a request gets that was not looked at. */
    byte[] refusal(int code, String message) {
        return format.error(NullNode.instance, new JsonRpcError(code, message));
    }

    byte[] notification(String method, JsonValue params) {
        return format.notification(method, params);
    }
}
