package io.quorate.genesis.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.net.TlsIdentity;
import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.ConfigException;
import io.quorate.genesis.KeyGenerator;
import io.quorate.genesis.SecretFile;
import io.quorate.genesis.TlsKeyPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private static final Bytes DATA = Bytes.fromHexString("0x02f86b8205398080");
    private static final Bytes SECRET = Bytes.fromHexString(
            "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
    private static final Passwords NEVER = _ -> {
        throw new AssertionError("asked");
    };

    @TempDir
    private Path folder;

    @Test
    void opensAccountsInFiles() {
        Path plain = folder.resolve("plain");
        Path keystore = folder.resolve("keystore.json");
        SecretFile.write(plain, SECRET.toUnprefixedHexString() + "\n");
        SecretFile.write(keystore, KeystoreV3.seal(SECRET, "p".toCharArray(), new SecureRandom()));
        requireSigns(Keys.account(KeyPlace.of("plain", folder), NEVER));
        requireSigns(Keys.account(KeyPlace.of("keystore.json", folder), _ -> "p".toCharArray()));
        assertThat(Keys.validator(KeyPlace.of("keystore.json", folder), _ -> "p".toCharArray())
                .publicKey()).isEqualTo(new KeySigner(SECRET).publicKey());
    }

    private static void requireSigns(AccountKey key) {
        assertThat(key.address())
                .hasToString("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
        Bytes signature = key.sign(DATA);
        assertThat(Secp256k1.recoverAddress(Keccak256.hash(DATA), new EcdsaSignature(
                UInt256.of(signature.slice(0, 32)), UInt256.of(signature.slice(32, 32)),
                signature.get(64)))).contains(key.address());
    }

    @Test
    void opensTlsInPkcs12AndInPem() {
        TlsKeyPair pair = new KeyGenerator(new SecureRandom()).newTlsKeyPair("r", "127.0.0.1");
        pair.write(folder.resolve("tls.key"), folder.resolve("tls.crt"));
        SecretFile.write(folder.resolve("tls.p12"), Pkcs12.seal(
                new Pkcs12.Entry(pair.privateKey(), pair.certificate()), "r", "p".toCharArray()));
        TlsIdentity pem = Keys.tls(folder.resolve("tls.crt"), folder.resolve("tls.key"), NEVER);
        TlsIdentity sealed = Keys.tls(folder.resolve("none"), folder.resolve("tls.p12"),
                _ -> "p".toCharArray());
        assertThat(pem.keyPin()).isEqualTo(pair.fingerprint()).isEqualTo(sealed.keyPin());
        assertThatThrownBy(() -> Keys.tls(folder.resolve("none"), folder.resolve("tls.p12"),
                _ -> "q".toCharArray())).isInstanceOf(ConfigException.class)
                .hasMessageContaining("tls.p12 is no PKCS#12 file of this password");
    }

    @Test
    void signsThroughAService() throws IOException {
        Bytes publicKey = Secp256k1.publicKey(SECRET);
        HttpServer server = HttpServer
                .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String[] signature = {""};
        server.createContext("/api/v1/eth1/publicKeys", exchange -> {
            byte[] body = ("[\"" + publicKey.toHexString() + "\"]")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/api/v1/eth1/sign/" + publicKey.toHexString(), exchange -> {
            assertThat(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"data\":\"" + DATA.toHexString() + "\"}");
            byte[] body = signature[0].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            EcdsaSignature right = Secp256k1.sign(Keccak256.hash(DATA), SECRET);
            signature[0] = Bytes.concatenate(right.r().toBytes(),
                    Secp256k1.ORDER.minus(right.s()).toBytes(), Bytes.of(28)).toHexString();
            requireSigns(Keys.account(KeyPlace.of(
                    url + "#0xF39fd6e51aad88f6f4ce6ab8827279cfffb92266", folder), NEVER));
            AccountKey only = Keys.account(KeyPlace.of(url + "/", folder), NEVER);
            signature[0] = Bytes.wrap(new byte[65]).toHexString();
            assertThatThrownBy(() -> only.sign(DATA)).isInstanceOf(ConfigException.class)
                    .hasMessageContaining("not by the key");
            signature[0] = "no";
            assertThatThrownBy(() -> only.sign(DATA)).hasMessageContaining("other than 65 bytes");
            assertThatThrownBy(() -> Keys.account(KeyPlace.of(url + "#0x01", folder), NEVER))
                    .hasMessageContaining("has 1 keys, 0 of them of 0x01");
            assertThatThrownBy(() -> Keys.validator(KeyPlace.of(url, folder), NEVER))
                    .hasMessageContaining("cannot sign votes");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void asksWhereAPasswordIsNeeded() {
        SecretFile.write(folder.resolve("password"), "first line\nsecond\n");
        assertThat(Passwords.from(Optional.of(folder.resolve("password")), Map.of()).of("x"))
                .containsExactly("first line".toCharArray());
        assertThat(Passwords.from(Optional.empty(), Map.of(Passwords.VARIABLE, "v")).of("x"))
                .containsExactly('v');
        assertThatThrownBy(() -> Passwords.from(Optional.empty(), Map.of()).of("key.json"))
                .hasMessageContaining("key.json is encrypted");
    }
}
