package io.quorate.bft.core.lane;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.message.BatchHeader;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/**
 * The chains that a decided slot's payload cites, as kept and served with the slot: those that it executed with their
 * bodies, those that found no room without. They need no signature: their hashes lead to the tips that the slot's
 * deciding certificate covers. Encoded: count (4) ‖ for each: author (2) ‖ laneSeq (8) ‖ prev (32) ‖ 1 ‖ length (4) ‖
 * body, or 0 ‖ length (4) ‖ hash of the body (32).
 */
public record SlotChains(List<Link> links) {
    public static final SlotChains NONE = new SlotChains(List.of());
    private static final int LINK_BYTES_MIN = Short.BYTES + Long.BYTES + Digest.SIZE + 1
            + Integer.BYTES;

    public SlotChains {
        links = List.copyOf(links);
    }

    public Bytes encode() {
        if (links.isEmpty()) {
            return Bytes.EMPTY;
        }
        int size = Integer.BYTES;
        for (Link link : links) {
            size += LINK_BYTES_MIN + link.body().map(Bytes::size).orElse(Digest.SIZE);
        }
        ByteBuffer out = ByteBuffer.allocate(size).putInt(links.size());
        for (Link link : links) {
            BatchHeader header = link.header();
            out.putShort((short) header.author().index()).putLong(header.laneSeq());
            out.put(header.prev().toArray()).put((byte) (link.body().isPresent() ? 1 : 0));
            out.putInt(header.bodyBytes()).put(link.body().map(Bytes::toArrayUnsafe)
                    .orElseGet(() -> header.bodyHash().toArray()));
        }
        return Bytes.wrap(out.array());
    }

    /** {@code hash} names bodies and headers. */
    public static SlotChains decode(Bytes bytes, Function<Bytes, Digest> hash)
            throws DecodeException {
        if (bytes.isEmpty()) {
            return NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes.toArrayUnsafe());
        try {
            int count = in.getInt();
            if (count < 1 || count > in.remaining() / LINK_BYTES_MIN) {
                throw new DecodeException(count + " batches in " + bytes.size() + " bytes");
            }
            List<Link> links = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                links.add(link(in, hash));
            }
            if (in.hasRemaining()) {
                throw new DecodeException(in.remaining() + " bytes too many after batches");
            }
            return new SlotChains(links);
        } catch (BufferUnderflowException e) {
            throw new DecodeException("batches cut short at byte " + bytes.size());
        }
    }

    private static Link link(ByteBuffer in, Function<Bytes, Digest> hash) throws DecodeException {
        ReplicaId author = new ReplicaId(in.getShort() & 0xffff);
        long laneSeq = in.getLong();
        Digest prev = digest(in);
        byte withBody = in.get();
        int size = in.getInt();
        if (laneSeq < 1 || withBody < 0 || withBody > 1 || size < 0
                || withBody == 1 && size > in.remaining()) {
            throw new DecodeException("batch " + laneSeq + " of " + size + " bytes");
        }
        if (withBody == 0) {
            return Link.of(new BatchHeader(author, laneSeq, prev, size, digest(in)),
                    Optional.empty(), hash);
        }
        byte[] body = new byte[size];
        in.get(body);
        Bytes wrapped = Bytes.wrap(body);
        return Link.of(new BatchHeader(author, laneSeq, prev, size, hash.apply(wrapped)),
                Optional.of(wrapped), hash);
    }

    private static Digest digest(ByteBuffer in) {
        return new Digest(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    /** By digest. */
    public TreeMap<Digest, Link> index() {
        TreeMap<Digest, Link> index = new TreeMap<>();
        links.forEach(link -> index.put(link.digest(), link));
        return index;
    }
}
