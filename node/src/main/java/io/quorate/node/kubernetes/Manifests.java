package io.quorate.node.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.quorate.bft.core.Quorums;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.SecretFile;
import io.quorate.genesis.Validator;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Writes the manifests of a network beside its files, in the folder {@code kubernetes}: what all share in {@code
 * network.yaml}, what one organisation applies in a folder of its name.
 */
public final class Manifests {
    public static final String FOLDER = "kubernetes";
    public static final String VALUES = "values.yaml";
    /** What etcd, and so the API server, takes of one object. */
    private static final int OBJECT_BYTES_MAX = 1_000_000;
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLWriteFeature.SPLIT_LINES).build();

    private final Path dir;
    private final Values values;
    private final List<Validator> members;
    private final String genesis;

    private Manifests(Path dir, Values values) {
        this.dir = dir;
        this.values = values;
        this.members = Genesis.read(dir.resolve("genesis.json")).quorate().validators();
        this.genesis = text(dir.resolve("genesis.json"));
    }

    /**
     * Writes anew what {@code values} decide, for each member whose folder is in {@code dir}.
     *
     * @param dir as {@code network init} laid it out
     * @return the folders of the members, in their order
     */
    public static List<Path> write(Path dir, Values values) {
        return new Manifests(dir, values).write();
    }

    /** Where the members of a network find each other, in {@code namespace}. */
    public static List<String> hosts(int replicas, String namespace) {
        List<String> hosts = new ArrayList<>();
        for (int k = 0; k < replicas; k++) {
            hosts.add(Names.host("replica-" + k, namespace));
        }
        return hosts;
    }

    private List<Path> write() {
        Path folder = dir.resolve(FOLDER);
        NetworkPolicies policies = new NetworkPolicies(values, members);
        try {
            Files.createDirectories(folder);
            replace(folder.resolve(VALUES), values.text());
            write(folder.resolve("network.yaml"), shared(policies));
            List<Path> written = new ArrayList<>();
            for (Validator member : members) {
                Path own = dir.resolve(member.name());
                if (!Values.isLabel(member.name()) || !Files.isDirectory(own)) continue;
                Path target = Files.createDirectories(folder.resolve(member.name()));
                writeMember(new ReplicaManifests(values, member), policies.of(member), own,
                        target);
                written.add(target);
            }
            if (written.isEmpty()) {
                throw new OperatorException(dir + " has the folder of no member that its"
                        + " genesis.json names.");
            }
            return written;
        } catch (IOException e) {
            throw new OperatorException("the manifests cannot be written to " + folder + ": "
                    + e.getMessage() + ".", e);
        }
    }

    /** A quorum goes on while f are away; one of these is left for what nobody planned, where f allows. */
    private List<HasMetadata> shared(NetworkPolicies policies) {
        int f = Quorums.ofSize(members.size()).f();
        Map<String, String> labels = Map.of(Names.APP, "quorate");
        return List.of(
                new NamespaceBuilder().withNewMetadata().withName(values.namespace())
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata().build(),
                new ConfigMapBuilder()
                        .withMetadata(Names.meta(Names.GENESIS, values.namespace(), labels))
                        .addToData("genesis.json", genesis).build(),
                new PodDisruptionBudgetBuilder()
                        .withMetadata(Names.meta("quorate", values.namespace(), labels))
                        .withNewSpec().withMaxUnavailable(PodParts.port(Math.max(1, f - 1)))
                        .withNewSelector().addToMatchLabels(labels).addNewMatchExpression()
                        .withKey(Names.MEMBER).withOperator("Exists").endMatchExpression()
                        .endSelector().endSpec().build(),
                policies.closed());
    }

    private void writeMember(ReplicaManifests replica, HasMetadata policy, Path own, Path target)
            throws IOException {
        List<HasMetadata> objects = new ArrayList<>(
                replica.replica(text(own.resolve("quorate.toml"))));
        objects.add(policy);
        write(target.resolve("replica.yaml"), objects);
        Map<String, String> keys = new TreeMap<>();
        for (String name : List.of("key", "bls.key", "tls.key", "tls.crt")) {
            Path file = own.resolve(name);
            if (Files.exists(file)) {
                keys.put(name, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
        }
        Path secret = target.resolve("keys.yaml");
        Files.deleteIfExists(secret);
        SecretFile.write(secret, yaml(List.of(replica.keys(keys))).getBytes(
                StandardCharsets.UTF_8));
        Path firstLog = own.resolve("first-log");
        if (Files.exists(firstLog)) {
            write(target.resolve("first-start.yaml"), replica.firstStart(text(firstLog)));
        }
        write(target.resolve("after-loss.yaml"), List.of(replica.afterLoss()));
    }

    private static void write(Path file, List<HasMetadata> objects) throws IOException {
        replace(file, yaml(objects));
    }

    private static void replace(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    private static String yaml(List<HasMetadata> objects) {
        StringBuilder text = new StringBuilder();
        for (HasMetadata object : objects) {
            String one = YAML.writeValueAsString(object);
            if (one.length() > OBJECT_BYTES_MAX) {
                throw new OperatorException(object.getKind() + " " + object.getMetadata().getName()
                        + " has " + one.length() + " bytes; Kubernetes takes at most "
                        + OBJECT_BYTES_MAX + " of one object. Is the genesis file that large?");
            }
            text.append(one);
        }
        return text.toString();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
