package io.quorate.evm.precompile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.EdgeNumbers;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.junit.jupiter.api.Test;

/** Precompiles against other implementations of what they compute. */
class PrecompileProperties {
    private static final long SEED = 0x5eed_0004L;
    private static final int BLOCK_SIZE = 128;
    private static final int ROUNDS = 12;
    /** SHA-512's, as RFC 7693 starts from; the first less the parameters of an unkeyed hash of 64 bytes. */
    private static final long[] BLAKE2B_START = {0x6a09e667f3bcc908L ^ 0x0101_0040L,
            0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L, 0x510e527fade682d1L,
            0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L};

    private final Random random = new Random(SEED);
    private final EdgeNumbers numbers = new EdgeNumbers(random);

    @Test
    void hashesAsBouncyCastleDoes() {
        Precompile sha256 = precompile(2);
        Precompile ripemd160 = precompile(3);
        for (int size = 0; size <= 300; size++) {
            Bytes input = Bytes.random(size, random);
            assertThat(sha256.execute(input)).as("%s bytes", size)
                    .contains(digest(new SHA256Digest(), input));
            assertThat(ripemd160.execute(input)).as("%s bytes", size).contains(Bytes.concatenate(
                    Bytes.wrap(new byte[12]), digest(new RIPEMD160Digest(), input)));
        }
    }

    private static Bytes digest(Digest digest, Bytes input) {
        digest.update(input.toArray(), 0, input.size());
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return Bytes.wrap(out);
    }

    /** BLAKE2b made of the precompile's compressions. */
    @Test
    void compressesToTheHashOfBouncyCastle() {
        for (int size = 0; size <= 4 * BLOCK_SIZE + 1; size++) {
            Bytes input = Bytes.random(size, random);
            assertThat(blake2b(input)).as("%s bytes, seed %s", size, SEED)
                    .isEqualTo(digest(new Blake2bDigest(512), input));
        }
    }

    private static Bytes blake2b(Bytes input) {
        ByteBuffer start = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : BLAKE2B_START) {
            start.putLong(word);
        }
        Bytes state = Bytes.wrap(start.array());
        int blocks = Math.max(1, (input.size() + BLOCK_SIZE - 1) / BLOCK_SIZE);
        for (int i = 0; i < blocks; i++) {
            int end = Math.min(input.size(), (i + 1) * BLOCK_SIZE);
            byte[] block = new byte[BLOCK_SIZE];
            byte[] present = input.slice(i * BLOCK_SIZE, end - i * BLOCK_SIZE).toArray();
            System.arraycopy(present, 0, block, 0, present.length);
            byte[] offset = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(end)
                    .array();
            state = precompile(9).execute(Bytes.concatenate(Bytes.ofUnsignedInt(ROUNDS), state,
                    Bytes.wrap(block), Bytes.wrap(offset), Bytes.of(i == blocks - 1 ? 1 : 0)))
                    .orElseThrow();
        }
        return state;
    }

    /** Signatures in order and with every word spoiled; v, r and s at and beyond their bounds. */
    @Test
    void recoversSignersAndNothingElse() {
        Precompile recover = precompile(1);
        for (int i = 0; i < 60; i++) {
            Bytes key = Bytes.concatenate(Bytes.of(0), Bytes.random(31, random));
            Bytes hash = Bytes.random(32, random);
            EcdsaSignature signed = Secp256k1.sign(Hash.of(hash), key);
            BigInteger[] words = {BigInteger.valueOf(27 + signed.yParity()),
                    signed.r().toBigInteger(), signed.s().toBigInteger()};
            Bytes signer = Bytes.concatenate(Bytes.wrap(new byte[12]),
                    Secp256k1.addressOf(Secp256k1.publicKey(key)).bytes());
            assertThat(recover.execute(input(hash, words))).as("seed %s", SEED).contains(signer);
            assertThat(recover.execute(Bytes.concatenate(input(hash, words), hash)))
                    .contains(signer);
            int spoiled = random.nextInt(3);
            words[spoiled] = numbers.next();
            assertThat(recover.execute(input(hash, words))).as("seed %s", SEED)
                    .isPresent().isNotEqualTo(Optional.of(signer));
            if (!isInRange(words)) {
                assertThat(recover.execute(input(hash, words))).contains(Bytes.EMPTY);
            }
        }
    }

    private static boolean isInRange(BigInteger[] words) {
        BigInteger n = Secp256k1.ORDER.toBigInteger();
        boolean isParity = words[0].equals(BigInteger.valueOf(27))
                || words[0].equals(BigInteger.valueOf(28));
        return isParity && words[1].signum() > 0 && words[1].compareTo(n) < 0
                && words[2].signum() > 0 && words[2].compareTo(n) < 0;
    }

    @Test
    void verifiesOnP256AsTheJdkDoes() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        int valid = 0;
        for (int i = 0; i < 60; i++) { // the JDK draws its keys itself; the failing input is shown
            KeyPair pair = generator.generateKeyPair();
            byte[] digest = Bytes.random(32, random).toArray();
            Signature signer = Signature.getInstance("NONEwithECDSAinP1363Format");
            signer.initSign(pair.getPrivate());
            signer.update(digest);
            Bytes signature = Bytes.wrap(signer.sign());
            ECPublicKey key = (ECPublicKey) pair.getPublic();
            Bytes[] words = {Bytes.wrap(digest), signature.slice(0, 32), signature.slice(32, 32),
                    word(key.getW().getAffineX()), word(key.getW().getAffineY())};
            int spoiled = random.nextInt(2 * words.length);
            if (spoiled < words.length) {
                words[spoiled] = random.nextBoolean() ? word(numbers.next())
                        : flipBit(words[spoiled]);
            }
            boolean expected = isValidForJdk(words, key);
            valid += expected ? 1 : 0;
            Bytes input = Bytes.concatenate(words);
            assertThat(precompile(0x100).execute(input)).as("%s", input)
                    .contains(expected ? word(BigInteger.ONE) : Bytes.EMPTY);
        }
        assertThat(valid).isBetween(15, 45);
    }

    private Bytes flipBit(Bytes word) {
        return word(word.toUnsignedBigInteger().flipBit(random.nextInt(256)));
    }

    private static boolean isValidForJdk(Bytes[] words, ECPublicKey sameCurve) {
        try {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(
                    new ECPoint(words[3].toUnsignedBigInteger(), words[4].toUnsignedBigInteger()),
                    sameCurve.getParams()));
            Signature verifier = Signature.getInstance("NONEwithECDSAinP1363Format");
            verifier.initVerify(key);
            verifier.update(words[0].toArray());
            return verifier.verify(Bytes.concatenate(words[1], words[2]).toArray());
        } catch (GeneralSecurityException e) {
            return false; // how the JDK says that a key or a number is none
        }
    }

    private static Precompile precompile(int low) {
        return Precompiles.of(Fork.OSAKA).at(Address.ofLow(low)).orElseThrow();
    }

    private static Bytes input(Bytes hash, BigInteger... words) {
        Bytes input = hash;
        for (BigInteger word : words) {
            input = Bytes.concatenate(input, word(word));
        }
        return input;
    }

    private static Bytes word(BigInteger value) {
        return UInt256.of(value).toBytes();
    }
}
