package io.quorate.bft.sim;

/**
 * What a certificate suite costs: the measured table of the ordering design, section 2.
 *
 * @param singly shares are verified one by one, else in a sum
 * @param shareBytes of a share on its way to a collector
 * @param certificateBytes of a certificate's signature, whoever signed; 0 where it is a list of shares
 * @param addNanos to add one share to a sum
 * @param certificateNanos to verify a sum or an aggregated certificate
 */
record Suite(boolean singly, int shareBytes, int certificateBytes, long signNanos,
        long verifyNanos, long addNanos, long certificateNanos) {
    /** secp256k1 signatures in a list. */
    static final Suite SECP = new Suite(true, 65, 0, 20_000, 25_000, 0, 0);
    /** BLS12-381, shares uncompressed in G1, certificates compressed. */
    static final Suite BLS = new Suite(false, 96, 48, 170_000, 1_050_000, 800, 1_400_000);

    /** Above, a list of signatures costs more than a pairing. */
    private static final int LIST_COMMITTEE_MAX = 48;

    /** The design's default for a committee's size. */
    static Suite ofSize(int n) {
        return n <= LIST_COMMITTEE_MAX ? SECP : BLS;
    }

    /** To verify a certificate of so many signers. */
    long certificateNanos(int signers) {
        return singly ? signers * verifyNanos : certificateNanos;
    }

    /** How many signatures verifying it counts for. */
    int verifications(int signers) {
        return singly ? signers : 1;
    }
}
