package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.GuardedChain;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.method.Blocks;
import io.quorate.jsonrpc.method.LogFilterParser;
import io.quorate.jsonrpc.method.LogMethods;
import io.quorate.jsonrpc.method.Method;
import io.quorate.jsonrpc.method.MethodTable;
import io.quorate.jsonrpc.method.StandardMethods;
import io.quorate.jsonrpc.subscription.Filters;
import io.quorate.jsonrpc.subscription.Subscriptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** All method groups of a server and what they hold on to. */
final class Groups implements AutoCloseable {
    private final StandardMethods standard;
    private final Filters filters;
    private final Subscriptions subscriptions;
    private final MethodTable table;

    /** {@code chain} is that of {@code ports}. */
    Groups(GuardedChain chain, JsonRpcPorts ports, JsonRpcConfig.Limits limits,
            InstantSource clock) {
        LogFilterParser parser = new LogFilterParser(chain, new Blocks(chain));
        standard = new StandardMethods(ports, limits.queries());
        filters = new Filters(chain, ports.submitter(), parser,
                new LogMethods(chain, parser, limits.queries()), limits.queries(),
                limits.streams(), clock);
        subscriptions = new Subscriptions(chain, ports.submitter(), parser, limits.queries(),
                limits.streams().subscriptionsMax());
        List<Method> methods = new ArrayList<>(standard.all());
        methods.addAll(filters.methods());
        methods.addAll(subscriptions.methods());
        SortedSet<String> groups = new MethodTable(methods).groups();
        groups.add("rpc");
        methods.add(Method.light("rpc_modules", 0, call -> modules(groups, call.grants())));
        table = new MethodTable(methods);
    }

    /** Those that the caller may use something of. */
    private static JsonValue modules(SortedSet<String> groups, Grants grants) {
        return out -> {
            out.startObject();
            groups.stream().filter(group -> group.equals("rpc") || grants.allowsSome(group))
                    .forEach(group -> out.string(group, "1.0"));
            out.endObject();
        };
    }

    MethodTable table() {
        return table;
    }

    void start() {
        subscriptions.start();
    }

    @Override
    public void close() {
        subscriptions.close();
        filters.close();
        standard.close();
    }
}
