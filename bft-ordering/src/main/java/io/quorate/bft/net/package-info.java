/**
 * Carries opaque frames between replicas. Entry point: {@link io.quorate.bft.net.Transport}, with
 * two implementations: {@link io.quorate.bft.net.InMemoryNetwork} for replicas in one process and
 * {@code TlsTransport} for the network.
 *
 * <p>Invariants: a frame's sender is authenticated by the transport; every queue is bounded in
 * bytes; a slow, silent or hostile peer costs the others nothing; a send never blocks. Frames may
 * be lost (and are, when a queue is full or a link breaks): the protocol repairs that by Status.
 */
package io.quorate.bft.net;
