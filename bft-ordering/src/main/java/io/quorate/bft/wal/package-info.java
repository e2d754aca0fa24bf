/**
 * The write-ahead log of one replica. Entry point: {@code WriteAheadLog}.
 *
 * <p>Invariants: a record below the last {@code sync} survives a crash; a torn tail of records never
 * synced is cut; any other defect is reported as damage and never skipped, because a replica that
 * forgot a vote must not vote again. One thread owns a log.
 */
package io.quorate.bft.wal;
