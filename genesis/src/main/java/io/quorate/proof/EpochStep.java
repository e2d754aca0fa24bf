package io.quorate.proof;

import org.apache.tuweni.bytes.Bytes;

/** How one epoch's members were followed by the next ones. Byte strings are as replicas keep them. */
public sealed interface EpochStep {
    /**
     * By the chain itself.
     *
     * @param slotRecord of the epoch's last slot
     * @param certificate over that record
     * @param next the configuration whose hash the record names
     */
    record HandedOver(Bytes slotRecord, Bytes certificate, Bytes next) implements EpochStep {}

    /** By hand: {@code record} is a recovery record with the signatures of a quorum. */
    record Recovered(Bytes record) implements EpochStep {}
}
