package io.quorate.bft.net;

/** How urgent a frame is. The declaration order is the order in which waiting frames leave. */
public enum TrafficClass {
    /** Proposals, votes, certificates, view changes, Status: small, and latency counts. */
    CONSENSUS,
    /** Application gossip, state transfer: large, and a lost frame is asked for again. */
    BULK
}
