package io.quorate.evm.crypto;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** BLS12-381 in Java alone, for platforms that blst does not load on. */
final class Bls12381Portable implements Bls12381Backend {
    private static final Bls12381G1 G1 = Bls12381G1.GROUP;
    private static final Bls12381G2 G2 = Bls12381G2.GROUP;

    @Override
    public Optional<byte[]> g1Add(byte[] input) {
        return add(G1, input);
    }

    @Override
    public Optional<byte[]> g2Add(byte[] input) {
        return add(G2, input);
    }

    @Override
    public Optional<byte[]> g1Msm(byte[] input) {
        return multiplyAll(G1, input);
    }

    @Override
    public Optional<byte[]> g2Msm(byte[] input) {
        return multiplyAll(G2, input);
    }

    @Override
    public Optional<byte[]> mapFpToG1(byte[] input) {
        return map(G1, input);
    }

    @Override
    public Optional<byte[]> mapFp2ToG2(byte[] input) {
        return map(G2, input);
    }

    private static <F extends Bls12381Field<F>> Optional<byte[]> add(Bls12381Group<F> group,
            byte[] input) {
        return group.read(input, 0)
                .flatMap(a -> group.read(input, group.pointSize()).map(a::plus))
                .map(group::encoded);
    }

    private static <F extends Bls12381Field<F>> Optional<byte[]> multiplyAll(
            Bls12381Group<F> group, byte[] input) {
        List<Bls12381Point<F>> points = new ArrayList<>();
        List<BigInteger> scalars = new ArrayList<>();
        int itemSize = group.pointSize() + Bls12381.SCALAR_SIZE;
        for (int offset = 0; offset < input.length; offset += itemSize) {
            Optional<Bls12381Point<F>> point = group.readMember(input, offset);
            if (point.isEmpty()) {
                return Optional.empty();
            }
            BigInteger scalar = new BigInteger(1, input, offset + group.pointSize(),
                    Bls12381.SCALAR_SIZE).mod(Bls12381.ORDER);
            if (scalar.signum() != 0 && !point.get().isInfinity()) {
                points.add(point.get());
                scalars.add(scalar);
            }
        }
        return Optional.of(group.encoded(Bls12381Msm.sum(group, points, scalars)));
    }

    private static <F extends Bls12381Field<F>> Optional<byte[]> map(Bls12381Group<F> group,
            byte[] input) {
        return group.readCoordinate(input, 0).map(group::map).map(group::encoded);
    }

    @Override
    public Optional<Boolean> isPairingProductOne(byte[] input) {
        List<Bls12381Pairing.Pair> pairs = new ArrayList<>();
        int itemSize = Bls12381.G1_SIZE + Bls12381.G2_SIZE;
        for (int offset = 0; offset < input.length; offset += itemSize) {
            var p = G1.readMember(input, offset);
            if (p.isEmpty()) {
                return Optional.empty();
            }
            var q = G2.readMember(input, offset + Bls12381.G1_SIZE);
            if (q.isEmpty()) {
                return Optional.empty();
            }
            if (!p.get().isInfinity() && !q.get().isInfinity()) { // else this pairing is one
                pairs.add(new Bls12381Pairing.Pair(p.get(), q.get()));
            }
        }
        return Optional.of(pairs.isEmpty() || Bls12381Pairing.isProductOne(pairs));
    }

    @Override
    public boolean verifyKzgProof(byte[] commitment, BigInteger z, BigInteger y, byte[] proof) {
        return G1.uncompressed(commitment)
                .flatMap(c -> G1.uncompressed(proof).map(pi -> verifyKzgProof(c, z, y, pi)))
                .orElse(false);
    }

    private static boolean verifyKzgProof(Bls12381Point<Bls12381Fp> c, BigInteger z, BigInteger y,
            Bls12381Point<Bls12381Fp> pi) {
        var left = times(Bls12381G1.generator(), y)
                .plus(times(pi, z).plus(c).negated()).normalized();
        List<Bls12381Pairing.Pair> pairs = new ArrayList<>();
        if (!left.isInfinity()) {
            pairs.add(new Bls12381Pairing.Pair(left, Bls12381G2.generator()));
        }
        if (!pi.isInfinity()) {
            pairs.add(new Bls12381Pairing.Pair(pi, tau()));
        }
        return Bls12381Pairing.isProductOne(pairs);
    }

    private static Bls12381Point<Bls12381Fp> times(Bls12381Point<Bls12381Fp> point,
            BigInteger scalar) {
        return point.isInfinity() ? point
                : Bls12381Msm.sum(G1, List.of(point), List.of(scalar));
    }

    private static Bls12381Point<Bls12381Fp2> tau() {
        return G2.read(KzgProof.TAU_G2, 0).orElseThrow(
                () -> new IllegalStateException("the point of the KZG setup is not on its curve"));
    }
}
