package io.quorate.node;

import io.quorate.bft.runtime.OrderingVitals;
import io.quorate.jsonrpc.Vitals;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Reads how this process and its machine do. Safe for any thread; nothing is measured for it. */
final class ReplicaVitals implements Supplier<Vitals> {
    private final Supplier<Optional<OrderingVitals>> ordering;
    private final DiskGuard disk;
    private final Heartbeat heartbeat;
    private final int poolMax;
    private final EvidenceFolder evidence;
    private final BooleanSupplier removed;
    private volatile Optional<CertificateExpiry> expiry = Optional.empty();

    ReplicaVitals(Supplier<Optional<OrderingVitals>> ordering, DiskGuard disk,
            Heartbeat heartbeat, int poolMax, EvidenceFolder evidence, BooleanSupplier removed) {
        this.ordering = ordering;
        this.disk = disk;
        this.heartbeat = heartbeat;
        this.poolMax = poolMax;
        this.evidence = evidence;
        this.removed = removed;
    }

    void watch(CertificateExpiry certificates) {
        expiry = Optional.of(certificates);
    }

    @Override
    public Vitals get() {
        Optional<OrderingVitals> now = ordering.get();
        return new Vitals(Version.number(), Orders.PROTOCOL_VERSION,
                now.map(OrderingVitals::clockMillis).orElseGet(System::currentTimeMillis),
                new Vitals.Disk(free(), disk.freeMin(),
                        now.map(OrderingVitals::syncMillis).orElse(0L)),
                memory(), heartbeat.poolPace(poolMax),
                now.map(OrderingVitals::troubles).orElse(List.of()).stream()
                        .map(each -> new Vitals.Trouble(each.replica(), each.reason(),
                                each.unixMillis()))
                        .toList(),
                expiry.map(ReplicaVitals::certificates).orElse(List.of()), evidence.count(),
                removed.getAsBoolean());
    }

    /** A disk that cannot be asked is told of by the guard's log. */
    private long free() {
        try {
            return disk.usable();
        } catch (UncheckedIOException _) {
            return -1;
        }
    }

    private static List<Vitals.Certificate> certificates(CertificateExpiry expiry) {
        return expiry.watched().stream()
                .map(each -> new Vitals.Certificate(each.name(), expiry.secondsLeft(each)))
                .toList();
    }

    /** Of the part of the heap where what lives long is: the old generation, whatever the collector calls it. */
    private static Vitals.Memory memory() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP
                        && (pool.getName().contains("Old") || pool.getName().contains("Tenured")))
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(usage -> usage != null && usage.getMax() > 0)
                .map(ReplicaVitals::memory).findFirst()
                .orElse(new Vitals.Memory(0, Runtime.getRuntime().maxMemory()));
    }

    private static Vitals.Memory memory(MemoryUsage usage) {
        return new Vitals.Memory(usage.getUsed(), usage.getMax());
    }
}
