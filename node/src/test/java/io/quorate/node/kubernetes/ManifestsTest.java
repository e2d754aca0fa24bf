package io.quorate.node.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.quorate.genesis.NetworkInit;
import io.quorate.genesis.NetworkSpec;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of Kubernetes takes what is written, and has then what a replica needs and no more. */
@EnableKubernetesMockClient(crud = true)
class ManifestsTest {
    private static final String SPACE = "ledger";

    private KubernetesClient client;
    @TempDir
    private Path folder;

    private Path layOut(int replicas, List<String> hosts) {
        Path dir = folder.resolve("net");
        NetworkInit.create(new NetworkSpec(replicas, dir, 2026, hosts, 30303, 8545));
        Manifests.write(dir, Values.defaults(SPACE));
        return dir;
    }

    private Path layOut() {
        return layOut(4, Manifests.hosts(4, SPACE));
    }

    private List<HasMetadata> apply(Path... files) throws IOException {
        List<HasMetadata> applied = new ArrayList<>();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                applied.addAll(client.load(in).create());
            }
        }
        return applied;
    }

    private static Container replica(StatefulSet set) {
        return set.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    @Test
    void everyObjectIsTaken() throws IOException {
        Path manifests = layOut().resolve(Manifests.FOLDER);
        List<Path> files;
        try (Stream<Path> tree = Files.walk(manifests)) {
            files = tree.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith(Manifests.VALUES)).sorted().toList();
        }
        assertThat(files).hasSize(1 + 4 * 4);
        List<HasMetadata> applied = apply(files.toArray(Path[]::new));
        assertThat(applied).extracting(HasMetadata::getKind).contains("Namespace", "ConfigMap",
                "Secret", "Service", "StatefulSet", "PersistentVolumeClaim", "Job",
                "NetworkPolicy", "PodDisruptionBudget");
        assertThat(client.apps().statefulSets().inNamespace(SPACE).list().getItems()).hasSize(4);
        assertThat(applied).allSatisfy(object -> assertThat(client.resource(object).get())
                .isNotNull());
    }

    @Test
    void aPodHasNoRightsAndItsOwnIdentity() throws IOException {
        Path net = layOut();
        apply(net.resolve("kubernetes/replica-2/replica.yaml"),
                net.resolve("kubernetes/replica-2/keys.yaml"));
        StatefulSet set = client.apps().statefulSets().inNamespace(SPACE).withName("replica-2")
                .get();
        PodSpec pod = set.getSpec().getTemplate().getSpec();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        List<Container> containers = new ArrayList<>(pod.getContainers());
        containers.addAll(pod.getInitContainers());
        assertThat(containers).hasSize(2).allSatisfy(container -> {
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits()).containsKey("memory");
        });
        assertThat(replica(set).getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health");
        assertThat(set.getSpec().getServiceName()).isEqualTo("replica-2");
        assertThat(client.services().inNamespace(SPACE).withName("replica-2").get().getSpec())
                .satisfies(service -> {
                    assertThat(service.getClusterIP()).isEqualTo("None");
                    assertThat(service.getPublishNotReadyAddresses()).isTrue();
                });
        byte[] key = Base64.getDecoder().decode(client.secrets().inNamespace(SPACE)
                .withName("replica-2").get().getData().get("key"));
        assertThat(key).isEqualTo(Files.readAllBytes(net.resolve("replica-2/key")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                net.resolve("kubernetes/replica-2/keys.yaml")))).isEqualTo("rw-------");
    }

    @Test
    void aPolicyOpensAReplicaToItsPeersAlone() throws IOException {
        Path net = layOut(4, List.of("replica-0.ledger.svc", "replica-1.ledger.svc",
                "192.0.2.7", "quorate.example"));
        apply(net.resolve("kubernetes/replica-0/replica.yaml"), net.resolve(
                "kubernetes/network.yaml"));
        NetworkPolicy policy = client.network().v1().networkPolicies().inNamespace(SPACE)
                .withName("replica-0").get();
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec().getIngress()).hasSize(4); // three peers, and clients
        assertThat(policy.getSpec().getIngress().getFirst().getFrom().getFirst().getPodSelector()
                .getMatchLabels()).containsEntry("quorate.io/member", "replica-1");
        assertThat(policy.getSpec().getEgress().get(1).getTo().getFirst().getIpBlock().getCidr())
                .isEqualTo("192.0.2.7/32");
        assertThat(policy.getSpec().getEgress().get(2).getTo().getFirst().getIpBlock().getCidr())
                .isEqualTo("0.0.0.0/0");
        NetworkPolicy closed = client.network().v1().networkPolicies().inNamespace(SPACE)
                .withName("quorate-closed").get();
        assertThat(closed.getSpec().getIngress()).isEmpty();
        assertThat(closed.getSpec().getEgress()).isEmpty();
    }

    @Test
    void noMorePodsAreTakenAwayThanAQuorumBears() throws IOException {
        Path net = layOut(10, Manifests.hosts(10, SPACE)); // f = 3 or, with c, less
        apply(net.resolve("kubernetes/network.yaml"));
        int away = client.policy().v1().podDisruptionBudget().inNamespace(SPACE)
                .withName("quorate").get().getSpec().getMaxUnavailable().getIntVal();
        assertThat(away).isBetween(1, 2);
    }

    @Test
    void valuesDecideAndWrongOnesAreNamed() throws IOException {
        Path net = layOut();
        Path values = net.resolve("kubernetes/values.yaml");
        assertThat(Values.read(values)).isEqualTo(Values.defaults(SPACE));
        String text = Files.readString(values);
        Files.writeString(values, text.replace("memoryLimit: 1Gi", "memoryLimit: 3Gi")
                .replace("javaOptions: \"\"", "javaOptions: \"-Xmx1g\"")
                .replace("rpcGroups: \"eth,net,web3\"", "rpcGroups: \"*\""));
        Manifests.write(net, Values.read(values));
        apply(net.resolve("kubernetes/replica-1/replica.yaml"));
        Container replica = replica(client.apps().statefulSets().inNamespace(SPACE)
                .withName("replica-1").get());
        assertThat(replica.getResources().getLimits().get("memory")).hasToString("3Gi");
        assertThat(replica.getEnv()).extracting(EnvVar::getName, EnvVar::getValue)
                .contains(tuple("QUORATE_RPC_GROUPS", "*"), tuple("_JAVA_OPTIONS", "-Xmx1g"));
        refuses(values, text.replace("stopSeconds: 60", "stopSeconds: 5"), "stopSeconds: 5");
        refuses(values, text.replace("namespace: ledger", "namespace: \"a\\nb: c\""),
                "namespace");
        refuses(values, text.replace("memoryLimit: 1Gi", "memoryLimit: lots"), "memoryLimit");
        refuses(values, text.replace("stopSeconds", "stopSecond"), "stopSecond is unknown");
        refuses(values, "", "values.yaml");
        refuses(values, "[1, 2", "values.yaml:");
    }

    private static void refuses(Path file, String text, String named) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> Values.read(file)).isInstanceOf(OperatorException.class)
                .hasMessageContaining(named).hasMessageContaining(file.toString());
    }
}
