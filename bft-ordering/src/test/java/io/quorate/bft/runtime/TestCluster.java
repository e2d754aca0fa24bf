package io.quorate.bft.runtime;

import static org.awaitility.Awaitility.await;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.bft.net.Transport;
import io.quorate.bft.recording.RecordingConfig;
import io.quorate.bft.wal.WalConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import org.apache.tuweni.bytes.Bytes;

/** Replicas in one JVM, each with its log on disk and an application that outlives it. */
final class TestCluster implements AutoCloseable {
    static final long CHAIN_ID = 1337;

    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    final Queue<String> gossip = new ConcurrentLinkedQueue<>();
    private final Path directory;
    private final IntFunction<Transport> transports;
    private final List<KeySigner> signers = new ArrayList<>();
    private final List<Bytes> publicKeys = new ArrayList<>();
    private final List<TestApplication> applications = new ArrayList<>();
    private final OrderingService[] services;

    private int segmentBytes = 16 << 20;
    private boolean lanes;
    private Optional<Path> recordings = Optional.empty();

    TestCluster(int replicas, Path directory, IntFunction<Transport> transports) {
        this.directory = directory;
        this.transports = transports;
        services = new OrderingService[replicas];
        for (int i = 0; i < replicas; i++) {
            KeySigner signer = new KeySigner(Bytes.repeat((byte) (i + 1), 32));
            signers.add(signer);
            publicKeys.add(signer.publicKey());
            applications.add(new TestApplication());
        }
    }

    /** Before the first start. */
    TestCluster withSegmentsOf(int bytes) {
        segmentBytes = bytes;
        return this;
    }

    /** Before the first start: items travel in lanes. */
    TestCluster withLanes() {
        lanes = true;
        return this;
    }

    /** Before the first start: each replica records in a folder of its own. */
    TestCluster recordedIn(Path folder) {
        recordings = Optional.of(folder);
        return this;
    }

    private OrderingConfig orderingConfig(ReplicaConfig config, int replica) {
        OrderingConfig plain = OrderingConfig.of(config, walConfig(replica));
        return recordings.map(folder -> plain.recordedIn(
                RecordingConfig.in(folder.resolve("replica-" + replica)))).orElse(plain);
    }

    private WalConfig walConfig(int replica) {
        return new WalConfig(logDirectory(replica), segmentBytes, 1 << 20, 1 << 16);
    }

    int size() {
        return services.length;
    }

    Path logDirectory(int replica) {
        return directory.resolve("replica-" + replica);
    }

    void startAll() {
        for (int i = 0; i < services.length; i++) {
            start(i);
        }
    }

    OrderingService start(int replica) {
        services[replica] = start(replica, applications.get(replica));
        applications.get(replica).drivenBy(services[replica]);
        return services[replica];
    }

    OrderingService start(int replica, TestApplication application) {
        ReplicaConfig config = ReplicaConfig.of(new ReplicaId(replica),
                Quorums.ofSize(services.length), CHAIN_ID).withLanes(
                        lanes
                                ? LaneSetting.of(services.length, CHAIN_ID, 0, 256 << 10)
                                : LaneSetting.NONE);
        OrderingEvents events = new OrderingEvents() {
            @Override
            public void gossip(int fromReplica, Bytes bytes) {
                gossip.add(fromReplica + ">" + replica + ":" + bytes.toHexString());
            }

            @Override
            public void misconduct(Misconduct misconduct) {
                failures.add(new AssertionError(misconduct.toString()));
            }

            @Override
            public void fatal(Throwable cause) {
                failures.add(cause);
            }
        };
        return OrderingService.start(orderingConfig(config, replica),
                new SecpList(signers.get(replica), publicKeys), application,
                transports.apply(replica), events);
    }

    OrderingService service(int replica) {
        return services[replica];
    }

    TestApplication application(int replica) {
        return applications.get(replica);
    }

    void crash(int replica) {
        services[replica].crash();
    }

    /** To every replica, as gossip would. */
    void submit(long first, long count) {
        for (long item = first; item < first + count; item++) {
            for (TestApplication application : applications) {
                application.submit(item);
            }
        }
    }

    void awaitExecuted(int items, int... replicas) {
        await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(5)).until(() -> {
            for (int replica : replicas) {
                if (applications.get(replica).executedCount() < items) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The shortest common prefix is everything; replicas that lag hold a prefix of the others. */
    boolean agree() {
        List<Digest> longest = List.of();
        for (TestApplication application : applications) {
            List<Digest> results = application.results();
            longest = results.size() > longest.size() ? results : longest;
        }
        for (TestApplication application : applications) {
            List<Digest> results = application.results();
            if (!longest.subList(0, results.size()).equals(results)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        for (OrderingService service : services) {
            if (service != null) {
                service.close();
            }
        }
    }
}
