package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All methods by name. */
public final class MethodTable {
    private static final String DEVELOPMENT = "only './quorate dev' can be told such things, and only where the"
            + " genesis file of its chain has quorate.development";
    /** Groups of other clients, with what to do instead. */
    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("evm_", DEVELOPMENT), Map.entry("hardhat_", DEVELOPMENT),
            Map.entry("anvil_", DEVELOPMENT),
            Map.entry("engine_", "blocks are ordered by the replicas, there is no engine API"),
            Map.entry("miner_", "there is no mining"),
            Map.entry("eth_getWork", "there is no mining"),
            Map.entry("eth_submitWork", "there is no mining"),
            Map.entry("eth_submitHashrate", "there is no mining"),
            Map.entry("eth_compile", "compile with solc"),
            Map.entry("eth_getCompilers", "compile with solc"),
            Map.entry("personal_", "keep keys in a wallet and use eth_sendRawTransaction"),
            Map.entry("priv_", "there are no private transactions"),
            Map.entry("eea_", "there are no private transactions"),
            Map.entry("parity_", "use the eth_ methods"), Map.entry("shh_", "Whisper is gone"),
            Map.entry("db_", "the node is no database"),
            Map.entry("ibft_", "use the bft_ methods"),
            Map.entry("clique_", "use the bft_ methods"),
            Map.entry("qbft_propose", "proposers do not vote on members"),
            Map.entry("qbft_discard", "proposers do not vote on members"),
            Map.entry("perm_add", "a node's own lists would set it apart from the others"),
            Map.entry("perm_remove", "a node's own lists would set it apart from the others"));

    private final Map<String, Method> methods;

    /** Fails with {@link IllegalArgumentException} where two have one name. */
    public MethodTable(Collection<Method> all) {
        Map<String, Method> byName = new TreeMap<>();
        for (Method method : all) {
            if (byName.put(method.name(), method) != null) {
                throw new IllegalArgumentException("two methods named " + method.name());
            }
        }
        methods = Map.copyOf(byName);
    }

    public Optional<Method> named(String name) {
        return Optional.ofNullable(methods.get(name));
    }

    /** Ends with -32601, and a hint where the name belongs to another client, if there is no such method. */
    public Method find(String name) {
        Method method = methods.get(name);
        if (method != null) {
            return method;
        }
        String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
        String hint = HINTS.entrySet().stream().filter(e -> name.startsWith(e.getKey()))
                .map(e -> ": " + e.getValue()).findFirst().orElse("");
        throw new JsonRpcException(ErrorCode.METHOD_NOT_FOUND,
                "the method " + shown + " does not exist or is not available" + hint);
    }

    /** Fails with {@link IllegalArgumentException} if {@code name} is neither a method nor a group nor {@code *}. */
    public void requireKnown(String name) {
        if (!name.equals("*") && !methods.containsKey(name) && !groups().contains(name)) {
            throw new IllegalArgumentException("there is no group or method \"" + name
                    + "\" to open; groups are " + String.join(", ", groups()));
        }
    }

    public List<String> names() {
        return methods.keySet().stream().sorted().toList();
    }

    /** What stands before the underscores. */
    public SortedSet<String> groups() {
        SortedSet<String> groups = new TreeSet<>();
        methods.keySet().forEach(name -> groups.add(name.substring(0, name.indexOf('_'))));
        return groups;
    }
}
