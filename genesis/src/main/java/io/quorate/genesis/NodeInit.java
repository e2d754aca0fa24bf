package io.quorate.genesis;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Lays out the folder of a node that joins a network which runs already, as {@link NetworkInit} does for its first ones. */
public final class NodeInit {
    private NodeInit() {}

    /**
     * What is asked for.
     *
     * @param dir new, or without any of the files
     * @param genesisFile of the network, as the node will read it
     * @param endpoint that the others dial
     * @param rpcPort on loopback
     */
    public record Spec(Path dir, Path genesisFile, String name, Endpoint endpoint, int rpcPort,
            boolean bls) {}

    /** What the members have to know of it; the secrets are in the folder. */
    public record Made(ValidatorKey key, Bytes32 tlsFingerprint, Bytes incarnation,
            Optional<BlsIdentity> bls, Path configFile) {}

    /** Writes the files; fails with {@link ConfigException} where one is there already. */
    public static Made create(Spec spec) {
        KeyGenerator keys = new KeyGenerator(new SecureRandom());
        Path dir = spec.dir().toAbsolutePath().normalize();
        SecretFile.createDirectory(dir);
        NodeSettings.Keys files = ClusterLayout.keysIn(dir);
        ValidatorKey key = keys.newValidatorKey();
        key.write(files.validatorKey());
        TlsKeyPair tls = keys.newTlsKeyPair(spec.name(), spec.endpoint().host());
        tls.write(files.tlsKey(), files.tlsCertificate());
        Bytes incarnation = keys.newIncarnation();
        SecretFile.writePublic(files.firstLog(), incarnation.toHexString() + "\n");
        Optional<BlsIdentity> bls = Optional.empty();
        if (spec.bls()) {
            BlsKey made = keys.newBlsKey();
            made.write(files.blsKey());
            bls = Optional.of(made.identity());
        }
        Path config = dir.resolve("quorate.toml");
        SecretFile.writePublic(config, configText(spec, dir));
        return new Made(key, tls.fingerprint(), incarnation, bls, config);
    }

    private static String configText(Spec spec, Path dir) {
        Path genesis = spec.genesisFile().toAbsolutePath().normalize();
        Map<SettingKey, Object> chosen = new EnumMap<>(SettingKey.class);
        chosen.put(SettingKey.GENESIS, dir.relativize(genesis).toString());
        chosen.put(SettingKey.P2P_HOST, NetworkInit.listenHost(spec.endpoint().host()));
        chosen.put(SettingKey.P2P_PORT, spec.endpoint().port());
        chosen.put(SettingKey.RPC_PORT, spec.rpcPort());
        return ReplicaConfigText.of(chosen);
    }
}
