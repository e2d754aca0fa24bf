package io.quorate.evm.bench;

import org.apache.tuweni.bytes.Bytes;

/** An EVM in this process. Every run starts from the same state. */
interface Engine extends AutoCloseable {
    record Outcome(Bytes output, long gasUsed) {}

    /** Fails with {@link IllegalStateException} where the contract does not return. */
    Outcome run(Bytes input);

    @Override
    default void close() {}
}
