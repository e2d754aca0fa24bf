package io.quorate.bft.net;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The first frame each side sends: magic, replica index, then what both must agree on.
 *
 * @param replica the sender's own number; must be that of its pinned key
 * @param epoch the last that the sender knows; it may be behind, or ahead
 * @param epochHash of that epoch's configuration
 */
record Hello(int replica, NetworkIdentity network, long epoch, Bytes32 epochHash) {
    static final int BYTES = 4 + 4 + 4 + 8 + 32 + 32 + 8 + 32;
    private static final int MAGIC = 0x5152_5432; // "QRT2"

    void encode(ByteBuf out) {
        out.writeInt(MAGIC).writeInt(replica).writeInt(network.protocolVersion())
                .writeLong(network.chainId());
        out.writeBytes(network.genesisHash().toArrayUnsafe());
        out.writeBytes(network.epochConfigHash().toArrayUnsafe());
        out.writeLong(epoch).writeBytes(epochHash.toArrayUnsafe());
    }

    /** Empty if these are not the bytes of a Hello. */
    static Optional<Hello> decode(ByteBuf in) {
        if (in.readableBytes() != BYTES || in.readInt() != MAGIC) {
            return Optional.empty();
        }
        int replica = in.readInt();
        int protocolVersion = in.readInt();
        long chainId = in.readLong();
        return Optional.of(new Hello(replica,
                new NetworkIdentity(protocolVersion, chainId, readHash(in), readHash(in)),
                in.readLong(), readHash(in)));
    }

    private static Bytes32 readHash(ByteBuf in) {
        byte[] bytes = new byte[Bytes32.SIZE];
        in.readBytes(bytes);
        return Bytes32.wrap(bytes);
    }

    /** The first field in which two replicas' networks differ, with both values; empty if none. */
    static Optional<String> difference(NetworkIdentity mine, NetworkIdentity theirs) {
        if (mine.protocolVersion() != theirs.protocolVersion()) {
            return difference("protocolVersion", mine.protocolVersion(), theirs.protocolVersion());
        }
        if (mine.chainId() != theirs.chainId()) {
            return difference("chainId", mine.chainId(), theirs.chainId());
        }
        if (!mine.genesisHash().equals(theirs.genesisHash())) {
            return difference("genesisHash", mine.genesisHash(), theirs.genesisHash());
        }
        if (!mine.epochConfigHash().equals(theirs.epochConfigHash())) {
            return difference("epochConfigHash", mine.epochConfigHash(), theirs.epochConfigHash());
        }
        return Optional.empty();
    }

    /** Where both know an epoch they must know the same; who is behind cannot tell, and its peer will. */
    static Optional<EpochDifference> difference(Reach mine, Hello theirs) {
        Bytes32 known = mine.epochs().get(theirs.epoch());
        return known == null || known.equals(theirs.epochHash()) ? Optional.empty()
                : Optional.of(new EpochDifference(theirs.epoch(), known, theirs.epochHash()));
    }

    /** Two ideas of one epoch. */
    record EpochDifference(long epoch, Bytes32 mine, Bytes32 theirs) {
        String toUs() {
            return difference("configuration of epoch " + epoch, mine, theirs).orElseThrow();
        }

        String toThem() {
            return difference("configuration of epoch " + epoch, theirs, mine).orElseThrow();
        }
    }

    private static Optional<String> difference(String field, Object mine, Object theirs) {
        return Optional.of(field + " differs: ours is " + mine + ", theirs is " + theirs);
    }
}
