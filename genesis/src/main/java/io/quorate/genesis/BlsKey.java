package io.quorate.genesis;

import io.quorate.bft.core.crypto.BlsSigner;
import java.nio.file.Path;
import org.apache.tuweni.bytes.Bytes;

/** A validator's BLS12-381 key, kept as the 32 secret bytes that it is derived from. Its text has no secret in it. */
public final class BlsKey {
    static final int SEED_SIZE = 32;

    private final Bytes seed;
    private final BlsSigner signer;

    public BlsKey(Bytes seed) {
        if (seed.size() != SEED_SIZE) {
            throw new IllegalArgumentException(
                    "a BLS key is made of " + SEED_SIZE + " secret bytes, not " + seed.size());
        }
        this.seed = seed;
        this.signer = BlsSigner.ofSeed(seed);
    }

    /**
     * Reads a key file: 64 hexadecimal digits. Fails with {@link ConfigException}, also where other users of the
     * machine may read the file.
     */
    public static BlsKey read(Path file) {
        Bytes seed = Hex.bytes(SecretFile.read(file).strip())
                .filter(bytes -> bytes.size() == SEED_SIZE)
                .orElseThrow(() -> new ConfigException(
                        file + " holds no BLS key; expected 64 hexadecimal digits"));
        return new BlsKey(seed);
    }

    /** Creates {@code file}, readable by its owner alone; it must not exist. */
    public void write(Path file) {
        SecretFile.write(file, seed.toHexString() + "\n");
    }

    public BlsSigner signer() {
        return signer;
    }

    public BlsIdentity identity() {
        return new BlsIdentity(signer.publicKey(), signer.proofOfPossession());
    }

    @Override
    public String toString() {
        return "BlsKey[" + signer.publicKey() + "]";
    }
}
