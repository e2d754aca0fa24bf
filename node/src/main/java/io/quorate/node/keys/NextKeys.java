package io.quorate.node.keys;

import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.SecretFile;
import io.quorate.genesis.keys.KeyFile;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Passwords;
import io.quorate.genesis.keys.Pkcs12;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Keys that are to take the place of a replica's, in a new folder: encrypted where those in use are.
 *
 * @param validator its secp256k1 key
 * @param tlsCertificate PEM; the key's own file where that is PKCS#12
 * @param passwords of what is encrypted
 */
public record NextKeys(Optional<Path> validator, Optional<Path> bls, Optional<Path> tlsKey,
        Optional<Path> tlsCertificate, Passwords passwords) {
    /**
     * What is to be replaced.
     *
     * @param name of the node, for a certificate's subject
     * @param host for which the certificate is
     */
    public record Wanted(boolean validator, boolean bls, boolean tls, String name, String host) {}

    /** Fails with {@link OperatorException} where the folder exists, or a key is in a device. */
    public static NextKeys make(NodeSettings.Keys now, Wanted wanted, Path folder,
            Passwords passwords) {
        if (wanted.validator && now.device().isPresent()) {
            throw new OperatorException("The validator's key is in " + now.device().get()
                    + ": make the new one there with 'quorate keys create --kind validator"
                    + " --out pkcs11:…', and propose it with 'quorate members rotate"
                    + " --validator-key pkcs11:…'. --kind tls replaces the TLS key alone.");
        }
        boolean sealVotes = wanted.validator
                && KeyFile.read(now.validatorKey()).form() == KeyFile.Form.KEYSTORE;
        boolean sealTls = wanted.tls && Pkcs12.isOne(SecretFile.readBytes(now.tlsKey()));
        create(folder);
        Passwords one = sealVotes || sealTls ? once(passwords) : Passwords.none();
        KeyMaker votes = new KeyMaker(sealVotes ? Optional.of(one) : Optional.empty());
        Optional<Path> validator = Optional.empty();
        Optional<Path> bls = Optional.empty();
        Optional<Path> tls = Optional.empty();
        if (wanted.validator) {
            validator = Optional.of(folder.resolve("key"));
            votes.secp(new KeyPlace.InFile(validator.get()));
            if (wanted.bls) {
                bls = Optional.of(folder.resolve("bls.key"));
                votes.bls(bls.get());
            }
        }
        if (wanted.tls) {
            tls = Optional.of(folder.resolve("tls.key"));
            new KeyMaker(sealTls ? Optional.of(one) : Optional.empty()).tls(tls.get(),
                    wanted.name, wanted.host);
        }
        return new NextKeys(validator, bls, tls,
                tls.map(key -> sealTls ? key : KeyMaker.certificateBeside(key)), one);
    }

    /** A person is asked for it once (and once more, since it is new), however many keys there are. */
    private static Passwords once(Passwords passwords) {
        char[] password = Passwords.ofNew(passwords, "the new keys");
        return _ -> password.clone();
    }

    private static void create(Path folder) {
        try {
            Files.createDirectory(folder, PosixFilePermissions
                    .asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new OperatorException("The folder " + folder + " for new keys cannot be made ("
                    + e + "); it has to be new.", e);
        }
    }
}
