package io.quorate.genesis;

import io.quorate.bft.core.Quorums;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.bouncycastle.util.IPAddress;

/** Lays out a whole network: keys, TLS certificates, the genesis file, and one folder per replica. */
public final class NetworkInit {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int REPLICAS_MAX = 500;
    private static final int METRICS_PORT = 9_545;

    private final NetworkSpec spec;
    private final ClusterLayout cluster;
    private final KeyGenerator keys = new KeyGenerator(new SecureRandom());

    private NetworkInit(NetworkSpec spec) {
        this.spec = spec;
        this.cluster = new ClusterLayout(spec.dir().toAbsolutePath().normalize());
    }

    /** Writes the files; fails with {@link ConfigException}, before anything is written where it can. */
    public static NetworkLayout create(NetworkSpec spec) {
        NetworkInit init = new NetworkInit(spec);
        init.check();
        return init.write();
    }

    private void check() {
        if (spec.replicas() < Quorums.COMMITTEE_MIN || spec.replicas() > REPLICAS_MAX) {
            throw new ConfigException("--replicas is " + spec.replicas() + "; expected "
                    + Quorums.COMMITTEE_MIN + " to " + REPLICAS_MAX);
        }
        if (spec.chainId() < 1) {
            throw new ConfigException(
                    "--chain-id is " + spec.chainId() + "; expected a number above 0");
        }
        if (!spec.hosts().isEmpty() && spec.hosts().size() != spec.replicas()) {
            throw new ConfigException("--hosts names " + spec.hosts().size() + " hosts for "
                    + spec.replicas() + " replicas; expected one for each, or none");
        }
        for (int k = 0; k < spec.replicas(); k++) {
            endpoint("--base-port", k, spec.basePort());
            endpoint("--rpc-port", k, spec.rpcPort());
        }
        requireEmpty(cluster.dir());
    }

    private static void requireEmpty(Path dir) {
        if (!Files.exists(dir)) {
            return;
        }
        try (Stream<Path> entries = Files.list(dir)) {
            if (entries.findAny().isPresent()) {
                throw new ConfigException("--dir " + dir
                        + " is not empty; name a new directory, so that no key is overwritten");
            }
        } catch (IOException e) {
            throw new ConfigException("--dir " + dir + " is no directory that can be listed", e);
        }
    }

    private String host(int k) {
        return spec.hosts().isEmpty() ? LOOPBACK : spec.hosts().get(k);
    }

    private Endpoint endpoint(String option, int k, int basePort) {
        int before = spec.hosts().isEmpty() ? k
                : Collections.frequency(spec.hosts().subList(0, k), spec.hosts().get(k));
        try {
            Endpoint endpoint = new Endpoint(host(k), basePort + before);
            if (endpoint.port() == 0) {
                throw new ConfigException(option + " is 0; expected 1 to 65535");
            }
            return endpoint;
        } catch (IllegalArgumentException e) {
            throw new ConfigException("replica " + k + " (" + option + " " + basePort
                    + ") cannot have its place: " + e.getMessage(), e);
        }
    }

    private NetworkLayout write() {
        SecretFile.createDirectory(cluster.dir());
        List<NetworkLayout.Replica> replicas = new ArrayList<>();
        for (int k = 0; k < spec.replicas(); k++) {
            replicas.add(writeReplica(k));
        }
        List<Validator> validators = replicas.stream().map(NetworkLayout.Replica::validator)
                .toList();
        QuorateConfig config = new QuorateConfig(validators, FeeMode.BLIND, 0, false,
                Quorums.ofSize(validators.size()).c(), QuorateConfig.DEFAULT_WINDOW,
                OrderingLimits.of(validators.size(), QuorateConfig.DEFAULT_WINDOW), spec.suite(),
                false);
        GenesisBuilder genesis = GenesisBuilder.forChain(spec.chainId()).quorate(config);
        genesis.build(); // what we write, we can read
        SecretFile.writePublic(cluster.genesisFile(), genesis.toJson());
        return new NetworkLayout(cluster.dir(), cluster.genesisFile(), replicas,
                nextSteps(replicas));
    }

    private NetworkLayout.Replica writeReplica(int k) {
        Path dir = cluster.replicaDir(k);
        SecretFile.createDirectory(dir);
        NodeSettings.Keys files = cluster.keys(k);
        Endpoint p2p = endpoint("--base-port", k, spec.basePort());
        Endpoint rpc = new Endpoint(LOOPBACK,
                endpoint("--rpc-port", k, spec.rpcPort()).port());
        ValidatorKey key = keys.newValidatorKey();
        TlsKeyPair tls = keys.newTlsKeyPair("replica-" + k, p2p.host());
        key.write(files.validatorKey());
        tls.write(files.tlsKey(), files.tlsCertificate());
        Bytes incarnation = keys.newIncarnation();
        SecretFile.writePublic(files.firstLog(), incarnation.toHexString() + "\n");
        Endpoint listen = new Endpoint(isLoopback(p2p.host()) ? p2p.host() : "0.0.0.0",
                p2p.port());
        SecretFile.writePublic(cluster.configFile(k),
                ReplicaConfigText.of(listen, rpc, METRICS_PORT + rpc.port() - spec.rpcPort()));
        Validator validator = new Validator("replica-" + k, key.publicKey(), key.address(), p2p,
                tls.fingerprint(), incarnation, newBlsKey(files.blsKey()));
        return new NetworkLayout.Replica(k, dir, cluster.configFile(k), files, validator, rpc);
    }

    private Optional<BlsIdentity> newBlsKey(Path file) {
        if (spec.suite() != CertificateSuite.BLS12_381) {
            return Optional.empty();
        }
        BlsKey key = keys.newBlsKey();
        key.write(file);
        return Optional.of(key.identity());
    }

    /** By its spelling alone: nothing is resolved while a network is laid out. */
    private static boolean isLoopback(String host) {
        return "localhost".equals(host)
                || IPAddress.isValid(host) && InetAddress.ofLiteral(host).isLoopbackAddress();
    }

    private List<String> nextSteps(List<NetworkLayout.Replica> replicas) {
        List<String> lines = new ArrayList<>();
        if (spec.hosts().isEmpty()) {
            lines.add("Start each replica in a terminal of its own:");
        } else {
            lines.add(
                    "Give each operator genesis.json and their own replica's folder, keep the two "
                            + "side by side, and start each replica on its host:");
        }
        for (NetworkLayout.Replica replica : replicas) {
            lines.add("  ./quorate node --config " + replica.configFile());
        }
        lines.add("JSON-RPC of replica 0 is then at http://" + replicas.getFirst().rpc());
        return lines;
    }
}
