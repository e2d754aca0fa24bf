package io.quorate.node.tracing;

import io.quorate.bft.runtime.SlotStage;
import io.quorate.evm.primitives.Hash;
import io.quorate.genesis.NodeSettings;
import io.quorate.ledger.Block;

/**
 * Is told what happens to transactions at this replica, and passes some of it on. Never waits for anybody: what does not fit is
 * left out. Moments are {@code System.nanoTime()}. Safe for any thread.
 */
public interface Tracing extends AutoCloseable {
    /** Tells nobody. */
    Tracing OFF = new Tracing() {
        @Override
        public void submitted(Hash transaction, long startNanos) {
            // nobody asked
        }

        @Override
        public void gossiped(Hash transaction, long startNanos) {
            // nobody asked
        }

        @Override
        public void reached(SlotStage stage, long seqNum, long nowNanos) {
            // nobody asked
        }

        @Override
        public void committed(long seqNum, Block block, Moments moments) {
            // nobody asked
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    /** When a slot's execution began, ended, and was on disk. */
    record Moments(long startNanos, long executedNanos, long committedNanos) {}

    /** Opens what {@code settings} name; fails with {@link IllegalArgumentException} where their endpoint cannot be one. */
    static Tracing of(NodeSettings.Tracing settings, Replica replica) {
        return settings.endpoint().isEmpty() ? OFF
                : OtlpTracing.start(settings.endpoint().get(), settings.samplingRatio(), replica);
    }

    /** Who tells. */
    record Replica(int number, long chainId, String version) {}

    /** A client gave it to this replica, and it was admitted just now. */
    void submitted(Hash transaction, long startNanos);

    /** A peer told of it, and it was admitted just now. */
    void gossiped(Hash transaction, long startNanos);

    /** On the core's thread, which waits for nothing. */
    void reached(SlotStage stage, long seqNum, long nowNanos);

    /** A slot made a block, and it is on disk. */
    void committed(long seqNum, Block block, Moments moments);

    @Override
    void close();
}
