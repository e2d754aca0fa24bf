package io.quorate.bft.sim;

/** What one machine signed and verified, across its restarts. Mutable, one thread. */
final class SignatureCount {
    private long signed;
    private long verified;

    void sign() {
        signed++;
    }

    /** A list of signatures counts with each of them, a sum once. */
    void verify(int signatures) {
        verified += signatures;
    }

    long signed() {
        return signed;
    }

    long verified() {
        return verified;
    }
}
