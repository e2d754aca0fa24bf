package io.quorate.bft.runtime;

/**
 * What came from one peer since the start.
 *
 * @param replica its number
 * @param frames of ordering, transfer and the application
 * @param bytes of these frames
 * @param votes first and second votes and shares of results that were addressed to this replica
 */
public record PeerTraffic(int replica, long frames, long bytes, long votes) {}
