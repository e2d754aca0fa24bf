package io.quorate.bft.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** A service's counters; each is written by few threads and read by any. */
final class Tally {
    final PeerTallies peers = new PeerTallies();
    final LongAdder turns = new LongAdder();
    final LongAdder inputs = new LongAdder();
    final LongAdder rejectedFrames = new LongAdder();
    final LongAdder doubleBatches = new LongAdder();
    final LongAdder rejectedMessages = new LongAdder();
    final LongAdder droppedFrames = new LongAdder();
    final LongAdder droppedGossip = new LongAdder();
    final LongAdder syncs = new LongAdder();
    final LongAdder syncNanos = new LongAdder();
    final SyncPace syncPace = new SyncPace();
    final LongAdder walRecords = new LongAdder();
    final LongAdder walBytes = new LongAdder();
    final LongAdder executeNanos = new LongAdder();
    final LongAdder fastDecisions = new LongAdder();
    final LongAdder slowDecisions = new LongAdder();
    final LongAdder fetchedDecisions = new LongAdder();
    /** At most one for each replica and kind. */
    final List<Misconduct> misconduct = new CopyOnWriteArrayList<>();
    /** Shares for another result than this replica's. */
    final LongAdder divergences = new LongAdder();
    final LongAdder viewChanges = new LongAdder();
    final AtomicLong lastViewChangeMillis = new AtomicLong();
}
