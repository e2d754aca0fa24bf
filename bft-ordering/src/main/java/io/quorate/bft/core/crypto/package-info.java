/**
 * Certificates behind the port {@code QuorumScheme}: who signs, what is signed ({@code Preimages}), how shares become
 * a certificate. Deterministic: signing uses no randomness (RFC 6979).
 */
package io.quorate.bft.core.crypto;
