package io.quorate.bft.core.crypto;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.tuweni.bytes.Bytes;

/**
 * The 32-byte values that are signed or name something, for one chain, epoch and suite. A signed preimage is SHA-256
 * over: tag (ASCII, padded with zeros to 4 bytes) ‖ suite (1) ‖ chain id (8) ‖ epoch (8) ‖ view (8; absent for
 * {@code bc}) ‖ seq (8) ‖ digest (32), integers big-endian.
 */
public final class Preimages {
    private static final int TAG_BYTES = 4;

    private final byte suite;
    private final long chainId;
    private final long epoch;
    private final MessageDigest sha256;

    public Preimages(byte suite, long chainId, long epoch) {
        this.suite = suite;
        this.chainId = chainId;
        this.epoch = epoch;
        this.sha256 = newSha256();
    }

    public Digest vote1(View view, SeqNum seq, Digest value) {
        return signed("v1", view, seq, value);
    }

    public Digest vote2(View view, SeqNum seq, Digest value) {
        return signed("v2", view, seq, value);
    }

    public Digest viewChange(View newView, Digest contentHash) {
        return signed("vc", newView, SeqNum.ZERO, contentHash);
    }

    public Digest newView(View view, Digest contentHash) {
        return signed("nv", view, SeqNum.ZERO, contentHash);
    }

    public Digest suspect(View view, Digest contentHash) {
        return signed("sus", view, SeqNum.ZERO, contentHash);
    }

    /** An author's promise to put nothing else at {@code laneSeq} of its lane. */
    public Digest batch(long laneSeq, Digest batch) {
        return signed("ba", View.ZERO, new SeqNum(laneSeq), batch);
    }

    /** That the epoch ended at {@code last} by a record of this hash, not by a certificate. */
    public Digest recovery(SeqNum last, Digest recordHash) {
        return signed("rec", View.ZERO, last, recordHash);
    }

    /** Not signed: which replicas of a large committee write lanes in this epoch. */
    public static Digest laneDraw(long chainId, long epoch, int replica) {
        return new Preimages((byte) 0, chainId, epoch).signed("lane", View.ZERO,
                new SeqNum(replica), Digest.ZERO);
    }

    /** What ExecShare and BlockCert sign: no view, so that it outlives leaders. */
    public Digest blockCert(SeqNum seq, Digest resultDigest) {
        ByteBuffer buffer = ByteBuffer.allocate(TAG_BYTES + 1 + 3 * Long.BYTES + Digest.SIZE);
        buffer.put(tag("bc")).put(suite).putLong(chainId).putLong(epoch).putLong(seq.number());
        return hash(buffer.put(resultDigest.toArray()).array());
    }

    /** The value digest d: no view, no parent, no state, so that a value is proposed again unchanged. */
    public Digest value(SeqNum seq, long timestampMillis, int proposer, Bytes payload) {
        ByteBuffer head = ByteBuffer.allocate(TAG_BYTES + 4 * Long.BYTES + Integer.BYTES);
        head.put(tag("val")).putLong(chainId).putLong(epoch).putLong(seq.number())
                .putLong(timestampMillis);
        sha256.update(head.putInt(proposer).array());
        sha256.update(payload.toArrayUnsafe());
        return Digest.of(sha256.digest());
    }

    /** The digest of the value that fills {@code seq} with nothing. */
    public Digest noop(SeqNum seq) {
        ByteBuffer buffer = ByteBuffer.allocate(TAG_BYTES + 3 * Long.BYTES);
        return hash(buffer.put(tag("noop")).putLong(chainId).putLong(epoch).putLong(seq.number())
                .array());
    }

    /** Not signed: what the collectors of a slot are drawn from. */
    public Digest collectors(View view, SeqNum seq) {
        return signed("col", view, seq, Digest.ZERO);
    }

    /** Plain SHA-256: names a message's content or the ordering state. */
    public Digest content(Bytes bytes) {
        return hash(bytes.toArrayUnsafe());
    }

    private Digest signed(String tag, View view, SeqNum seq, Digest digest) {
        ByteBuffer buffer = ByteBuffer.allocate(TAG_BYTES + 1 + 4 * Long.BYTES + Digest.SIZE);
        buffer.put(tag(tag)).put(suite).putLong(chainId).putLong(epoch).putLong(view.number());
        return hash(buffer.putLong(seq.number()).put(digest.toArray()).array());
    }

    private Digest hash(byte[] bytes) {
        return Digest.of(sha256.digest(bytes));
    }

    private static byte[] tag(String text) {
        byte[] padded = new byte[TAG_BYTES];
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, padded, 0, ascii.length);
        return padded;
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
