package io.quorate.ledger;

import org.apache.tuweni.bytes.Bytes;

/**
 * How an epoch of the order ended, kept when its slots are gone: the proof of it for those who missed it. All but the
 * record is the ordering layer's own.
 *
 * @param slotRecord of the epoch's last slot, encoded
 * @param certificate over that record's hash
 * @param next what followed; the record names its hash
 */
public record EpochEnd(Bytes slotRecord, Bytes certificate, Bytes next) {}
