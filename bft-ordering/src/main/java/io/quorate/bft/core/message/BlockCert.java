package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.crypto.Multisig;

/** Q replicas executed {@code seq} durably with this result digest (SBFT execute-proof and checkpoint in one). */
public record BlockCert(SeqNum seq, Digest digest, Multisig signatures) implements Certificate {}
