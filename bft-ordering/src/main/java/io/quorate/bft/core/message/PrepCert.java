package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.Multisig;

/** Q votes of the first kind in one view: no other value can be prepared in it (SBFT prepare). */
public record PrepCert(View view, SeqNum seq, Digest digest,
        Multisig signatures) implements Certificate {}
