/**
 * The ordering protocol as a state machine without I/O (SBFT family: fast path of n-c votes, slow path of two
 * quorums, view change by choice rule). Entry point: {@link io.quorate.bft.core.Replica}. The caller's duties, in
 * order: feed time before each batch of inputs; append every Persist; sync; release the sends that waited for it;
 * feed Persisted; execute decided slots in order on another thread. Reads no clock, file, socket, log or thread, and
 * iterates no hash map.
 */
package io.quorate.bft.core;
