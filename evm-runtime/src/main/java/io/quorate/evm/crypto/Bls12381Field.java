package io.quorate.evm.crypto;

import java.util.Optional;

/** What the arithmetic of points needs of a coordinate: G1 has them in Fp, G2 in Fp2. Elements are immutable. */
sealed interface Bls12381Field<F extends Bls12381Field<F>> permits Bls12381Fp, Bls12381Fp2 {
    boolean isZero();

    boolean isEqual(F other);

    /** RFC 9380's sgn0: which of a and -a this is. */
    boolean isOdd();

    F plus(F other);

    F minus(F other);

    F twice();

    F negated();

    F times(F other);

    F square();

    /** 1/a, or zero for zero. */
    F inverse();

    /** One of the two roots, or empty where there is none. */
    Optional<F> squareRoot();
}
