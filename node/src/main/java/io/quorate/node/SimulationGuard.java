package io.quorate.node;

import io.quorate.evm.CallGuard;
import io.quorate.evm.ExecutionLimitException;
import io.quorate.jsonrpc.ShortRun;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Bounds one simulated message, whose gas nobody pays: time, since some precompiles are slow for their gas, and memory,
 * since a thousand nested calls get more for their gas than one. For one thread.
 */
final class SimulationGuard implements CallGuard {
    /** Of the processor: on a busy machine the same call would else fail now and then. */
    private static final Duration CPU_MAX = Duration.ofSeconds(5);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** A part of the heap: few run at a time. */
    private static final long MEMORY_BYTES_MAX = Math.max(8 << 20,
            Runtime.getRuntime().maxMemory() / 16);

    private final long begunNanos = System.nanoTime();
    private final long begunCpuNanos = THREADS.getCurrentThreadCpuTime();

    @Override
    public void check() {
        ShortRun.check();
        if (System.nanoTime() - begunNanos > CPU_MAX.toNanos()
                && THREADS.getCurrentThreadCpuTime() - begunCpuNanos > CPU_MAX.toNanos()) {
            throw new ExecutionLimitException("the call takes more than " + CPU_MAX.toSeconds()
                    + " seconds of a processor");
        }
    }

    @Override
    public long memoryBytesMax() {
        return MEMORY_BYTES_MAX;
    }
}
