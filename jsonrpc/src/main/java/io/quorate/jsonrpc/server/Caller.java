package io.quorate.jsonrpc.server;

import io.quorate.execution.ReaderIdentity;
import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.TraceParent;
import java.time.Instant;
import java.util.Optional;

/**
 * Whoever sent a request.
 *
 * @param identity as proved by a token or certificate; {@code anonymous} without
 * @param remote its address, without the port
 * @param reader by what it reads, if it has an account or organisation
 * @param until when the proof is no longer good
 * @param traceParent the trace that the request belongs to, as {@link io.quorate.jsonrpc.TraceParent} has it; empty if none
 */
record Caller(String identity, String remote, Grants grants, Optional<ReaderIdentity> reader,
        Instant until, String traceParent) {
    static final String ANONYMOUS = "anonymous";

    /** In no trace. */
    Caller(String identity, String remote, Grants grants, Optional<ReaderIdentity> reader,
            Instant until) {
        this(identity, remote, grants, reader, until, "");
    }

    /** The same in the trace of {@code header}, which is null where a request has none. */
    Caller within(String header) {
        return header == null || !TraceParent.isValid(header) ? this
                : new Caller(identity, remote, grants, reader, until, header);
    }

    /** Whose share of the limits it uses. */
    String key() {
        return identity.equals(ANONYMOUS) ? "address " + remote : identity;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(until);
    }
}
