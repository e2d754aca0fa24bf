package io.quorate.jsonrpc.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
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
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the bytes of a request to those of its response. Safe for any thread; the calling one may block. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final JsonFormat format;
    private final MethodTable methods;
    private final ExecutorService heavyThreads;

    Dispatcher(JsonFormat format, MethodTable methods, ExecutorService heavyThreads) {
        this.format = format;
        this.methods = methods;
        this.heavyThreads = heavyThreads;
    }

    /**
     * @param response empty where only notifications were sent
     * @param afterwards to be run once the response is on its way
     */
    record Reply(Optional<byte[]> response, List<Runnable> afterwards) {}

    Reply handle(byte[] body, Optional<Connection> connection) {
        List<Runnable> afterwards = new ArrayList<>();
        Optional<byte[]> response = switch (format.read(body)) {
            case RequestBody.Single(JsonRpcRequest request) ->
                    answer(request, connection, afterwards::add, format.resultBytesMax());
            case RequestBody.Batch(List<JsonRpcRequest> requests) ->
                    answerAll(requests, connection, afterwards::add);
        };
        return new Reply(response, afterwards);
    }

    /** In order, one after the other: transactions in a batch are admitted as they stand. */
    private Optional<byte[]> answerAll(List<JsonRpcRequest> requests,
            Optional<Connection> connection, Consumer<Runnable> afterResponse) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonRpcRequest request : requests) {
            int room = Math.max(0, format.resultBytesMax() - out.size());
            answer(request, connection, afterResponse, room).ifPresent(response -> {
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

    private Optional<byte[]> answer(JsonRpcRequest request, Optional<Connection> connection,
            Consumer<Runnable> afterResponse, int bytesMax) {
        return switch (request) {
            case JsonRpcRequest.Invalid(JsonNode id, JsonRpcError error) ->
                    Optional.of(format.error(id, error));
            case JsonRpcRequest.Call call -> {
                byte[] response = run(call, new Call(call.params(), connection, afterResponse),
                        bytesMax);
                yield call.id().isPresent() ? Optional.of(response) : Optional.empty();
            }
        };
    }

    private byte[] run(JsonRpcRequest.Call request, Call call, int bytesMax) {
        JsonNode id = request.id().orElse(NullNode.instance);
        try {
            Method method = methods.find(request.method());
            if (call.params().size() > method.paramsMax()) {
                throw JsonRpcException.invalidParams("invalid params: " + call.params().size()
                        + " parameters, " + method.name() + " takes at most "
                        + method.paramsMax());
            }
            return switch (method.weight()) {
                case LIGHT -> format.result(id, method.handler().call(call), bytesMax);
                case HEAVY -> onHeavyThread(
                        () -> format.result(id, method.handler().call(call), bytesMax));
            };
        } catch (JsonRpcException e) {
            return format.error(id, e.error());
        } catch (RuntimeException e) { // the outermost frame of a request: others must go on
            LOG.error("request failed method={}", request.method(), e);
            return format.error(id,
                    new JsonRpcError(ErrorCode.INTERNAL_ERROR, "internal error"));
        }
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
    byte[] refusal(String message) {
        return format.error(NullNode.instance,
                new JsonRpcError(ErrorCode.LIMIT_EXCEEDED, message));
    }

    byte[] notification(String method, JsonValue params) {
        return format.notification(method, params);
    }
}
