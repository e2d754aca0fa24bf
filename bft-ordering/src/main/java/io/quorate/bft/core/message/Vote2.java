package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import org.apache.tuweni.bytes.Bytes;

/** Second vote: its sender durably holds a PrepCert of this view (SBFT commit). */
public record Vote2(View view, SeqNum seq, Digest digest, Bytes share) implements Message {}
