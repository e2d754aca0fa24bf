package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import org.apache.tuweni.bytes.Bytes;

/** Its sender executed {@code seq} durably with this result digest (SBFT sign-state). */
public record ExecShare(SeqNum seq, Digest resultDigest, Bytes share) implements Message {}
