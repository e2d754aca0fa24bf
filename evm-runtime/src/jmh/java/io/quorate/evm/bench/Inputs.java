package io.quorate.evm.bench;

import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import org.apache.tuweni.bytes.Bytes;

/** Valid call data for precompiles. */
final class Inputs {
    /** The generator of P-256 is the public key of the private key 1 (FIPS 186-4, D.1.2.3). */
    private static final Bytes P256_GENERATOR = Bytes.fromHexString(
            "0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                    + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");

    private Inputs() {}

    static Bytes text(int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) (i * 31 + 7);
        }
        return Bytes.wrap(text);
    }

    static Bytes modexp(int length) {
        byte[] base = text(length).toArray();
        byte[] modulus = text(length).reverse().toArray();
        modulus[length - 1] |= 1;
        return Bytes.concatenate(UInt256.of(length).toBytes(), UInt256.of(3).toBytes(),
                UInt256.of(length).toBytes(), Bytes.wrap(base), Bytes.fromHexString("0x010001"),
                Bytes.wrap(modulus));
    }

    static Bytes ecrecover() {
        Hash hash = Keccak256.hash(text(32));
        EcdsaSignature signature = Secp256k1.sign(hash, UInt256.of(0xc0ffee).toBytes());
        return Bytes.concatenate(hash.bytes(), UInt256.of(27 + signature.yParity()).toBytes(),
                signature.r().toBytes(), signature.s().toBytes());
    }

    static Bytes p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(BigInteger.ONE,
                            parameters.getParameterSpec(ECParameterSpec.class)));
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(key);
            byte[] text = text(32).toArray();
            signer.update(text);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return Bytes.concatenate(Bytes.wrap(hash), Bytes.wrap(signer.sign()), P256_GENERATOR);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
