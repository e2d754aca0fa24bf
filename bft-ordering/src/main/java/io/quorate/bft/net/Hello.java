package io.quorate.bft.net;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The first frame each side sends: magic, replica index, protocol version, which stay at their places in every
 * version, then what both must agree on.
 *
 * @param replica the sender's own number; must be that of its pinned key
 * @param epoch the last that the sender knows; it may be behind, or ahead
 * @param known that epoch, as the sender knows it
 */
record Hello(int replica, NetworkIdentity network, long epoch, KnownEpoch known) {
    private static final int MAGIC = 0x5152_5432; // "QRT2"
    private static final int HEAD_BYTES = 4 + 4 + 4;
    private static final int SHOWN_MAX = 120;
    private static final int BYTES_MIN = HEAD_BYTES + 8 + 32 + 8 + 32 + 2 + 2;

    void encode(ByteBuf out) {
        out.writeInt(MAGIC).writeInt(replica).writeInt(network.protocolVersion())
                .writeLong(network.chainId());
        out.writeBytes(network.genesisHash().toArrayUnsafe());
        out.writeLong(epoch).writeBytes(known.hash().toArrayUnsafe());
        writeRules(out, network.rules());
        writeRules(out, known.rules());
    }

    private static void writeRules(ByteBuf out, String rules) {
        byte[] bytes = rules.getBytes(StandardCharsets.US_ASCII);
        out.writeShort(bytes.length).writeBytes(bytes);
    }

    /** The version that a member speaks, whatever else its Hello holds; empty if this is none of that member. */
    static OptionalInt version(ByteBuf in, int replica) {
        int begin = in.readerIndex();
        boolean isHello = in.readableBytes() >= HEAD_BYTES && in.getInt(begin) == MAGIC
                && in.getInt(begin + 4) == replica;
        return isHello ? OptionalInt.of(in.getInt(begin + 8)) : OptionalInt.empty();
    }

    /** Empty if these are not the bytes of a Hello. */
    static Optional<Hello> decode(ByteBuf in) {
        if (in.readableBytes() < BYTES_MIN || in.readInt() != MAGIC) {
            return Optional.empty();
        }
        int replica = in.readInt();
        int protocolVersion = in.readInt();
        long chainId = in.readLong();
        Bytes32 genesisHash = readHash(in);
        long epoch = in.readLong();
        Bytes32 epochHash = readHash(in);
        Optional<String> rules = readRules(in);
        Optional<String> ofEpoch = rules.flatMap(_ -> readRules(in));
        return in.isReadable() || ofEpoch.isEmpty() ? Optional.empty()
                : Optional.of(new Hello(replica,
                        new NetworkIdentity(protocolVersion, chainId, genesisHash, rules.get()),
                        epoch, new KnownEpoch(epochHash, ofEpoch.get())));
    }

    private static Optional<String> readRules(ByteBuf in) {
        if (in.readableBytes() < Short.BYTES) {
            return Optional.empty();
        }
        int length = in.readUnsignedShort();
        if (length > NetworkIdentity.RULES_BYTES_MAX || length > in.readableBytes()) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1))
                .filter(NetworkIdentity::isPrintable);
    }

    private static Bytes32 readHash(ByteBuf in) {
        byte[] bytes = new byte[Bytes32.SIZE];
        in.readBytes(bytes);
        return Bytes32.wrap(bytes);
    }

    /** The first field in which two replicas' networks differ, with both values; empty if none. */
    static Optional<String> difference(NetworkIdentity mine, NetworkIdentity theirs) {
        Optional<String> version = differentVersion(mine.protocolVersion(),
                theirs.protocolVersion());
        if (version.isPresent()) {
            return version;
        }
        if (mine.chainId() != theirs.chainId()) {
            return difference("chainId", mine.chainId(), theirs.chainId());
        }
        if (!mine.genesisHash().equals(theirs.genesisHash())) {
            return difference("genesisHash", mine.genesisHash(), theirs.genesisHash());
        }
        return differentRule(mine.rules(), theirs.rules(), "", " of the first epoch");
    }

    /** Of version {@code theirs}, more cannot be told: the rest of its Hello may have another form. */
    static Optional<String> differentVersion(int mine, int theirs) {
        return mine == theirs ? Optional.empty() : difference("protocolVersion", mine, theirs);
    }

    /** {@code of} is said after a rule's name, {@code ofWhich} after the number of one that not both know by name. */
    private static Optional<String> differentRule(String mine, String theirs, String of,
            String ofWhich) {
        List<String> ours = List.of(mine.split("\n", -1));
        List<String> others = List.of(theirs.split("\n", -1));
        for (int i = 0; i < Math.max(ours.size(), others.size()); i++) {
            String our = i < ours.size() ? ours.get(i) : "";
            String their = i < others.size() ? others.get(i) : "";
            if (!our.equals(their)) {
                boolean sameName = name(our).equals(name(their));
                String name = sameName ? name(our) : "rule " + (i + 1);
                return difference(name + (sameName ? of : ofWhich), shown(name, our),
                        shown(name, their));
            }
        }
        return Optional.empty();
    }

    private static String name(String rule) {
        return rule.substring(0, Math.max(0, rule.indexOf(' ')));
    }

    /** The value alone where both have the name; short enough for a refusal to hold two. */
    private static String shown(String name, String rule) {
        String text = name(rule).equals(name) ? rule.substring(name.length()).strip() : rule;
        return text.substring(0, Math.min(text.length(), SHOWN_MAX));
    }

    /** Where both know an epoch they must know the same; who is behind cannot tell, and its peer will. */
    static Optional<EpochDifference> difference(Reach mine, Hello theirs) {
        KnownEpoch ours = mine.epochs().get(theirs.epoch());
        return ours == null || ours.hash().equals(theirs.known().hash()) ? Optional.empty()
                : Optional.of(new EpochDifference(theirs.epoch(), ours, theirs.known()));
    }

    /** Two ideas of one epoch. */
    record EpochDifference(long epoch, KnownEpoch mine, KnownEpoch theirs) {
        String toUs() {
            return told(mine, theirs);
        }

        String toThem() {
            return told(theirs, mine);
        }

        /** Only who has another notion of what a configuration is has equal rules and another hash. */
        private String told(KnownEpoch ours, KnownEpoch others) {
            String of = " of epoch " + epoch;
            return differentRule(ours.rules(), others.rules(), of, of)
                    .or(() -> difference("configuration" + of, ours.hash(), others.hash()))
                    .orElseThrow();
        }
    }

    private static Optional<String> difference(String field, Object mine, Object theirs) {
        return Optional.of(field + " differs: ours is " + mine + ", theirs is " + theirs);
    }
}
