package io.quorate.bft.core.message;

import io.quorate.bft.SeqNum;
import io.quorate.bft.View;

/**
 * Where its sender stands; whoever can help sends what is missing.
 *
 * @param view active, or awaited when not {@code active}
 * @param base highest slot with a BlockCert
 * @param decided end of the gapless decided prefix
 * @param executed last slot executed durably
 */
public record Status(View view, boolean active, SeqNum base, SeqNum decided,
        SeqNum executed) implements Message {}
