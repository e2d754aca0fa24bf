package io.quorate.bft;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * The part of an application that keeps how epochs ended, for ever: whoever is in an old epoch follows these proofs to
 * the one of today when the slots between are gone. {@link #links} is called on the core's thread, {@link #find} may
 * be called on any, the others on the executing thread.
 */
public interface HandOvers {
    /** Of an application that keeps none: it proves nothing to others, and believes nothing. */
    HandOvers NONE = new HandOvers() {};

    /** How {@code epoch} ended, if that is known, whether it was executed here or proved by a peer. */
    default Optional<HandOver> find(long epoch) {
        return Optional.empty();
    }

    /**
     * The last slot of {@code epoch} was executed here and {@code blockCert} certifies it: to be kept with that slot's
     * record before the slot goes. May be told again after a restart. Durable at the latest with what is executed or
     * restored next.
     */
    default void ended(long epoch, Bytes blockCert, Bytes next) {}

    /** A peer proved how {@code epoch} ended. Durable at the latest with what is executed or restored next. */
    default void proved(long epoch, HandOver handOver) {}

    /**
     * What a slot's record says, if that is the record whose result digest is {@code result}. Pure: it depends on nothing
     * else.
     */
    default Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
        return Optional.empty();
    }
}
