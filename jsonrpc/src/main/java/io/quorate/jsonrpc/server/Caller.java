package io.quorate.jsonrpc.server;

import io.quorate.execution.ReaderIdentity;
import io.quorate.jsonrpc.Grants;
import java.time.Instant;
import java.util.Optional;

/**
 * Whoever sent a request.
 *
 * @param identity as proved by a token or certificate; {@code anonymous} without
 * @param remote its address, without the port
 * @param reader by what it reads, if it has an account or organisation
 * @param until when the proof is no longer good
 */
record Caller(String identity, String remote, Grants grants, Optional<ReaderIdentity> reader,
        Instant until) {
    static final String ANONYMOUS = "anonymous";

    /** Whose share of the limits it uses. */
    String key() {
        return identity.equals(ANONYMOUS) ? "address " + remote : identity;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(until);
    }
}
