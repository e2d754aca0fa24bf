package io.quorate.node;

import io.quorate.bft.net.Peer;
import io.quorate.bft.net.TlsIdentity;
import io.quorate.bft.net.TlsTransport;
import io.quorate.bft.net.TlsTransportConfig;
import io.quorate.bft.recording.RecordingConfig;
import io.quorate.bft.runtime.OrderingConfig;
import io.quorate.genesis.CertificateSuite;
import io.quorate.genesis.Endpoint;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.QuorateConfig;
import io.quorate.genesis.Validator;
import io.quorate.genesis.keys.NodeKey;
import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.jsonrpc.Security;
import io.quorate.node.access.AccessFile;
import io.quorate.node.access.AccessLogs;
import io.quorate.node.console.ConsoleSettings;
import io.quorate.node.pool.PoolLimits;
import io.quorate.node.recovery.RecoveryFolder;
import io.quorate.state.storage.RocksDbConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;

/** One replica as a process of its own, as its {@code quorate.toml} describes it. */
public final class ReplicaProcess implements AutoCloseable {
    private final Closing closing = new Closing();
    private final NodeSettings settings;
    private Optional<Node> node = Optional.empty();

    private ReplicaProcess(NodeSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns when JSON-RPC is served. Fails with {@link OperatorException}, or the genesis module's {@code
     * ConfigException}, where a file or a port cannot be used.
     *
     * @param onFailure called if the replica stops by itself
     */
    public static ReplicaProcess start(NodeSettings settings, Runnable onFailure) {
        return start(settings, settings.recording(), onFailure);
    }

