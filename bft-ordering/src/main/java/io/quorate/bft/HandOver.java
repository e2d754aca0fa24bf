package io.quorate.bft;

import org.apache.tuweni.bytes.Bytes;

/**
 * What proves to whoever knows one epoch which one follows it: the hash of {@code slotRecord} is certified by that
 * epoch's members, and the record names the hash of {@code next}.
 *
 * @param slotRecord the application's record of the epoch's last slot; opaque to the ordering layer
 * @param blockCert encoded BlockCert of that slot
 * @param next the encoded {@code EpochConfig} that follows
 */
public record HandOver(Bytes slotRecord, Bytes blockCert, Bytes next) {
    /** An application's record is a few hashes. */
    public static final int SLOT_RECORD_BYTES_MAX = 1_024;
    /** 1,024 members with the longest keys and addresses take 754 KB. */
    public static final int NEXT_BYTES_MAX = 1 << 20;
}
