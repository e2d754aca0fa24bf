package io.quorate.node.bench.ordering;

import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.SecpKeys;
import io.quorate.bft.net.NetworkIdentity;
import io.quorate.bft.net.Peer;
import io.quorate.bft.net.TlsIdentity;
import io.quorate.bft.net.TlsTransport;
import io.quorate.bft.net.TlsTransportConfig;
import io.quorate.bft.net.Transport;
import io.quorate.bft.runtime.Misconduct;
import io.quorate.bft.runtime.OrderingConfig;
import io.quorate.bft.runtime.OrderingEvents;
import io.quorate.bft.runtime.OrderingService;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.ReplicaConfigFile;
import io.quorate.genesis.Validator;
import io.quorate.genesis.ValidatorKey;
import io.quorate.node.FirstLog;
import io.quorate.node.Orders;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** One replica of a network that {@code network init} laid out, without the ledger. */
final class BenchReplica implements AutoCloseable {
    private static final long CONNECT_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final int self;
    private final int replicas;
    private final NoopApplication application;
    private final OrderingService service;
    private volatile Optional<Throwable> failure = Optional.empty();

    private BenchReplica(int self, Genesis genesis, NodeSettings settings, Transport transport) {
        List<Validator> validators = genesis.quorate().validators();
        this.self = self;
        this.replicas = validators.size();
        this.application = new NoopApplication(self);
        OrderingConfig config = withoutLanes(Orders.config(self, genesis, settings.dataDir()));
        FirstLog.byTicket(settings.keys().firstLog()).begin(config, application);
        ValidatorKey key = ValidatorKey.read(settings.keys().validatorKey());
        this.service = OrderingService.start(config,
                new SecpKeys(List.of(new KeySigner(key.privateKey()))), application, transport,
                new Events());
    }

    /** Proposals carry their items, however many replicas there are. */
    private static OrderingConfig withoutLanes(OrderingConfig config) {
        EpochConfig first = config.first();
        EpochConfig.Parameters p = first.parameters();
        return OrderingConfig.of(config.self(), config.chainId(),
                new EpochConfig(first.number(), first.start(), first.members(), SecpList.SUITE,
                        new EpochConfig.Parameters(p.c(), p.window(), p.inFlightMax(),
                                p.payloadBytesMax(), p.segmentSlots(), p.timeouts(), false)),
                config.wal());
    }

    /** Over TLS, to where the genesis file says that its peers are. */
    static BenchReplica overTls(Path configFile, int self) {
        NodeSettings settings = ReplicaConfigFile.read(configFile, Map.of());
        Genesis genesis = Genesis.read(settings.genesisFile());
        List<Validator> validators = genesis.quorate().validators();
        List<Peer> peers = IntStream.range(0, validators.size()).mapToObj(i -> {
            Validator each = validators.get(i);
            return new Peer(i, each.endpoint().host(), each.endpoint().port(),
                    Bytes32.wrap(each.tlsFingerprint()));
        }).toList();
        NetworkIdentity network = new NetworkIdentity(0, genesis.chainId(),
                Bytes32.wrap(genesis.block().block().hash().toArray()), "");
        return new BenchReplica(self, genesis, settings, new TlsTransport(new TlsTransportConfig(
                self, settings.p2p().listen().host(), settings.p2p().listen().port(),
                TlsIdentity.load(settings.keys().tlsCertificate(), settings.keys().tlsKey()),
                peers, network, TlsTransportConfig.Limits.DEFAULT)));
    }

    static BenchReplica over(Path configFile, int self, Transport transport) {
        NodeSettings settings = ReplicaConfigFile.read(configFile, Map.of());
        return new BenchReplica(self, Genesis.read(settings.genesisFile()), settings, transport);
    }

    void awaitConnected() {
        long deadline = System.nanoTime() + CONNECT_NANOS_MAX;
        while (service.status().connectedPeers().size() < replicas - 1) {
            requireHealthy();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("replica " + self + " reaches only replicas "
                        + service.status().connectedPeers());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    PhaseResult run(Phase phase) {
        application.begin(phase);
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(phase.seconds());
        if (phase.isFull()) {
            service.workAvailable();
            waitUntil(end);
        } else {
            long step = TimeUnit.SECONDS.toNanos(1) / phase.perSecond();
            for (long next = begin + step; next < end; next += step) {
                waitUntil(next);
                offer();
            }
        }
        NoopApplication.Counts counts = application.end();
        service.workGone();
        return new PhaseResult(counts.decisions(), counts.operations(), System.nanoTime() - begin,
                counts.micros(), counts.perInterval());
    }

    /** Only where the leader is here: there is no gossip that would carry it there. */
    private void offer() {
        if (service.status().leader() == self) {
            application.submit();
            service.workAvailable();
        } else if (application.withdraw()) {
            service.workGone();
        }
    }

    private void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            requireHealthy();
        }
    }

    private void requireHealthy() {
        failure.ifPresent(cause -> {
            throw new IllegalStateException("replica " + self + " stopped", cause);
        });
    }

    @Override
    public void close() {
        service.close();
    }

    private final class Events implements OrderingEvents {
        @Override
        public void gossip(int fromReplica, Bytes bytes) {
            throw new IllegalStateException("gossip from " + fromReplica + ", who has none");
        }

        @Override
        public void misconduct(Misconduct misconduct) {
            throw new IllegalStateException("a replica of a benchmark lies: " + misconduct);
        }

        @Override
        public void fatal(Throwable cause) {
            failure = Optional.of(cause);
        }
    }
}
