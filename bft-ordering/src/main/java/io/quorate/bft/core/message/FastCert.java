package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.Multisig;

/** n-c votes of the first kind in one view: decided (SBFT full-commit-proof). */
public record FastCert(View view, SeqNum seq, Digest digest,
        Multisig signatures) implements DecisionCert {}
