package io.quorate.node.pool;

import io.quorate.evm.primitives.Hash;

/** What became of a transaction that was offered to the pool. */
public sealed interface Admission {
    /** It is in the pool now, in place of an older one with its nonce. */
    record Admitted(Hash hash) implements Admission {}

    record Refused(Refusal refusal) implements Admission {}
}
