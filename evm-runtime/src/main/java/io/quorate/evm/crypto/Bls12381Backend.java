package io.quorate.evm.crypto;

import java.math.BigInteger;
import java.util.Optional;

/**
 * One implementation of BLS12-381; what its methods mean, {@link Bls12381} and {@link KzgProof} say. Lengths
 * have been checked. What a point, a field element or a member of a group is, the implementation checks.
 */
sealed interface Bls12381Backend permits Bls12381Native, Bls12381Portable {
    Optional<byte[]> g1Add(byte[] input);

    Optional<byte[]> g2Add(byte[] input);

    Optional<byte[]> g1Msm(byte[] input);

    Optional<byte[]> g2Msm(byte[] input);

    Optional<byte[]> mapFpToG1(byte[] input);

    Optional<byte[]> mapFp2ToG2(byte[] input);

    Optional<Boolean> isPairingProductOne(byte[] input);

    /** {@code z} and {@code y} are below the order. */
    boolean verifyKzgProof(byte[] commitment, BigInteger z, BigInteger y, byte[] proof);
}
