package io.quorate.bft.core.message;

import io.quorate.bft.SeqNum;
import org.apache.tuweni.bytes.Bytes;

/** One chunk of the snapshot of {@code seq}; its hash tells whether it is the right one. */
public record SnapshotChunk(SeqNum seq, int index, Bytes data) implements Message {}
