package io.quorate.evm.precompile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

class P256VerifyTest {
    private static final long SEED = 7_951;
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
    private static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();
    private static final Bytes VALID = Bytes32.leftPad(Bytes.of(1));

    private final P256Verify verify = new P256Verify();
    private final BigInteger privateKey = new BigInteger(250, new Random(SEED));
    private final ECPoint key = CURVE.getG().multiply(privateKey).normalize();
    private final BigInteger x = key.getAffineXCoord().toBigInteger();
    private final BigInteger y = key.getAffineYCoord().toBigInteger();

    @Test
    void acceptsWhatAnotherImplementationSigned() {
        var random = new Random(SEED);
        for (int i = 0; i < 10; i++) {
            BigInteger digest = new BigInteger(256, random);
            BigInteger[] rs = sign(digest);
            assertThat(run(digest, rs[0], rs[1], x, y)).as("seed %s", SEED).isEqualTo(VALID);
            assertThat(run(digest, rs[0], CURVE.getN().subtract(rs[1]), x, y)).isEqualTo(VALID);
            assertThat(run(digest.flipBit(7), rs[0], rs[1], x, y)).isEqualTo(Bytes.EMPTY);
            assertThat(run(digest, rs[1], rs[0], x, y)).isEqualTo(Bytes.EMPTY);
        }
    }

    @Test
    void saysNothingToNumbersOutOfRange() {
        BigInteger digest = BigInteger.TWO;
        BigInteger[] rs = sign(digest);
        BigInteger zero = BigInteger.ZERO;
        assertThat(run(digest, zero, rs[1], x, y)).isEqualTo(Bytes.EMPTY);
        assertThat(run(digest, rs[0], zero, x, y)).isEqualTo(Bytes.EMPTY);
        assertThat(run(digest, rs[0].add(CURVE.getN()).mod(BigInteger.TWO.pow(256)), rs[1], x, y))
                .isEqualTo(Bytes.EMPTY);
        assertThat(run(digest, rs[0], rs[1], zero, zero)).isEqualTo(Bytes.EMPTY);
        assertThat(run(digest, rs[0], rs[1], x, P.subtract(y).subtract(BigInteger.ONE)))
                .isEqualTo(Bytes.EMPTY);
        assertThat(run(digest, rs[0], rs[1], P, y)).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void wantsExactly160Bytes() {
        BigInteger[] rs = sign(BigInteger.ONE);
        Bytes input = input(BigInteger.ONE, rs[0], rs[1], x, y);
        assertThat(verify.execute(input)).contains(VALID);
        assertThat(verify.execute(input.slice(1))).contains(Bytes.EMPTY);
        assertThat(verify.execute(Bytes.concatenate(input, Bytes.of(0)))).contains(Bytes.EMPTY);
        assertThat(verify.gas(Bytes.EMPTY)).isEqualTo(6_900);
    }

    private Bytes run(BigInteger... words) {
        return verify.execute(input(words)).orElseThrow();
    }

    private static Bytes input(BigInteger... words) {
        Bytes input = Bytes.EMPTY;
        for (BigInteger word : words) {
            input = Bytes.concatenate(input, word(word));
        }
        return input;
    }

    private static Bytes32 word(BigInteger number) {
        return Bytes32.leftPad(Bytes.fromHexStringLenient(number.toString(16)));
    }

    private BigInteger[] sign(BigInteger digest) {
        var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        var domain = new ECDomainParameters(CURVE);
        signer.init(true, new ECPrivateKeyParameters(privateKey, domain));
        return signer.generateSignature(word(digest).toArray());
    }
}
