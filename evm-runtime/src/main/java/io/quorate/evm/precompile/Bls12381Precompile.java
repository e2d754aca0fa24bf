package io.quorate.evm.precompile;

import io.quorate.evm.crypto.Bls12381;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** 0x0b to 0x11: the operations on BLS12-381 (EIP-2537), in the order of their addresses. */
enum Bls12381Precompile implements Precompile {
    G1_ADD(2 * Bls12381.G1_SIZE, Count.ONE) {
        @Override
        long gas(long count) {
            return 375;
        }

        @Override
        Optional<byte[]> run(byte[] input) {
            return Bls12381.g1Add(input);
        }
    },
    G1_MSM(Bls12381.G1_SIZE + Bls12381.SCALAR_SIZE, Count.ONE_OR_MORE) {
        @Override
        long gas(long count) {
            return MsmDiscounts.G1.gas(count, 12_000);
        }

        @Override
        Optional<byte[]> run(byte[] input) {
            return Bls12381.g1Msm(input);
        }
    },
    G2_ADD(2 * Bls12381.G2_SIZE, Count.ONE) {
        @Override
        long gas(long count) {
            return 600;
        }

        @Override
        Optional<byte[]> run(byte[] input) {
            return Bls12381.g2Add(input);
        }
    },
    G2_MSM(Bls12381.G2_SIZE + Bls12381.SCALAR_SIZE, Count.ONE_OR_MORE) {
        @Override
        long gas(long count) {
            return MsmDiscounts.G2.gas(count, 22_500);
        }

        @Override
        Optional<byte[]> run(byte[] input) {
            return Bls12381.g2Msm(input);
        }
    },
    PAIRING_CHECK(Bls12381.G1_SIZE + Bls12381.G2_SIZE, Count.ONE_OR_MORE) {
        @Override
        long gas(long count) {
            return 37_700 + 32_600 * count;
        }

        @Override
        Optional<byte[]> run(byte[] input) {
            return Bls12381.isPairingProductOne(input)
                    .map(isOne -> Bytes32.leftPad(Bytes.of(isOne ? 1 : 0)).toArray());
        }
    },
    MAP_FP_TO_G1(Bls12381.FP_SIZE, Count.ONE) {
        @Override
        long gas(long count) {
            return 5_500;
        }

        @Override
        Optional<byte[]> run(byte[] input) {
            return Bls12381.mapFpToG1(input);
        }
    },
    MAP_FP2_TO_G2(2 * Bls12381.FP_SIZE, Count.ONE) {
        @Override
        long gas(long count) {
            return 23_800;
        }

        @Override
        Optional<byte[]> run(byte[] input) {
            return Bls12381.mapFp2ToG2(input);
        }
    };

    /** How often its input may hold an item. */
    private enum Count {
        ONE, ONE_OR_MORE
    }

    private static final int FIRST_ADDRESS = 0x0b;

    private final int itemSize;
    private final Count count;

    Bls12381Precompile(int itemSize, Count count) {
        this.itemSize = itemSize;
        this.count = count;
    }

    /** Puts all seven at their addresses. */
    static void addTo(Map<Integer, Precompile> table) {
        for (Bls12381Precompile precompile : values()) {
            table.put(FIRST_ADDRESS + precompile.ordinal(), precompile);
        }
    }

    /** Gas for {@code count} items. */
    abstract long gas(long count);

    /** The output for an input of a right length, or empty where the call fails. */
    abstract Optional<byte[]> run(byte[] input);

    @Override
    public long gas(Bytes input) {
        return gas((long) (input.size() / itemSize));
    }

    @Override
    public Optional<Bytes> execute(Bytes input) {
        boolean fits = count == Count.ONE ? input.size() == itemSize
                : input.size() != 0 && input.size() % itemSize == 0;
        return fits ? run(input.toArrayUnsafe()).map(Bytes::wrap) : Optional.empty();
    }
}
