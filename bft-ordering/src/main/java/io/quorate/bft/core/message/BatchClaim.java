package io.quorate.bft.core.message;

import org.apache.tuweni.bytes.Bytes;

/** That an author gave out a batch, without its body: an item of {@link Evidence}, never sent by itself. */
public record BatchClaim(BatchHeader header, Bytes signature) implements Message {}
