package io.quorate.node;

import io.quorate.evm.primitives.Hash;
import io.quorate.execution.ChainRules;
import io.quorate.execution.Permissions;
import io.quorate.genesis.NodeSettings;
import io.quorate.jsonrpc.AccessLog;
import io.quorate.jsonrpc.HttpPages;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.SyncProgress;
import io.quorate.jsonrpc.server.JsonRpcServer;
import io.quorate.jsonrpc.server.ServerException;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.node.pool.PoolLimits;
import io.quorate.node.recovery.RecoveryFolder;
import java.util.Locale;
import java.util.Optional;

/** JSON-RPC over a chain whose head stands still: nothing is ordered; transactions are taken and wait. */
public final class ServedChain implements AutoCloseable {
    private final Closing closing = new Closing();
    private final ChainFolder chain;
    private JsonRpcServer server;

    private ServedChain(ChainFolder chain) {
        this.chain = closing.add(chain);
    }

    /** Takes the folder over and closes it in the end. Fails with {@link OperatorException}. */
    public static ServedChain start(ChainFolder chain, JsonRpcConfig config) {
        ServedChain served = new ServedChain(chain);
        try {
            served.serve(config);
            return served;
        } catch (RuntimeException e) {
            served.close();
            throw e;
        }
    }

    private void serve(JsonRpcConfig config) {
        Shared shared = closing.add(Shared.create(new NodeSettings.Execution(1, false)));
        ChainRules rules = chain.rules();
        ChainReader reader = new ChainReader(rules, chain.ledger(), new BlockFeed(),
                new Alone(),
                new LedgerCertificates(chain.ledger(),
                        new RecoveryFolder(chain.folder()).installed()),
                chain.depositContract(), chain.epochs(),
                chain.genesis().quorate().development());
        Intake intake = new Intake(PoolLimits.DEFAULT, reader::latestAccount,
                new NextBlockRules(rules, chain.ledger(),
                        () -> chain.ledger().head().header().timestamp() * 1_000,
                        PoolLimits.DEFAULT.transactionBytesMax(),
                        head -> Permissions
                                .at(chain.ledger().stateAt(head.number()).orElseThrow())),
                shared.recovery().senders(), new Nowhere(),
                new Refusals(0, System::currentTimeMillis));
        server = new JsonRpcServer(shared.vertx(), config,
                new JsonRpcPorts(reader, intake, Optional.empty(), Optional.empty(),
                        Optional.of(reader.builder()), this::page, AccessLog.NONE));
        try {
            server.start();
        } catch (ServerException e) {
            throw new OperatorException("JSON-RPC cannot be served on " + config.host() + ":"
                    + config.port() + ": " + e.getMessage() + ".", e);
        }
        closing.add(server);
    }

    /** {@code /health} as replicas have it. */
    private Optional<HttpPages.Page> page(String path) {
        return path.equals("/health")
                ? Optional.of(new HttpPages.Page(200, "application/json", String.format(
                        Locale.ROOT, "{\"status\":\"served\",\"block\":%d,\"finalized\":%d}%n",
                        chain.ledger().head().number(), chain.ledger().finalizedNumber())))
                : Optional.empty();
    }

    public int port() {
        return server.port();
    }

    /** The head that is served. */
    public Hash headHash() {
        return chain.ledger().head().hash();
    }

    public long headNumber() {
        return chain.ledger().head().number();
    }

    @Override
    public void close() {
        closing.close();
    }

    private static final class Alone implements ChainReader.NetworkView {
        @Override
        public int peerCount() {
            return 0;
        }

        @Override
        public Optional<SyncProgress> syncing() {
            return Optional.empty();
        }
    }

    private static final class Nowhere implements Intake.Outlets {
        @Override
        public void tellPeers(RecoveredTransaction transaction) {
            // there are none
        }

        @Override
        public void workAvailable() {
            // nobody orders it
        }
    }
}
