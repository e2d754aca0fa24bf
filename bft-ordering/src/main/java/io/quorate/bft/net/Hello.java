package io.quorate.bft.net;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The first frame each side sends: magic, replica index, then what both must agree on.
 *
 * @param replica the sender's own index; must be that of its pinned key
 */
record Hello(int replica, NetworkIdentity network) {
    static final int BYTES = 4 + 4 + 4 + 8 + 32 + 32;
    private static final int MAGIC = 0x5152_5431; // "QRT1"

    void encode(ByteBuf out) {
        out.writeInt(MAGIC).writeInt(replica).writeInt(network.protocolVersion())
                .writeLong(network.chainId());
        out.writeBytes(network.genesisHash().toArrayUnsafe());
        out.writeBytes(network.epochConfigHash().toArrayUnsafe());
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
                new NetworkIdentity(protocolVersion, chainId, readHash(in), readHash(in))));
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

    private static Optional<String> difference(String field, Object mine, Object theirs) {
        return Optional.of(field + " differs: ours is " + mine + ", theirs is " + theirs);
    }
}
