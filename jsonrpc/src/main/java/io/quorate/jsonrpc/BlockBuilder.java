package io.quorate.jsonrpc;

import io.quorate.execution.PayloadBuilder;
import java.util.Optional;

/** Makes blocks that nobody orders, for those who test clients. Safe for any thread; nothing is stored. */
@FunctionalInterface
public interface BlockBuilder {
    /** A block on top of block {@code parentNumber}; empty where its state or tries are not kept. */
    Optional<PayloadBuilder.Outcome> build(PayloadBuilder.Request request, long parentNumber);
}
