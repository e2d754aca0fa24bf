package io.quorate.jsonrpc;

/**
 * What may be wrong with a network or a replica of it. The names are stable: programs go by them, in {@code
 * bft_explain}, {@code /health} and {@code quorate doctor}. In the order in which they matter: what comes first may be
 * the cause of what comes later.
 */
public enum FindingCode {
    /** Too few replicas are up and connected to decide anything. */
    QUORUM_LOST(Weight.STOPS),
    /** Enough are up, but links between them are cut so that no quorum hears itself. */
    PARTITION(Weight.STOPS),
    /** Two replicas have different blocks of one number. */
    CHAIN_DIFFERS(Weight.STOPS),
    /** A replica has another genesis block, chain or rule. */
    GENESIS_DIFFERS(Weight.BREAKS),
    /** A replica speaks another version of the protocol. */
    VERSION_MISMATCH(Weight.BREAKS),
    /** A replica shows another TLS key than the network names for it. */
    CERT_WRONG(Weight.BREAKS),
    /** Stored data are altered or missing. */
    DB_CORRUPT(Weight.BREAKS),
    /** The ordering log is damaged. */
    LOG_CORRUPT(Weight.BREAKS),
    /** A replica stopped, or will not start, for want of room. */
    DISK_FULL(Weight.BREAKS),
    /** Another process listens where a replica wants to. */
    PORT_TAKEN(Weight.BREAKS),
    /** A setting, key or file of a replica cannot be used. */
    CONFIG_WRONG(Weight.BREAKS),
    /** A replica votes no more, since the network removed it. */
    MEMBER_REMOVED(Weight.BREAKS),
    /** The replica that is to propose is down or out of reach. */
    LEADER_DOWN(Weight.BREAKS),
    /** A replica's process does not run. */
    REPLICA_DOWN(Weight.BREAKS),
    /** A replica's process runs and does not answer. */
    REPLICA_STUCK(Weight.BREAKS),
    /** A replica cannot be reached, or two replicas have no link. */
    LINK_DOWN(Weight.BREAKS),
    /** A replica lost its ordering log, and follows without a vote. */
    LEARNER(Weight.BREAKS),
    /** A replica's clock is wrong. */
    CLOCK_OFF(Weight.BREAKS),
    /** Work waits though a quorum is connected. */
    STALLED(Weight.STOPS),
    /** Memory runs out. */
    LOW_MEMORY(Weight.SLOWS),
    /** Writes to disk take long. */
    SLOW_DISK(Weight.SLOWS),
    /** More comes in than is carried out. */
    OVERLOADED(Weight.SLOWS),
    /** A replica catches up. */
    BEHIND(Weight.SLOWS),
    /** The replicas are changing their leader. */
    VIEW_CHANGE(Weight.SLOWS),
    /** Transactions wait for an earlier nonce of their sender, which nobody sent. */
    NONCE_GAP(Weight.WARNS),
    /** A certificate has ended. */
    CERT_EXPIRED(Weight.WARNS),
    /** A certificate ends within a week. */
    CERT_ENDING(Weight.WARNS),
    /** The disk fills up. */
    DISK_LOW(Weight.WARNS),
    /** A replica is proved to have signed two different things. */
    MISCONDUCT(Weight.WARNS),
    /** A replica has just begun. */
    STARTING(Weight.WARNS);

    /** How much a finding matters. */
    public enum Weight {
        /** No block is made. */
        STOPS,
        /** A replica takes no part, or soon none. */
        BREAKS,
        /** Blocks are late. */
        SLOWS,
        /** Nothing is lost yet. */
        WARNS
    }

    private final Weight weight;

    FindingCode(Weight weight) {
        this.weight = weight;
    }

    public Weight weight() {
        return weight;
    }
}
