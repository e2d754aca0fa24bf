package io.quorate.node.bench;

import java.util.List;
import java.util.Optional;

/** A network to measure: where it answers, and which processes it is. */
public interface BenchNetwork extends AutoCloseable {
    List<String> urls();

    /** Empty where they are not known. */
    List<Long> pids();

    /** From the start of the first process until all were ready; empty where it ran already. */
    Optional<Long> startMillis();

    @Override
    void close();

    /** One that somebody else started and will stop. */
    record Existing(List<String> urls, List<Long> pids) implements BenchNetwork {
        @Override
        public Optional<Long> startMillis() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // it is not ours
        }
    }
}
