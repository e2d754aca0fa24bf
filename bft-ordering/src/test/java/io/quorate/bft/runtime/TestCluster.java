package io.quorate.bft.runtime;

import static org.awaitility.Awaitility.await;

import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.epoch.SecpKeys;
import io.quorate.bft.net.Transport;
import io.quorate.bft.recording.RecordingConfig;
import io.quorate.bft.wal.WalConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/** Replicas in one JVM, each with its log on disk and an application that outlives it. */
final class TestCluster implements AutoCloseable {
    static final long CHAIN_ID = 1337;

    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    final Queue<String> gossip = new ConcurrentLinkedQueue<>();
    private final Path directory;
    private final IntFunction<Transport> transports;
    private final List<KeySigner> signers = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final Set<Integer> withLog = new TreeSet<>();
    private EpochConfig first;
    private final List<TestApplication> applications = new ArrayList<>();
    private final OrderingService[] services;

    private int segmentBytes = 16 << 20;
    private Optional<Path> recordings = Optional.empty();

    TestCluster(int replicas, Path directory, IntFunction<Transport> transports) {
        this(replicas, 0, directory, transports, _ -> Bytes.EMPTY);
    }

    /** Spare machines are numbered after the first epoch's members. */
    TestCluster(int replicas, int spares, Path directory, IntFunction<Transport> transports,
            IntFunction<Bytes> channels) {
        this.directory = directory;
        this.transports = transports;
        services = new OrderingService[replicas + spares];
        for (int i = 0; i < replicas + spares; i++) {
            KeySigner signer = new KeySigner(Bytes.repeat((byte) (i + 1), 32));
            signers.add(signer);
            members.add(new Member(new MemberId(i), signer.publicKey(), channels.apply(i),
                    Bytes.repeat((byte) i, Member.INCARNATION_BYTES)));
            applications.add(new TestApplication());
        }
        startFrom(replicas, false);
    }

    private void startFrom(int replicas, boolean lanes) {
        first = new EpochConfig(0, SeqNum.ZERO, members.subList(0, replicas), SecpList.SUITE,
                new EpochConfig.Parameters(Quorums.ofSize(replicas).c(), ReplicaConfig.WINDOW,
                        ReplicaConfig.IN_FLIGHT_MAX, ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX,
                        ReplicaConfig.SEGMENT_SLOTS, Timeouts.DEFAULT, lanes));
        applications.forEach(application -> application.startsFrom(first));
    }

    EpochConfig first() {
        return first;
    }

    /** As the registry knows that machine. */
    Member member(int machine) {
        return members.get(machine);
    }

    /** The execution of {@code item} decides who is next. */
    void planChange(long item, UnaryOperator<List<Member>> next) {
        applications.forEach(application -> application.planChange(item,
                current -> new EpochConfig(current.number(), current.start(),
                        next.apply(current.members()), current.suite(), current.parameters())));
    }

    void awaitEpoch(long epoch, int... machines) {
        await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(5)).until(() -> {
            for (int machine : machines) {
                if (services[machine].status().epoch() < epoch) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Before the first start. */
    TestCluster withSegmentsOf(int bytes) {
        segmentBytes = bytes;
        return this;
    }

    /** Before the first start: items travel in lanes. */
    TestCluster withLanes() {
        startFrom(first.members().size(), true);
        return this;
    }

    /** Before the first start: each replica records in a folder of its own. */
    TestCluster recordedIn(Path folder) {
        recordings = Optional.of(folder);
        return this;
    }

    private OrderingConfig orderingConfig(int replica) {
        OrderingConfig plain = OrderingConfig.of(new MemberId(replica), CHAIN_ID, first,
                walConfig(replica));
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
        if (withLog.add(replica)) {
            OrderingLogs.create(walConfig(replica), CHAIN_ID, new MemberId(replica),
                    members.get(replica).incarnation());
        }
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
        return OrderingService.start(orderingConfig(replica),
                new SecpKeys(List.of(signers.get(replica))), application,
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
