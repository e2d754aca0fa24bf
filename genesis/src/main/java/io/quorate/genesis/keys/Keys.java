package io.quorate.genesis.keys;

import io.quorate.bft.Digest;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.net.TlsIdentity;
import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.genesis.BlsKey;
import io.quorate.genesis.ConfigException;
import io.quorate.genesis.SecretFile;
import java.nio.file.Path;
import org.apache.tuweni.bytes.Bytes;

/** Opens keys, wherever they are. All fail with {@link ConfigException}, in one sentence for the operator. */
public final class Keys {
    private Keys() {}

    /** A key whose 32 bytes are at hand. */
    public static NodeKey inMemory(Bytes privateKey) {
        return new InMemory(privateKey);
    }

    /** A validator's secp256k1 key: in a file or a device. */
    public static NodeKey validator(KeyPlace place, Passwords passwords) {
        return switch (place) {
            case KeyPlace.InFile(Path file) -> new InMemory(
                    KeyFile.read(file).privateKey(passwords));
            case KeyPlace.InToken(Pkcs11Uri uri) -> Pkcs11Token.open(uri, passwords);
            case KeyPlace.AtService(var url) -> throw new ConfigException(url
                    + " cannot sign votes: such a service hashes what it signs once more. A"
                    + " validator's key is in a file or in a device (pkcs11:…)");
        };
    }

    /** An account's key. */
    public static AccountKey account(KeyPlace place, Passwords passwords) {
        return switch (place) {
            case KeyPlace.InFile(Path file) -> new InMemory(
                    KeyFile.read(file).privateKey(passwords));
            case KeyPlace.InToken(Pkcs11Uri uri) -> Pkcs11Token.open(uri, passwords);
            case KeyPlace.AtService(var url) -> Web3Signer.open(url);
        };
    }

    /** A validator's BLS12-381 key. */
    public static BlsKey bls(Path file, Passwords passwords) {
        return new BlsKey(KeyFile.read(file).secret(passwords));
    }

    /**
     * A replica's TLS identity.
     *
     * @param key PKCS#12 with the certificate in it, else PEM
     * @param certificate PEM; not read where {@code key} is PKCS#12
     */
    public static TlsIdentity tls(Path certificate, Path key, Passwords passwords) {
        byte[] file = SecretFile.readBytes(key);
        try {
            if (!Pkcs12.isOne(file)) {
                return TlsIdentity.load(certificate, key);
            }
            Pkcs12.Entry entry = Pkcs12.open(key.toString(), file, passwords);
            return new TlsIdentity(entry.certificate(), entry.key());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /** A key in this process. */
    private static final class InMemory implements NodeKey {
        private final Bytes privateKey;
        private final Bytes publicKey;
        private final KeySigner votes;

        InMemory(Bytes privateKey) {
            this.privateKey = privateKey;
            this.publicKey = Secp256k1.publicKey(privateKey);
            this.votes = new KeySigner(privateKey);
        }

        @Override
        public Bytes publicKey() {
            return publicKey;
        }

        @Override
        public Bytes sign(Digest digest) {
            return votes.sign(digest);
        }

        @Override
        public Bytes sign(Bytes data) {
            EcdsaSignature signature = Secp256k1.sign(Keccak256.hash(data), privateKey);
            return Bytes.concatenate(signature.r().toBytes(), signature.s().toBytes(),
                    Bytes.of(signature.yParity()));
        }

        @Override
        public String toString() {
            return "AccountKey[" + address() + "]";
        }
    }
}
