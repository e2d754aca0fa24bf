package io.quorate.jsonrpc.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quorate.evm.primitives.Address;
import io.quorate.execution.ReaderIdentity;
import io.quorate.jsonrpc.AccessLog;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.DevKeys;
import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.GuardedChain;
import io.quorate.jsonrpc.JsonRpcConfig.Limits;
import io.quorate.jsonrpc.JsonRpcConfig.Requests;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.ReplicaQueries;
import io.quorate.jsonrpc.Security.Rates;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.AnswerMemory;
import io.quorate.jsonrpc.json.JsonFormat;
import io.quorate.jsonrpc.method.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A server without its network side: text in, JSON out. */
final class Rpc implements AutoCloseable {
    static final JsonMapper MAPPER = new JsonMapper();

    private static final Caller TRUSTED = new Caller(Caller.ANONYMOUS, "127.0.0.1", Grants.ALL,
            Optional.empty(), Instant.MAX);

    private final Workers workers = new Workers(1_000, 2);
    private final Groups groups;
    private final HeadWait head;
    private final Dispatcher dispatcher;

    Rpc(ChainQueries chain, TransactionSubmitter submitter) {
        this(chain, submitter, Optional.empty(), Limits.DEFAULT, InstantSource.system());
    }

    Rpc(ChainQueries chain, TransactionSubmitter submitter, Optional<DevKeys> keys, Limits limits,
            InstantSource clock) {
        this(new JsonRpcPorts(chain, submitter, keys, path -> Optional.empty()), limits, clock);
    }

    Rpc(ChainQueries chain, TransactionSubmitter submitter, ReplicaQueries replica) {
        this(new JsonRpcPorts(chain, submitter, Optional.empty(), Optional.empty(),
                Optional.empty(), path -> Optional.empty(), AccessLog.NONE, Optional.of(replica)),
                Limits.DEFAULT,
                InstantSource.system());
    }

    Rpc(JsonRpcPorts given, Limits limits, InstantSource clock) {
        GuardedChain guarded = new GuardedChain(given.chain());
        JsonRpcPorts ports = new JsonRpcPorts(guarded, given.submitter(), given.devKeys(),
                given.devChain(), given.builder(), given.pages(), given.accessLog(),
                given.meter(), given.replica());
        groups = new Groups(guarded, ports, limits, clock);
        head = new HeadWait(ports.chain(), Duration.ofMillis(100));
        Requests requests = limits.requests();
        AnswerMemory memory = AnswerMemory.ofThisProcess();
        dispatcher = new Dispatcher(
                new JsonFormat(requests.bodyBytesMax(), requests.nestingMax(),
                        requests.batchLengthMax(), requests.resultBytesMax(), memory),
                memory, guarded, groups.table(), workers.heavy(),
                new RateLimits(Rates.UNLIMITED, clock),
                AccessLog.NONE, given.meter(), head, clock);
    }

    /** The whole response to a body; JSON's missing node where there is none. */
    JsonNode send(String body) {
        return dispatcher.handle(dispatcher.read(body.getBytes(StandardCharsets.UTF_8)), TRUSTED,
                Optional.empty(), 0, Dispatcher.Place.OWN).response()
                .map(Rpc::parse).orElse(MAPPER.missingNode());
    }

    /** The response to a call; {@code params} is JSON text, where {@code '} stands for a quote. */
    JsonNode call(String method, String params) {
        return send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":"
                + params.replace('\'', '"') + "}");
    }

    /** As the holder of {@code account}. */
    JsonNode callAs(Optional<Address> account, String method, String params) {
        return callAs(account, method, params, Optional.empty());
    }

    JsonNode callAs(Optional<Address> account, String method, String params,
            Optional<Connection> connection) {
        byte[] body = ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":"
                + params.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8);
        Dispatcher.Reply reply = dispatcher.handle(dispatcher.read(body), new Caller(
                Caller.ANONYMOUS, "127.0.0.1", Grants.ALL,
                account.map(ReaderIdentity.OfAccount::new),
                Instant.MAX), connection, 0,
                Dispatcher.Place.OWN);
        reply.afterwards().forEach(Runnable::run);
        return parse(reply.response().orElseThrow());
    }

    /** From now on subscriptions are served. */
    void start() {
        groups.start();
    }

    JsonNode result(String method, String params) {
        JsonNode response = call(method, params);
        if (!response.has("result")) {
            throw new AssertionError(method + " failed: " + response);
        }
        return response.get("result");
    }

    JsonNode error(String method, String params) {
        JsonNode response = call(method, params);
        if (!response.has("error")) {
            throw new AssertionError(method + " did not fail: " + response);
        }
        return response.get("error");
    }

    static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(new String(json, StandardCharsets.UTF_8), e);
        }
    }

    @Override
    public void close() {
        groups.close();
        head.close();
        workers.close();
    }
}
