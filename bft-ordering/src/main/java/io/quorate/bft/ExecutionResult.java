package io.quorate.bft;

/** What executing slot {@code seq} gave; the digest is what replicas sign in ExecShare and BlockCert. */
public record ExecutionResult(long seq, Digest resultDigest) {}
