package io.quorate.bft.core.message;

import io.quorate.bft.DecidedSlot;
import java.util.List;

/** Decided slots, ascending and contiguous, each with its deciding certificate. */
public record FetchedSlots(List<DecidedSlot> slots) implements Message {
    public FetchedSlots {
        slots = List.copyOf(slots);
    }
}
