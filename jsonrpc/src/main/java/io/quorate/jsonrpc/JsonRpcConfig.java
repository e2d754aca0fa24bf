package io.quorate.jsonrpc;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where and how JSON-RPC is served.
 *
 * @param port 0 lets the system choose
 */
public record JsonRpcConfig(String host, int port, Access access, Limits limits,
        Security security) {
    public JsonRpcConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535: " + port);
        }
    }

    /** For a development network: reached from this machine only, by {@link Access#DEVELOPMENT}. */
    public static JsonRpcConfig development(int port) {
        return new JsonRpcConfig("127.0.0.1", port, Access.DEVELOPMENT, Limits.DEFAULT,
                Security.DEVELOPMENT);
    }

    /** For a production replica: no web page may call until its origin is named, and no group but the standard ones. */
    public static JsonRpcConfig production(String host, int port) {
        return new JsonRpcConfig(host, port, Access.CLOSED, Limits.DEFAULT,
                Security.openTo(Grants.STANDARD));
    }

    /** The same with other bounds. */
    public JsonRpcConfig with(Limits otherLimits) {
        return new JsonRpcConfig(host, port, access, otherLimits, security);
    }

    /** The same with other rules about who may call. */
    public JsonRpcConfig with(Access otherAccess, Security otherSecurity) {
        return new JsonRpcConfig(host, port, otherAccess, limits, otherSecurity);
    }

    /**
     * Which browsers may call, against pages that misuse them. Requests without an {@code Origin} header
     * do not come from a page and pass the first rule.
     *
     * @param origins such as {@code https://explorer.example}; {@code *} is every one; {@code localhost}
     *     is every origin on this machine, of any port; {@code extensions} is every extension of a browser, whose
     *     origin no page can take on
     * @param hosts names allowed in the {@code Host} header, against DNS rebinding; IP addresses and
     *     {@code localhost} are always allowed, {@code *} is every one
     */
    public record Access(List<String> origins, List<String> hosts) {
        /** Among the origins: pages that this server serves itself. */
        public static final String SELF = "self";
        public static final Access LOCALHOST = new Access(List.of("localhost"), List.of());
        /** Pages of this machine, wallets in the browser, and the one development page that is elsewhere. */
        public static final Access DEVELOPMENT = new Access(
                List.of("localhost", "extensions", "https://remix.ethereum.org"), List.of());
        public static final Access CLOSED = new Access(List.of(), List.of());

        public Access {
            origins = List.copyOf(origins);
            hosts = List.copyOf(hosts);
        }

        /** The same, and pages that this server serves itself may call. */
        public Access withSelf() {
            return new Access(Stream.concat(origins.stream(), Stream.of(SELF)).distinct().toList(),
                    hosts);
        }
    }

    /** Bounds on what one caller and all callers together may ask. */
    public record Limits(Requests requests, Queries queries, Streams streams) {
        public static final Limits DEFAULT = new Limits(Requests.DEFAULT, Queries.DEFAULT,
                Streams.DEFAULT);

        /** The defaults but for what an operator sets. */
        public static Limits of(int connectionsMax, long callGasCap) {
            Queries queries = Queries.DEFAULT;
            Streams streams = Streams.DEFAULT;
            return new Limits(Requests.DEFAULT,
                    new Queries(callGasCap, queries.logBlocksMax, queries.logResultsMax,
                            queries.feeHistoryBlocksMax, queries.syncTimeoutDefault,
                            queries.syncTimeoutMax, queries.submitHold),
                    new Streams(connectionsMax, streams.filtersMax, streams.filterIdle,
                            streams.filterBacklogMax, streams.subscriptionsMax,
                            streams.unsentMessagesMax));
        }
    }

    /**
     * @param bodyBytesMax of a request or WebSocket message
     * @param batchLengthMax ethers sends batches of 100
     * @param resultBytesMax of a response, batch or not; by default an eighth of the heap, at most 32 MiB
     * @param nestingMax of arrays and objects in a request
     * @param concurrentMax requests under way over all connections; more are refused
     * @param heavyThreads threads that run calls, estimates and log searches
     */
    public record Requests(int bodyBytesMax, int batchLengthMax, int resultBytesMax, int nestingMax,
            int concurrentMax, int heavyThreads) {
        public static final Requests DEFAULT = new Requests(5 << 20, 1_000,
                (int) Math.min(32 << 20, Runtime.getRuntime().maxMemory() / 8), 32, 4_096,
                Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * @param callGasCap the most gas of {@code eth_call}
     * @param logBlocksMax the widest range of {@code eth_getLogs}
     * @param syncTimeoutDefault how long {@code eth_sendRawTransactionSync} waits if not told
     * @param submitHold how long the answer to {@code eth_sendRawTransaction} may wait for the block;
     *     zero to answer at once
     */
    public record Queries(long callGasCap, long logBlocksMax, int logResultsMax,
            int feeHistoryBlocksMax, Duration syncTimeoutDefault, Duration syncTimeoutMax,
            Duration submitHold) {
        public static final Queries DEFAULT = new Queries(600_000_000, 10_000, 10_000, 1_024,
                Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(2));
    }

    /**
     * @param filtersMax over all callers
     * @param filterIdle a filter not asked for so long is removed
     * @param filterBacklogMax entries a filter keeps between two questions; beyond it the filter ends
     * @param subscriptionsMax of one connection
     * @param unsentMessagesMax of one connection; a slower reader is disconnected
     */
    public record Streams(int connectionsMax, int filtersMax, Duration filterIdle,
            int filterBacklogMax, int subscriptionsMax, int unsentMessagesMax) {
        public static final Streams DEFAULT = new Streams(1_000, 10_000, Duration.ofMinutes(5),
                20_000, 128, 20_000);
    }
}
