package io.quorate.bft.net;

/** What a frame is for. The declaration order is the order in which waiting frames leave. */
public enum TrafficClass {
    /** Proposals, votes, certificates, view changes, Status: small, and latency counts. */
    CONSENSUS,
    /** Decided slots for a peer that lags; asked for again when lost. */
    SYNC,
    /** The application's own frames, such as pending transactions. */
    GOSSIP
}
