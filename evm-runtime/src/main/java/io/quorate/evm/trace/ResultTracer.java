package io.quorate.evm.trace;

/** A tracer of one transaction that has something to tell afterwards. */
public interface ResultTracer extends Tracer {
    /** Meant for after {@link #onTransactionEnd}. */
    TraceResult result();
}
