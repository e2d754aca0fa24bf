package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class DevAccountsTest {
    private static final int HARDENED = 0x8000_0000;

    /** The constants are what BIP-39 and BIP-32 derive from the mnemonic, all ten of them. */
    @Test
    void keysAreDerivedFromTheMnemonic() throws Exception {
        char[] mnemonic = DevAccounts.MNEMONIC.toCharArray();
        byte[] seed = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(new PBEKeySpec(mnemonic,
                        "mnemonic".getBytes(StandardCharsets.UTF_8), 2048, 512))
                .getEncoded();
        byte[] node = hmac("Bitcoin seed".getBytes(StandardCharsets.UTF_8), seed);
        for (int index : new int[]{HARDENED | 44, HARDENED | 60, HARDENED, 0}) {
            node = child(node, index);
        }
        for (int i = 0; i < 10; i++) {
            DevAccount account = DevAccounts.all().get(i);
            Bytes key = Bytes.wrap(child(node, i), 0, 32);
            assertThat(account.privateKey()).as("account %s", i).isEqualTo(key);
            assertThat(account.address())
                    .isEqualTo(Secp256k1.addressOf(Secp256k1.publicKey(key)));
        }
    }

    private static byte[] child(byte[] node, int index) throws GeneralSecurityException {
        Bytes key = Bytes.wrap(node, 0, 32);
        Bytes data = index < 0 ? Bytes.concatenate(Bytes.of(0), key)
                : PublicKeys.compressed(Secp256k1.publicKey(key));
        byte[] derived = hmac(Bytes.wrap(node, 32, 32).toArray(),
                Bytes.concatenate(data, Bytes.ofUnsignedInt(index & 0xffff_ffffL)).toArray());
        BigInteger sum = new BigInteger(1, Bytes.wrap(derived, 0, 32).toArray())
                .add(key.toUnsignedBigInteger()).mod(Secp256k1.ORDER.toBigInteger());
        UInt256.of(sum).copyTo(derived, 0);
        return derived;
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA512");
        mac.init(new SecretKeySpec(key, "HmacSHA512"));
        return mac.doFinal(data);
    }
}
