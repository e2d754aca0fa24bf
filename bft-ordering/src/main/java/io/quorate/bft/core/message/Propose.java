package io.quorate.bft.core.message;

import io.quorate.bft.View;
import org.apache.tuweni.bytes.Bytes;

/** The leader's proposal (SBFT pre-prepare); {@code share} is the leader's own Vote1 for it. */
public record Propose(View view, Value value, Bytes share) implements Message {}
