package io.quorate.genesis;

import java.util.Arrays;
import java.util.Optional;

/** With which keys the members of a committee sign votes and certificates; fixed for an epoch. */
public enum CertificateSuite {
    /** A list of recoverable signatures: the cheapest for small committees, and any EVM can check it. */
    SECP256K1("secp256k1"),
    /** One added-up signature of 48 bytes, however many signed it (EIP-2537 checks it in a contract). */
    BLS12_381("bls12381");

    /** Where the processor time and the gas of both are about equal. */
    private static final int LIST_COMMITTEE_MAX = 48;

    private final String key;

    CertificateSuite(String key) {
        this.key = key;
    }

    /** As genesis files and options spell it. */
    public String key() {
        return key;
    }

    public static Optional<CertificateSuite> ofKey(String key) {
        return Arrays.stream(values()).filter(suite -> suite.key.equals(key)).findFirst();
    }

    /** What a committee of this size uses where nothing else is said. */
    public static CertificateSuite ofSize(int replicas) {
        return replicas <= LIST_COMMITTEE_MAX ? SECP256K1 : BLS12_381;
    }
}
