package io.quorate.bft.core;

import org.apache.tuweni.bytes.Bytes;

/** The application's structural check of a payload before a vote; pure and deterministic. */
@FunctionalInterface
public interface PayloadRules {
    boolean admits(Bytes payload);
}
