package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.CommitteeMember;
import io.quorate.jsonrpc.OrderingState;
import io.quorate.jsonrpc.ReplicaQueries;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.ledger.BlockHeaderCodec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The replica as its operator sees it, and who may take part: {@code admin_} and {@code perm_}, in Besu's shapes. */
final class AdminMethods {
    private static final Set<String> LEVELS = Set.of("off", "error", "warn", "info", "debug",
            "trace", "all");
    private static final int LOGGERS_MAX = 20;
    private static final int LOGGER_LENGTH_MAX = 200;
    private static final String CAPABILITY = "quorate/1";

    private final ChainQueries chain;
    private final ReplicaQueries replica;

    AdminMethods(ChainQueries chain, ReplicaQueries replica) {
        this.chain = chain;
        this.replica = replica;
    }

    List<Method> all() {
        return List.of(Method.light("admin_nodeInfo", 0, call -> nodeInfo()),
                Method.light("admin_peers", 0, call -> peers()),
                Method.light("admin_addPeer", 1, this::addPeer),
                Method.light("admin_removePeer", 1, this::removePeer),
                Method.light("admin_changeLogLevel", 2, this::changeLogLevel),
                Method.light("perm_getNodesAllowlist", 0, call -> JsonValue.list(replica
                        .committee().members().stream()
                        .map(member -> JsonValue.of(member.enode())).toList())),
                Method.light("perm_getAccountsAllowlist", 0, call -> accounts()));
    }

    private JsonValue nodeInfo() {
        ReplicaQueries.Self self = replica.self();
        long head = chain.latestNumber();
        return out -> {
            out.startObject();
            out.string("enode", self.member().enode());
            out.string("id", self.member().publicKey().toUnprefixedHexString());
            out.string("ip", host(self.listening()));
            out.string("listenAddr", self.listening().orElse(""));
            out.string("name", chain.clientVersion());
            out.name("ports");
            out.startObject();
            out.number("discovery", 0);
            out.number("listener", port(self.listening()));
            out.endObject();
            out.name("protocols");
            out.startObject();
            out.name("eth");
            writeChain(out, head);
            out.name("quorate");
            CommitteeMethods.write(out, self.member());
            out.endObject();
            out.endObject();
        };
    }

    private void writeChain(JsonOut out, long head) {
        out.startObject();
        out.number("network", chain.chainId());
        out.number("difficulty", 0);
        chain.header(0).ifPresent(genesis -> out.hash("genesis", BlockHeaderCodec.hash(genesis)));
        chain.header(head).ifPresent(header -> out.hash("head", BlockHeaderCodec.hash(header)));
        out.name("config");
        out.startObject();
        out.number("chainId", chain.chainId());
        out.endObject();
        out.endObject();
    }

    /** Those that this replica has a link to. */
    private JsonValue peers() {
        OrderingState state = replica.ordering();
        Set<Integer> connected = state.position().map(OrderingState.Position::connected)
                .orElse(Set.of());
        String local = replica.self().listening().orElse("");
        List<JsonValue> peers = replica.committee().members().stream()
                .filter(member -> connected.contains(member.number()))
                .map(member -> (JsonValue) out -> write(out, member, local)).toList();
        return JsonValue.list(peers);
    }

    private static void write(JsonOut out, CommitteeMember member, String local) {
        out.startObject();
        out.string("version", "0x1");
        out.string("name", member.name());
        out.name("caps");
        out.startArray();
        out.stringValue(CAPABILITY);
        out.endArray();
        out.name("network");
        out.startObject();
        out.string("localAddress", local);
        out.string("remoteAddress", member.endpoint().orElse(""));
        out.bool("inbound", false);
        out.endObject();
        out.quantity("port", port(member.endpoint()));
        out.string("id", member.publicKey().toHexString());
        out.name("protocols");
        out.startObject();
        out.name("quorate");
        CommitteeMethods.write(out, member);
        out.endObject();
        out.string("enode", member.enode());
        out.endObject();
    }

    private static String host(Optional<String> endpoint) {
        return endpoint.map(at -> at.substring(0, at.lastIndexOf(':'))).orElse("");
    }

    private static int port(Optional<String> endpoint) {
        return endpoint.map(at -> Integer.parseInt(at.substring(at.lastIndexOf(':') + 1)))
                .orElse(0);
    }

    /** False for a member, who is a peer whatever is asked; Besu's error for anybody else. */
    private JsonValue addPeer(Call call) {
        String enode = enode(call);
        if (member(enode).isEmpty()) {
            throw new JsonRpcException(ErrorCode.INVALID_INPUT, "Cannot add a non-permitted node"
                    + " as a peer: peers are the members of the network, and come and go with it");
        }
        return JsonValue.of(false);
    }

    /** False for whoever is no peer. */
    private JsonValue removePeer(Call call) {
        String enode = enode(call);
        member(enode).ifPresent(member -> {
            throw new JsonRpcException(ErrorCode.INVALID_INPUT, "replica " + member.number()
                    + " is a member of the network and stays a peer while it is");
        });
        return JsonValue.of(false);
    }

    private static String enode(Call call) {
        Param param = call.at(0, "enode");
        String enode = param.string();
        if (!enode.startsWith("enode://") || enode.length() > 1_000 || enode.indexOf('@') < 0) {
            throw param.wrong("enode://KEY@HOST:PORT");
        }
        return enode;
    }

    /** Known by the key alone: an address may be another one seen from elsewhere. */
    private Optional<CommitteeMember> member(String enode) {
        String key = enode.substring("enode://".length(), enode.indexOf('@'))
                .toLowerCase(Locale.ROOT);
        return replica.committee().members().stream()
                .filter(member -> member.publicKey().toUnprefixedHexString().equals(key))
                .findFirst();
    }

    private JsonValue changeLogLevel(Call call) {
        Param level = call.at(0, "level");
        String expected = "one of OFF, ERROR, WARN, INFO, DEBUG, TRACE, ALL";
        String lower = level.string().toLowerCase(Locale.ROOT);
        List<Param> named = call.at(1, "loggers").optional(Param::list).orElse(List.of());
        if (named.size() > LOGGERS_MAX) {
            throw call.at(1, "loggers").wrong("at most " + LOGGERS_MAX + " names");
        }
        List<String> loggers = named.stream().map(AdminMethods::logger).toList();
        if (!LEVELS.contains(lower) || !replica.logLevel(lower, loggers)) {
            throw level.wrong(expected);
        }
        return JsonValue.of("Success");
    }

    private static String logger(Param param) {
        String name = param.string();
        if (name.isEmpty() || name.length() > LOGGER_LENGTH_MAX
                || !name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.'
                        || c == '_' || c == '$')) {
            throw param.wrong("the name of a package or a class");
        }
        return name;
    }

    /** Besu's error where there is no such list, since an empty one would mean that nobody may send. */
    private JsonValue accounts() {
        return JsonValue.list(replica.permittedAccounts()
                .orElseThrow(() -> new JsonRpcException(ErrorCode.INVALID_INPUT,
                        "Account allowlisting is not enabled: every account may send"))
                .stream().map(account -> JsonValue.of(account.bytes())).toList());
    }
}