    /** As {@link #start(NodeSettings, Runnable)}; what the core takes in is recorded in that folder, if any. */
    public static ReplicaProcess start(NodeSettings settings, Optional<Path> recording,
            Runnable onFailure) {
        ReplicaProcess process = new ReplicaProcess(settings);
        try {
            process.open(recording, onFailure);
            return process;
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Fails with {@link OperatorException} where {@code file} is of a development chain. */
    static void requireOrdinary(QuorateConfig quorate, Path file) {
        if (quorate.development()) {
            throw new OperatorException(file + ": quorate.development is true: on such a chain"
                    + " whoever reaches a port can change every account. Only 'quorate dev' runs"
                    + " it.");
        }
    }

    private void open(Optional<Path> recording, Runnable onFailure) {
        StartStages.reached("settings read");
        Genesis genesis = Genesis.read(settings.genesisFile());
        requireOrdinary(genesis.quorate(), settings.genesisFile());
        OwnKeys own = new OwnKeys(settings.keys());
        NodeKeys keys = NodeKeys.read(own);
        List<Validator> validators = genesis.quorate().validators();
        int replica = settings.member()
                .orElseGet(() -> indexOf(keys.validatorKeys().getFirst(), own, validators));
        StartStages.reached("genesis read");
        TlsIdentity tls = own.tls();
        TlsTransport transport = new TlsTransport(new TlsTransportConfig(replica,
                settings.p2p().listen().host(), settings.p2p().listen().port(),
                tls, peers(validators),
                Orders.identity(genesis), TlsTransportConfig.Limits.DEFAULT));
        if (settings.member().isEmpty()) requireNamed(validators.get(replica), tls, keys, genesis);
        StartStages.reached("keys read");
        Shared shared = closing.add(Shared.create(settings.execution()));
        AccessFile.Access access = access();
        NodeConfig config = new NodeConfig(replica, settings.dataDir(), genesis, rpc(access),
                keys.validatorKeys(), access.logs(), metricsEndpoint(), Optional.empty(),
                PoolLimits.DEFAULT, storage(),
                new LedgerSnapshots.Settings(settings.sync().snapshotInterval(),
                        settings.sync().slotsKept()),
                settings.tracing(), Version.client(), console());
        OrderingConfig plain = Orders.config(replica, genesis, settings.dataDir())
                .after(new RecoveryFolder(settings.dataDir())
                        .ceremonies(Orders.hash(genesis)));
        OrderingConfig orders = recording
                .map(folder -> plain.recordedIn(RecordingConfig.in(folder))).orElse(plain);
        Node started = closing.add(Node.start(config, shared, Ordering.byConsensus(orders,
                keys, transport, FirstLog.byTicket(settings.keys().firstLog())), onFailure));
        closing.add(ControlSocket.start(settings.dataDir(), started.ledger(),
                new OperatorLog(replica)));
        started.watch(certificates(tls, access), shared.clock());
        node = Optional.of(started);
    }

    private int indexOf(NodeKey key, OwnKeys own, List<Validator> validators) {
        for (int i = 0; i < validators.size(); i++) {
            if (validators.get(i).publicKey().equals(key.publicKey())) return i;
        }
        throw new OperatorException("The key in " + own.described(key) + " belongs to none of the "
                + validators.size() + " validators in " + settings.genesisFile()
                + ". A node that the registry names sets its number there as node.member.");
    }

    /** Whoever says that it is the genesis file's validator has its keys; later ones are the registry's to name. */
    private void requireNamed(Validator self, TlsIdentity tls, NodeKeys keys, Genesis genesis) {
        Bytes32 pin = tls.keyPin();
        if (!pin.equals(Bytes32.wrap(self.tlsFingerprint()))) {
            throw new OperatorException("The key of " + settings.keys().tlsCertificate()
                    + " has the fingerprint " + pin + ", but the genesis file names "
                    + self.tlsFingerprint() + " for " + self.name() + ". Where the registry names"
                    + " another key by now, set node.member to the node's number there.");
        }
        boolean hasBls = genesis.quorate().suite() != CertificateSuite.BLS12_381
                || !keys.blsKeys().isEmpty()
                        && keys.blsKeys().getFirst().identity().equals(self.bls().orElseThrow());
        if (!hasBls) {
            throw new OperatorException("The key in " + settings.keys().blsKey()
                    + " is not the BLS key that the genesis file names for " + self.name() + ".");
        }
    }

    private static List<Peer> peers(List<Validator> validators) {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < validators.size(); i++) {
            Validator validator = validators.get(i);
            peers.add(new Peer(i, validator.endpoint().host(), validator.endpoint().port(),
                    Bytes32.wrap(validator.tlsFingerprint())));
        }
        return peers;
    }

    private static List<CertificateExpiry.Watched> certificates(TlsIdentity p2p,
            AccessFile.Access access) {
        List<CertificateExpiry.Watched> certificates = new ArrayList<>();
        certificates.add(new CertificateExpiry.Watched("p2p", p2p.certificate()));
        access.security().tls().ifPresent(served -> certificates.add(new CertificateExpiry.Watched(
                "rpc", TlsIdentity.loadCertificate(served.certificate()))));
        return certificates;
    }

    private Optional<JsonRpcConfig> rpc(AccessFile.Access access) {
        if (!settings.rpc().enabled()) return Optional.empty();
        Endpoint listen = settings.rpc().listen();
        NodeSettings.Rpc rpc = settings.rpc();
        JsonRpcConfig.Access origins = new JsonRpcConfig.Access(rpc.origins(), rpc.hosts());
        return Optional.of(JsonRpcConfig.production(listen.host(), listen.port())
                .with(JsonRpcConfig.Limits.of(rpc.connectionsMax(), rpc.callGasMax()))
                .with(settings.console().enabled() ? origins.withSelf() : origins,
                        access.security()));
    }

    private Optional<ConsoleSettings> console() {
        return settings.console().enabled()
                ? Optional.of(new ConsoleSettings(settings.console().networks()))
                : Optional.empty();
    }

    private AccessFile.Access access() {
        Grants open = new Grants(Set.copyOf(settings.rpc().groups()));
        return settings.rpc().access().map(file -> AccessFile.read(file, open))
                .orElse(new AccessFile.Access(Security.openTo(open), AccessLogs.NONE));
    }

    private StorageSettings storage() {
        NodeSettings.Storage storage = settings.storage();
        return new StorageSettings(new RocksDbConfig((long) storage.cacheMib() << 20,
                (long) storage.writeBufferMib() << 20, storage.openFiles()),
                switch (storage.mode()) {
                    case ARCHIVE -> OptionalLong.empty();
                    case PRUNED -> OptionalLong.of(storage.blocksKept());
                }, (long) storage.minFreeMib() << 20);
    }

    private Optional<Endpoint> metricsEndpoint() {
        return settings.metrics().enabled() ? Optional.of(settings.metrics().listen())
                : Optional.empty();
    }

    /** Where JSON-RPC is served, if it is. */
    public List<String> rpcUrls() {
        return node.stream().filter(running -> running.rpcPort().isPresent())
                .map(running -> running.rpcScheme() + "://"
                        + new Endpoint(settings.rpc().listen().host(),
                                running.rpcPort().getAsInt()))
                .toList();
    }

    @Override
    public void close() {
        closing.close();
    }
}
