package io.quorate.node.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What replicas may take, and how a soak watches it.
 *
 * @param every between two samples of a soak
 * @param warmUp of a soak: what is taken before does not count as growth
 * @param limitMebibytes that no replica may ever have resident; empty for what the launcher gives
 */
public record MemoryOptions(Duration every, Duration warmUp, Optional<Integer> limitMebibytes) {
    private static final String JVM_OPTIONS = "QUORATE_JAVA_OPTS";
    private static final int USUAL_HEAP_MEBIBYTES = 160;
    /** Classes, compiled code, stacks, RocksDB and connections, as measured, take the rest. */
    private static final int HEAP_SHARE_PERCENT = 30;

    /** @param fixedHeap all of it resident from the start, so that what grows is not just the heap's size */
    Map<String, String> environment(boolean fixedHeap) {
        int heap = limitMebibytes.isPresent()
                ? limitMebibytes.get() * HEAP_SHARE_PERCENT / 100
                : USUAL_HEAP_MEBIBYTES;
        if (fixedHeap) {
            return Map.of(JVM_OPTIONS, "-Xms%dm -Xmx%dm -XX:+AlwaysPreTouch".formatted(heap, heap));
        }
        return limitMebibytes.isPresent() ? Map.of(JVM_OPTIONS, "-Xmx" + heap + "m") : Map.of();
    }
}
