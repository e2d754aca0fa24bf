package io.quorate.bft.core.message;

import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.crypto.Multisig;

/** A quorum's signatures under one digest at one slot. */
public sealed interface Certificate extends Message permits DecisionCert, PrepCert, BlockCert {
    SeqNum seq();

    Digest digest();

    Multisig signatures();
}
