package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.Multisig;

/** Q votes of the second kind in one view: decided (SBFT full-commit-proof-slow). */
public record SlowCert(View view, SeqNum seq, Digest digest,
        Multisig signatures) implements DecisionCert {}
