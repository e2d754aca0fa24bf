package io.quorate.bft.core.message;

/** The type byte of a frame is the ordinal: new types go to the end. */
enum MessageType {
    PROPOSE,
    VOTE1,
    VOTE2,
    FAST_CERT,
    PREP_CERT,
    SLOW_CERT,
    BLOCK_CERT,
    EXEC_SHARE,
    SUSPECT,
    VIEW_CHANGE,
    NEW_VIEW,
    STATUS,
    FETCH,
    FETCHED_VALUE,
    FETCHED_SLOTS,
    EVIDENCE,
    TESTIMONY,
    BATCH,
    HAVE,
    SNAPSHOT_OFFER,
    SNAPSHOT_CHUNK,
    BATCH_CLAIM,
    HAND_OVER_PROOF,
    PING,
    PONG,
    SNAPSHOT_DESCRIPTION;

    private static final MessageType[] VALUES = values();

    static int count() {
        return VALUES.length;
    }

    static MessageType at(int ordinal) {
        return VALUES[ordinal];
    }

    static MessageType of(Message message) {
        return switch (message) {
            case Propose _ -> PROPOSE;
            case Vote1 _ -> VOTE1;
            case Vote2 _ -> VOTE2;
            case FastCert _ -> FAST_CERT;
            case PrepCert _ -> PREP_CERT;
            case SlowCert _ -> SLOW_CERT;
            case BlockCert _ -> BLOCK_CERT;
            case ExecShare _ -> EXEC_SHARE;
            case Suspect _ -> SUSPECT;
            case ViewChange _ -> VIEW_CHANGE;
            case NewView _ -> NEW_VIEW;
            case Status _ -> STATUS;
            case Fetch _ -> FETCH;
            case FetchedValue _ -> FETCHED_VALUE;
            case FetchedSlots _ -> FETCHED_SLOTS;
            case Evidence _ -> EVIDENCE;
            case Testimony _ -> TESTIMONY;
            case Batch _ -> BATCH;
            case Have _ -> HAVE;
            case SnapshotOffer _ -> SNAPSHOT_OFFER;
            case SnapshotChunk _ -> SNAPSHOT_CHUNK;
            case BatchClaim _ -> BATCH_CLAIM;
            case HandOverProof _ -> HAND_OVER_PROOF;
            case Ping _ -> PING;
            case Pong _ -> PONG;
            case SnapshotDescription _ -> SNAPSHOT_DESCRIPTION;
        };
    }
}
