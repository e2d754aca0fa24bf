package io.quorate.evm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

class Secp256k1Test {
    private static final long SEED = 20_261_122;
    private static final Hash MESSAGE = Keccak256
            .hash("a message".getBytes(StandardCharsets.UTF_8));

    @Test
    void derivesTheAddressOfPrivateKeyOne() {
        Bytes key = Bytes32.leftPad(Bytes.of(1));
        assertThat(Secp256k1.addressOf(Secp256k1.publicKey(key)))
                .isEqualTo(Address.fromHex("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"));
    }

    @Test
    void recoversTheSignerOfWhatItSigned() {
        var random = new Random(SEED);
        for (int i = 0; i < 20; i++) {
            Bytes key = Bytes32.random(random);
            Hash message = Hash.of(Bytes32.random(random));
            EcdsaSignature signature = Secp256k1.sign(message, key);
            assertThat(signature.s()).isLessThanOrEqualTo(Secp256k1.HALF_ORDER);
            assertThat(Secp256k1.recoverAddress(message, signature)).as("seed %s", SEED)
                    .contains(Secp256k1.addressOf(Secp256k1.publicKey(key)));
        }
    }

    @Test
    void runsOnTheNativeLibraryHere() {
        String platform = NativeLibrary.operatingSystem() + "-" + NativeLibrary.processor();
        boolean shipped = platform.equals("linux-x86_64") || platform.equals("linux-aarch64");
        assertThat(Secp256k1.backend()).isEqualTo(shipped ? "native" : "portable");
    }

    /** Signatures of both backends agree to the bit, and so do keys recovered from arbitrary numbers. */
    @Test
    void backendsAgree() throws NativeUnavailableException {
        var fast = Secp256k1Native.load();
        var portable = new Secp256k1Portable();
        var random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            byte[] key = Bytes32.random(random).toArray();
            byte[] message = Bytes32.random(random).toArray();
            byte[] signature = Bytes.random(64, random).toArray();
            signature[i % 2 * 32] = 0; // below n
            signature[(i + 1) % 2 * 32] &= 0x7f;
            assertThat(portable.publicKey(key)).isEqualTo(fast.publicKey(key));
            assertThat(portable.sign(message, key)).isEqualTo(fast.sign(message, key));
            assertThat(portable.recover(message, signature, i & 1).map(Bytes::wrap))
                    .as("seed %s, round %s", SEED, i)
                    .isEqualTo(fast.recover(message, signature, i & 1).map(Bytes::wrap));
        }
    }

    /**
     * The corners of recovery: r that is no x coordinate, the least and greatest r and s, messages of zero and above n,
     * and a signature that belongs to the point at infinity.
     */
    @Test
    void backendsAgreeAtTheCorners() throws NativeUnavailableException {
        var fast = Secp256k1Native.load();
        var portable = new Secp256k1Portable();
        BigInteger n = Secp256k1.ORDER.toBigInteger();
        var random = new Random(SEED);
        int recovered = 0;
        for (int i = 0; i < 150; i++) {
            BigInteger r = scalar(random, n);
            BigInteger s = scalar(random, n);
            BigInteger message = switch (random.nextInt(4)) {
                case 0 -> BigInteger.ZERO;
                case 1 -> n.add(BigInteger.valueOf(random.nextInt(3) - 1));
                default -> new BigInteger(256, random);
            };
            if (i % 8 == 0) { // R = k·G and s = e/k: the key would be (s·R - e·G)/r = 0
                BigInteger k = scalar(random, n);
                byte[] nonce = portable.publicKey(UInt256.of(k).toArray());
                r = new BigInteger(1, nonce, 0, 32).mod(n);
                s = message.multiply(k.modInverse(n)).mod(n).max(BigInteger.ONE);
            }
            byte[] signature = Bytes.concatenate(UInt256.of(r).toBytes(), UInt256.of(s).toBytes())
                    .toArray();
            byte[] digest = UInt256.of(message).toArray();
            for (int parity = 0; parity < 2; parity++) {
                Optional<Bytes> expected = fast.recover(digest, signature, parity)
                        .map(Bytes::wrap);
                assertThat(portable.recover(digest, signature, parity).map(Bytes::wrap))
                        .as("seed %s, round %s, parity %s", SEED, i, parity).isEqualTo(expected);
                recovered += expected.isPresent() ? 1 : 0;
            }
        }
        assertThat(recovered).isBetween(75, 290);
    }

    private static BigInteger scalar(Random random, BigInteger n) {
        return switch (random.nextInt(4)) {
            case 0 -> BigInteger.valueOf(1 + random.nextInt(8));
            case 1 -> n.subtract(BigInteger.valueOf(1 + random.nextInt(8)));
            default -> new BigInteger(255, random).max(BigInteger.ONE);
        };
    }

    @Test
    void recoversNothingFromNumbersOutOfRange() {
        UInt256 one = UInt256.ONE;
        assertThat(Secp256k1.recoverAddress(MESSAGE, UInt256.ZERO, one, 0)).isEmpty();
        assertThat(Secp256k1.recoverAddress(MESSAGE, one, UInt256.ZERO, 0)).isEmpty();
        assertThat(Secp256k1.recoverAddress(MESSAGE, Secp256k1.ORDER, one, 0)).isEmpty();
        assertThat(Secp256k1.recoverAddress(MESSAGE, one, Secp256k1.ORDER, 0)).isEmpty();
        assertThat(Secp256k1.recoverAddress(MESSAGE, one, UInt256.MAX, 0)).isEmpty();
        assertThat(Secp256k1.recoverAddress(MESSAGE, one, one, 2)).isEmpty();
        assertThat(Secp256k1.recoverAddress(MESSAGE, one, one, -1)).isEmpty();
        assertThat(Secp256k1.recoverAddress(MESSAGE, one, one, 0)).isPresent();
    }

    @Test
    void refusesKeysOutOfRangeWithoutShowingThem() {
        for (Bytes key : new Bytes[]{Bytes32.ZERO, Secp256k1.ORDER.toBytes(), Bytes.of(7)}) {
            assertThat(Secp256k1.isPrivateKey(key)).isFalse();
            assertThatThrownBy(() -> Secp256k1.sign(MESSAGE, key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not a secp256k1 private key");
        }
    }
}
