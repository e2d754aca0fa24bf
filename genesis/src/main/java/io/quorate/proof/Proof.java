package io.quorate.proof;

import java.util.List;

/** Blocks, and what is said of them. */
public record Proof(CertificateProof certificate, List<Claim> claims) {
    public Proof {
        claims = List.copyOf(claims);
    }
}
