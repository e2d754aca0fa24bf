package io.quorate.genesis.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.genesis.ConfigException;
import java.security.SecureRandom;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class KeystoreV3Test {
    private static final Passwords PASSWORD = _ -> "testpassword".toCharArray();
    /** The definition's own example. */
    private static final Bytes SECRET = Bytes.fromHexString(
            "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d");
    private static final String PBKDF2 = """
            {"crypto":{"cipher":"aes-128-ctr",
            "cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
            "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
            "kdf":"pbkdf2","kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256",
            "salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
            "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},
            "id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}""";
    /** Of ethers 6, for the same key. */
    private static final String SCRYPT = """
            {"address":"008aeeda4d805471df9b2a5b0f38a0c3bcba786b",
            "id":"e4f16f9f-e1f4-4708-8b56-12d9e5c81de9","version":3,"Crypto":{
            "cipher":"aes-128-ctr","cipherparams":{"iv":"54d55cf4ef27cf770c2db1e8fa04d434"},
            "ciphertext":"e7192fa9cb074ff1d43600a69d2afa3b861727d08c11816f150290c757cadc74",
            "kdf":"scrypt","kdfparams":{
            "salt":"b9847c35565b42a9e4a4754c2e09cf7d88d7e3b4c58e3e0af4bcd5fd04ed6f6e",
            "n":1024,"dklen":32,"p":2,"r":8},
            "mac":"d7be8301939da2a97ef78a58c44209592ac874242ec7d11e9902d7471fd2a281"}}""";

    @Test
    void opensOthersFiles() {
        assertThat(KeystoreV3.open("a.json", PBKDF2, PASSWORD)).isEqualTo(SECRET);
        assertThat(KeystoreV3.open("a.json", SCRYPT, PASSWORD)).isEqualTo(SECRET);
    }

    @Test
    void opensWhatItSealed() {
        String text = KeystoreV3.seal(SECRET, "pass phrase é".toCharArray(), new SecureRandom());
        assertThat(KeystoreV3.isOne(text)).isTrue();
        assertThat(text).doesNotContain(SECRET.toUnprefixedHexString());
        assertThat(KeystoreV3.open("a.json", text, _ -> "pass phrase é".toCharArray()))
                .isEqualTo(SECRET);
        assertThat(KeystoreV3.address("a.json", text).orElseThrow())
                .hasToString("0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b");
    }

    @Test
    void refusesAnotherPassword() {
        assertThatThrownBy(() -> KeystoreV3.open("a.json", SCRYPT, _ -> "other".toCharArray()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the password is not that of a.json");
    }

    @Test
    void asksForNoPasswordWhereTheFileIsWrong() {
        Passwords never = _ -> {
            throw new AssertionError("asked");
        };
        assertThatThrownBy(() -> KeystoreV3.open("a.json",
                SCRYPT.replace("\"n\":1024", "\"n\":1073741824"), never))
                .hasMessageContaining("at most 256 MiB");
        assertThatThrownBy(() -> KeystoreV3.open("a.json", SCRYPT.replace("\"n\":1024",
                "\"n\":65536").replace("\"r\":8", "\"r\":1"), never))
                .hasMessageContaining("below 2^(16 r)");
        assertThatThrownBy(() -> KeystoreV3.open("a.json",
                PBKDF2.replace("\"c\":262144", "\"c\":2000000000"), never))
                .hasMessageContaining("c of 1 to 10000000");
        assertThatThrownBy(() -> KeystoreV3.open("a.json", SCRYPT.replace("scrypt", "md5"), never))
                .hasMessageContaining("kdf is not scrypt or pbkdf2");
        assertThatThrownBy(() -> KeystoreV3.open("a.json",
                SCRYPT.replace("54d55cf4", "54d55c"), never))
                .hasMessageContaining("iv is not 16 bytes in hexadecimal");
        assertThatThrownBy(() -> KeystoreV3.open("a.json", "{", never))
                .hasMessageContaining("no JSON");
    }

    @Test
    void refusesAnotherKeysAddress() {
        String text = SCRYPT.replace("\"008aeeda", "\"108aeeda");
        assertThatThrownBy(() -> KeystoreV3.open("a.json", text, PASSWORD))
                .hasMessageContaining("not that of the key in it");
    }
}
