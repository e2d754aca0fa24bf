package io.quorate.node;

import io.quorate.bft.net.Transport;
import io.quorate.genesis.DevAccounts;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.NodeSettings;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.ledger.Impersonation;
import io.quorate.node.access.AccessLogs;
import io.quorate.node.console.ConsoleSettings;
import io.quorate.node.pool.PoolLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole network in one process, for development: every replica with a folder and a port of its own. */
public final class DevNetwork implements AutoCloseable {
    /** Replicas of one process execute the same block at the same time: that keeps the processors busy. */
    private static final NodeSettings.Execution EXECUTION = new NodeSettings.Execution(1, false);

    private final Closing closing = new Closing();
    private final List<Node> nodes = new ArrayList<>();

    private DevNetwork() {}

    /**
     * Returns when every replica serves JSON-RPC. Fails with {@link OperatorException} where a folder, a file
     * or a port cannot be had.
     *
     * @param onFailure called if a replica stops by itself
     */
    public static DevNetwork start(DevOptions options, Runnable onFailure) {
        DevNetwork network = new DevNetwork();
        try {
            network.open(options, onFailure);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private void open(DevOptions options, Runnable onFailure) {
        Path root = options.dataDir().map(dir -> dir.toAbsolutePath().normalize())
                .orElseGet(this::temporaryFolder);
        closing.add(DataDirLock.acquire(root));
        DevCommittee committee = new DevCommittee(options.replicas());
        Genesis genesis = DevGenesis.of(options, root, committee.validators());
        List<Transport> transports = switch (options.links()) {
            case IN_MEMORY -> committee.inMemoryTransports();
            case TLS_SOCKETS -> DevSockets.transports(root, genesis);
        };
        Shared shared = closing.add(Shared.create(EXECUTION,
                genesis.quorate().development() ? SenderRecovery.by(Impersonation::sender)
                        : new SenderRecovery()));
        for (int i = 0; i < options.replicas(); i++) {
            NodeConfig config = config(options, root, genesis, i);
            Ordering.Starter ordering = Ordering.byConsensus(
                    Orders.config(i, genesis, config.dataDir()), committee.keys(i),
                    transports.get(i),
                    FirstLog.ofUnbegunChain(committee.validators().get(i).incarnation()));
            nodes.add(closing.add(Node.start(config, shared, ordering, onFailure)));
        }
    }

    private static NodeConfig config(DevOptions options, Path root, Genesis genesis, int replica) {
        int port = options.rpcPort() == 0 ? 0 : options.rpcPort() + replica;
        return new NodeConfig(replica, root.resolve("replica-" + replica), genesis,
                Optional.of(JsonRpcConfig.development(port)), List.of(), AccessLogs.NONE,
                Optional.empty(),
                Optional.of(new DevKeyRing(DevAccounts.all())), PoolLimits.DEFAULT,
                StorageSettings.DEVELOPMENT, LedgerSnapshots.Settings.DEFAULT,
                NodeSettings.Tracing.OFF,
                options.clientVersion().orElseGet(Version::client),
                Optional.of(new ConsoleSettings(options.networks())));
    }

    private Path temporaryFolder() {
        Path folder = Folders.temporary();
        closing.add(() -> Folders.delete(folder));
        return folder;
    }

    /** In the order of the replicas. */
    public List<String> rpcUrls() {
        return nodes.stream().map(node -> "http://127.0.0.1:" + node.rpcPort().orElseThrow())
                .toList();
    }

    Node replica(int index) {
        return nodes.get(index);
    }

    @Override
    public void close() {
        closing.close();
    }
}
