package io.quorate.jsonrpc.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.quorate.jsonrpc.AccessLog;
import io.quorate.jsonrpc.GuardedChain;
import io.quorate.jsonrpc.RequestMeter;
import io.quorate.jsonrpc.ShortRun;
import io.quorate.jsonrpc.TraceParent;
import io.quorate.jsonrpc.json.AnswerMemory;
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

/** From the bytes of a request to those of its response. Safe for any thread. */
final class Dispatcher {
    /** A client that sends more at once loads in bulk and asks for the receipts later. */
    private static final int HOLDS_MAX = 4;
    /** Some microseconds each; more would keep other connections waiting. */
    private static final int INSTANT_BATCH_MAX = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final JsonFormat format;
    private final GuardedChain chain;
    private final MethodTable methods;
    private final ExecutorService heavyThreads;
    private final RateLimits rates;
    private final AccessLog log;
    private final RequestMeter meter;
    private final HeadWait head;
    private final InstantSource clock;
    private final AnswerMemory memory;

    /** {@code chain} is what {@code methods} read. */
    Dispatcher(JsonFormat format, AnswerMemory memory, GuardedChain chain, MethodTable methods,
            ExecutorService heavyThreads, RateLimits rates, AccessLog log, RequestMeter meter,
            HeadWait head, InstantSource clock) {
        this.format = format;
        this.memory = memory;
        this.chain = chain;
        this.head = head;
        this.methods = methods;
        this.heavyThreads = heavyThreads;
        this.rates = rates;
        this.log = log;
        this.meter = meter;
        this.clock = clock;
    }

    /**
     * @param response empty where only notifications were sent; released once it is sent
     * @param afterwards to be run once the response is on its way
     */
    record Reply(Optional<byte[]> response, List<Runnable> afterwards) {}

    /** On which threads a request is answered. */
    enum Place {
        /** The one that read it. */
        HERE,
        /** One of its own, which may wait. */
        OWN,
        /** One of the few for what is mostly short; {@link ShortRun.OverException} where it is not. */
        BRIEF,
        /** One of the few for what may use a processor for long. */
        HEAVY
    }

    /** Never fails: what cannot be read is answered with an error. */
    RequestBody read(byte[] body) {
        return format.read(body);
    }

    /** {@code minBlock}: what none of the body's requests may be answered without. */
    Place placeOf(RequestBody body, long minBlock) {
        return head.head() < Math.max(minBlock, minBlockOf(body)) ? Place.OWN : placeOf(body);
    }

    private static long minBlockOf(RequestBody body) {
        return switch (body) {
            case RequestBody.Single(JsonRpcRequest request) -> minBlockOf(request);
            case RequestBody.Batch(List<JsonRpcRequest> requests) -> requests.stream()
                    .mapToLong(Dispatcher::minBlockOf).max().orElse(0);
        };
    }

    private static long minBlockOf(JsonRpcRequest request) {
        return request instanceof JsonRpcRequest.Call call ? call.minBlock() : 0;
    }

    private Place placeOf(RequestBody body) {
        return switch (body) {
            case RequestBody.Single(JsonRpcRequest request) -> switch (weightOf(request)) {
                case INSTANT -> Place.HERE;
                case LIGHT -> Place.OWN;
                case BRIEF -> Place.BRIEF;
                case HEAVY -> Place.HEAVY;
            };
            case RequestBody.Batch(List<JsonRpcRequest> requests) ->
                    requests.size() <= INSTANT_BATCH_MAX && requests.stream()
                            .allMatch(request -> weightOf(request) == Method.Weight.INSTANT)
                                    ? Place.HERE
                                    : Place.OWN;
        };
    }

    /** A refusal is no work. */
    private Method.Weight weightOf(JsonRpcRequest request) {
        return request instanceof JsonRpcRequest.Call call
                ? methods.named(call.method()).map(Method::weight).orElse(Method.Weight.INSTANT)
                : Method.Weight.INSTANT;
    }

