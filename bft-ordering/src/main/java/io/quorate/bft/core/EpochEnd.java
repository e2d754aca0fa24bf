package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;

/**
 * Where an epoch ends, once that is fixed.
 *
 * @param last E: the last slot decided in it
 * @param voteLast no vote goes beyond it; E but for replicas that are broken on purpose
 * @param nextSetHash of the configuration that follows
 */
public record EpochEnd(SeqNum last, SeqNum voteLast, Digest nextSetHash) {}
