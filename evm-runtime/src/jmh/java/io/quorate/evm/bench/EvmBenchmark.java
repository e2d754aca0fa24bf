package io.quorate.evm.bench;

import io.quorate.evm.fork.Fork;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One workload on one engine of this JVM. The counters {@code gas} over {@code cpuNanos}, times a thousand,
 * are million gas a second of processor time, which a busy machine disturbs less than the clock's. Gas is what Osaka charges for the work, whatever the engine's own rules charge, so
 * that ratios are ratios of time.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
@org.openjdk.jmh.annotations.Fork(value = 1, jvmArgsAppend = {"-Xms1g", "-Xmx1g",
        "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@State(Scope.Thread)
public class EvmBenchmark {
    /** Whose EVM runs. */
    public enum Peer {
        QUORATE, BESU
    }

    /** Gas of the operations so far, and the processor time of their thread. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Counter {
        public long gas;
        public long cpuNanos;
        private long start;

        @Setup(Level.Iteration)
        public void reset() {
            gas = 0;
            cpuNanos = 0;
            start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        @TearDown(Level.Iteration)
        public void stop() {
            cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        }
    }

    @Param
    public Workload workload;
    @Param
    public Peer peer;

    private Engine engine;
    private Bytes input;
    private long gasPerRun;

    /** Also fails where the peer returns something else than ours. */
    @Setup
    public void start() {
        input = workload.input(workload.rounds);
        Engine ours = new QuorateEngine(workload, Fork.OSAKA);
        Engine.Outcome expected = ours.run(input);
        gasPerRun = expected.gasUsed();
        if (peer == Peer.QUORATE) {
            engine = ours;
            return;
        }
        ours.close();
        engine = new BesuEngine(workload);
        Engine.Outcome outcome = engine.run(input);
        if (!outcome.output().equals(expected.output())) {
            throw new IllegalStateException(
                    "results differ: " + outcome + " and " + expected);
        }
    }

    @Benchmark
    public Bytes run(Counter counter) {
        counter.gas += gasPerRun;
        return engine.run(input).output();
    }

    @TearDown
    public void stop() {
        engine.close();
    }
}