    /** On the threads of {@link #placeOf}, or on one that may wait. */
    Reply handle(RequestBody body, Caller caller, Optional<Connection> connection, long minBlock,
            Place place) {
        Exchange exchange = new Exchange(caller, connection, minBlock, System.nanoTime(),
                new ArrayList<>(), new ArrayList<>(), place);
        Optional<byte[]> response = switch (body) {
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
    private record Exchange(Caller caller, Optional<Connection> connection, long minBlock,
            long startNanos, List<Runnable> before, List<Runnable> afterwards, Place place) {
        Call call(JsonRpcRequest.Call request) {
            return new Call(request.params(), caller.grants(), connection, before::add,
                    afterwards::add);
        }
    }

    /** The number of the latest block: no answer given so far is of a later one. */
    long head() {
        return head.head();
    }

    /** In order, one after the other: transactions in a batch are admitted as they stand. */
    private Optional<byte[]> answerAll(List<JsonRpcRequest> requests, Exchange exchange) {
        List<byte[]> responses = new ArrayList<>(requests.size());
        int size = 0;
        for (JsonRpcRequest request : requests) {
            int room = Math.max(0, format.resultBytesMax() - size);
            Optional<byte[]> response = answer(request, exchange, room);
            response.ifPresent(responses::add);
            size += response.map(bytes -> bytes.length + 1).orElse(0);
        }
        if (responses.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(format.batch(responses));
        } catch (JsonRpcException e) {
            return Optional.of(format.error(NullNode.instance, e.error()));
        }
    }

    private Optional<byte[]> answer(JsonRpcRequest request, Exchange exchange, int bytesMax) {
        return switch (request) {
            case JsonRpcRequest.Invalid(JsonNode id, JsonRpcError error) ->
                    Optional.of(format.error(id, error));
            case JsonRpcRequest.Call call -> {
                byte[] response = logged(call, exchange, bytesMax);
                if (call.id().isEmpty()) {
                    memory.release(response);
                    yield Optional.empty();
                }
                yield Optional.of(response);
            }
        };
    }

    private byte[] logged(JsonRpcRequest.Call request, Exchange exchange, int bytesMax) {
        long start = System.nanoTime();
        Answer answer = run(request, exchange, exchange.call(request), bytesMax);
        long nanos = System.nanoTime() - start;
        meter.answered(methods.named(request.method()).map(Method::name)
                .orElse(RequestMeter.OTHER), answer.code, nanos);
        if (log != AccessLog.NONE) {
            log.answered(Accesses.entry(exchange.caller, request, answer.code, nanos / 1_000));
        }
        return answer.bytes;
    }

    /** @param code of the error; 0 if there is none */
    private record Answer(byte[] bytes, int code) {}

    private Answer failed(JsonNode id, JsonRpcError error) {
        return new Answer(format.error(id, error), error.code());
    }

    private Method permitted(String name, Exchange exchange) {
        Caller caller = exchange.caller;
        if (caller.isExpired(clock.instant())) {
            throw new JsonRpcException(ErrorCode.UNAUTHORIZED,
                    "the token of " + caller.identity() + " has expired; connect with a new one");
        }
        boolean isAgain = exchange.place == Place.HEAVY && methods.named(name)
                .filter(method -> method.weight() == Method.Weight.BRIEF).isPresent();
        if (!isAgain && !rates.take(caller)) {
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

    private Answer run(JsonRpcRequest.Call request, Exchange exchange, Call call, int bytesMax) {
        JsonNode id = request.id().orElse(NullNode.instance);
        try {
            Method method = permitted(request.method(), exchange);
            if (call.params().size() > method.paramsMax()) {
                throw JsonRpcException.invalidParams("invalid params: " + call.params().size()
                        + " parameters, " + method.name() + " takes at most "
                        + method.paramsMax());
            }
            head.await(Math.max(exchange.minBlock, request.minBlock()), exchange.startNanos);
            boolean isLong = method.weight() == Method.Weight.HEAVY
                    || method.weight() == Method.Weight.BRIEF;
            boolean goesElsewhere = isLong && exchange.place == Place.OWN;
            return new Answer(goesElsewhere
                    ? onHeavyThread(
                            () -> result(id, method, exchange.caller, call, bytesMax))
                    : result(id, method, exchange.caller, call, bytesMax), 0);
        } catch (JsonRpcException e) {
            return failed(id, e.error());
        } catch (ShortRun.OverException e) {
            throw e; // it is begun again elsewhere
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
        return caller.traceParent().isEmpty() ? read(id, method, caller, call, bytesMax)
                : TraceParent.within(caller.traceParent(),
                        () -> read(id, method, caller, call, bytesMax));
    }

    private byte[] read(JsonNode id, Method method, Caller caller, Call call, int bytesMax) {
        return GuardedChain.readingAs(caller.reader(), () -> {
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

    /** For whoever has sent a response or a notification, or given it up; once. */
    void release(byte[] message) {
        memory.release(message);
    }

    /** What a request gets that was not looked at. */
    byte[] refusal(int code, String message) {
        return format.error(NullNode.instance, new JsonRpcError(code, message));
    }

    byte[] notification(String method, JsonValue params) {
        return format.notification(method, params);
    }
}
