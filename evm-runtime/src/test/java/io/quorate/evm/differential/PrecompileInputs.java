package io.quorate.evm.differential;

import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Hash;
import java.math.BigInteger;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;

/** Inputs for the precompiles of Istanbul: right ones, right ones with a bit turned, and noise. */
final class PrecompileInputs {
    private static final BigInteger BN254_P = new BigInteger(
            "21888242871839275222246405745257275088696311157297823662689037894645226208583");
    private static final Bytes BN254_G2 = Bytes.fromHexString(
            "0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
                    + "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
                    + "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
                    + "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa");

    private final Random random;

    PrecompileInputs(Random random) {
        this.random = random;
    }

    Bytes forAddress(int precompile) {
        Bytes right = switch (precompile) {
            case 1 -> recovery();
            case 5 -> power();
            case 6 -> Bytes.concatenate(point(), point());
            case 7 -> Bytes.concatenate(point(), scalar());
            case 8 -> pairing();
            case 9 -> compression();
            default -> noise(random.nextInt(200));
        };
        return switch (random.nextInt(8)) {
            case 0 -> spoil(right);
            case 1 -> right.slice(0, random.nextInt(right.size() + 1));
            case 2 -> Bytes.concatenate(right, noise(random.nextInt(40)));
            case 3 -> random.nextInt(4) == 0 ? noise(random.nextInt(260)) : right;
            default -> right;
        };
    }

    private Bytes recovery() {
        if (random.nextInt(3) != 0) {
            Bytes hash = noise(32);
            EcdsaSignature signed = Secp256k1.sign(Hash.of(hash),
                    Bytes.concatenate(Bytes.of(0), noise(31)));
            return Bytes.concatenate(hash, word(BigInteger.valueOf(27 + signed.yParity())),
                    signed.r().toBytes(), signed.s().toBytes());
        }
        return Bytes.concatenate(noise(32), word(BigInteger.valueOf(25 + random.nextInt(6))),
                scalar(), scalar());
    }

    private Bytes power() {
        int[] sizes = {size(), random.nextInt(50), size()};
        Bytes lengths = Bytes.EMPTY;
        for (int size : sizes) {
            lengths = Bytes.concatenate(lengths, word(BigInteger.valueOf(size)));
        }
        if (random.nextInt(16) == 0) {
            return Bytes.concatenate(scalar(), scalar(), scalar(), noise(40));
        }
        return Bytes.concatenate(lengths, number(sizes[0]), number(sizes[1]), number(sizes[2]));
    }

    private int size() {
        return random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(70);
    }

    private Bytes number(int size) {
        byte[] bytes = noise(size).toArray();
        int zeros = random.nextInt(4) == 0 ? random.nextInt(size + 1) : 0;
        for (int i = 0; i < zeros; i++) {
            bytes[random.nextBoolean() ? i : size - 1 - i] = 0;
        }
        return Bytes.wrap(bytes);
    }

    /** A point of the curve, the neutral one, or with a coordinate beyond the field. */
    private Bytes point() {
        if (random.nextInt(8) == 0) {
            return Bytes.wrap(new byte[64]);
        }
        while (true) {
            BigInteger x = random.nextInt(4) == 0 ? BigInteger.valueOf(random.nextInt(5))
                    : new BigInteger(253, random);
            BigInteger square = x.pow(3).add(BigInteger.valueOf(3)).mod(BN254_P);
            BigInteger y = square.modPow(BN254_P.add(BigInteger.ONE).shiftRight(2), BN254_P);
            if (y.multiply(y).mod(BN254_P).equals(square)) {
                BigInteger sent = random.nextInt(20) == 0 ? x.add(BN254_P) : x;
                BigInteger either = random.nextBoolean() ? y : BN254_P.subtract(y);
                return Bytes.concatenate(word(sent), word(either));
            }
        }
    }

    private Bytes scalar() {
        return switch (random.nextInt(4)) {
            case 0 -> word(BigInteger.valueOf(random.nextInt(4)));
            case 1 -> word(BigInteger.ONE.shiftLeft(256).subtract(
                    BigInteger.valueOf(1 + random.nextInt(4))));
            default -> noise(32);
        };
    }

    /** P·G2 − P·G2 is one; another pair is not. */
    private Bytes pairing() {
        Bytes point = point();
        Bytes negated = Bytes.concatenate(point.slice(0, 32), word(
                BN254_P.subtract(point.slice(32, 32).toUnsignedBigInteger()).mod(BN254_P)));
        return switch (random.nextInt(4)) {
            case 0 -> Bytes.EMPTY;
            case 1 -> Bytes.concatenate(point, BN254_G2);
            case 2 -> Bytes.concatenate(point, BN254_G2, negated, BN254_G2);
            default -> Bytes.concatenate(point, BN254_G2, point(), BN254_G2);
        };
    }

    private Bytes compression() {
        Bytes rounds = Bytes.ofUnsignedInt(random.nextInt(40));
        return Bytes.concatenate(rounds, noise(208), Bytes.of(random.nextInt(10) == 0 ? 2
                : random.nextInt(2)));
    }

    private Bytes spoil(Bytes right) {
        if (right.isEmpty()) {
            return right;
        }
        byte[] bytes = right.toArray();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return Bytes.wrap(bytes);
    }

    private Bytes noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private static Bytes word(BigInteger value) {
        byte[] signed = value.toByteArray();
        byte[] word = new byte[32];
        int length = Math.min(32, signed.length);
        System.arraycopy(signed, signed.length - length, word, 32 - length, length);
        return Bytes.wrap(word);
    }
}
