package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import org.apache.tuweni.bytes.Bytes;

/** First vote: its sender holds the value durably (SBFT sign-share). */
public record Vote1(View view, SeqNum seq, Digest digest, Bytes share) implements Message {}
