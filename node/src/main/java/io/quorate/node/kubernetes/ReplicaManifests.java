package io.quorate.node.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.quorate.genesis.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one organisation runs: one replica, its services, its keys, and the job that begins its ordering log. */
final class ReplicaManifests {
    private static final String CONFIG_FILE = Names.CONFIG_DIR + "/quorate.toml";
    private static final String FIRST_LOG = "first-log";
    /** So long callers are still sent to a pod that was told to end. */
    private static final long DRAIN_SECONDS = 5;

    private final Values values;
    private final PodParts parts;
    private final Validator self;
    private final String name;

    ReplicaManifests(Values values, Validator self) {
        this.values = values;
        this.parts = new PodParts(values);
        this.self = self;
        this.name = self.name();
    }

    /** @param config the text of {@code quorate.toml}; places are set by variables */
    List<HasMetadata> replica(String config) {
        return List.of(
                new ConfigMapBuilder().withMetadata(meta(name))
                        .addToData("quorate.toml", config).build(),
                // Peers dial a replica before it is in step, and before it is ready for callers.
                new ServiceBuilder().withMetadata(meta(name)).withNewSpec()
                        .withClusterIP("None").withPublishNotReadyAddresses(true)
                        .withSelector(Names.labels(name)).addNewPort().withName(Names.P2P)
                        .withPort(self.endpoint().port()).endPort().endSpec().build(),
                new ServiceBuilder().withMetadata(meta(name + "-rpc")).withNewSpec()
                        .withSelector(Names.labels(name)).addNewPort().withName(Names.RPC)
                        .withPort(Names.RPC_PORT).endPort().addNewPort().withName(Names.METRICS)
                        .withPort(Names.METRICS_PORT).endPort().endSpec().build(),
                statefulSet());
    }

    HasMetadata keys(Map<String, String> base64ByFile) {
        return new SecretBuilder().withMetadata(meta(name)).withType("Opaque")
                .withData(base64ByFile).build();
    }

    /** The volume, and the job that hands it the file {@code first-log}, once. */
    List<HasMetadata> firstStart(String firstLog) {
        String map = name + "-first-log";
        Job job = job(name + "-first-start", List.of("network", "begin", "--data-dir",
                Names.DATA_DIR, "--first-log", "/etc/quorate/first/" + FIRST_LOG), map);
        return List.of(
                new PersistentVolumeClaimBuilder().withMetadata(meta(PodParts.claimName(name)))
                        .withSpec(parts.claim()).build(),
                new ConfigMapBuilder().withMetadata(meta(map)).addToData(FIRST_LOG, firstLog)
                        .build(),
                job);
    }

    /** For a volume that took the place of a lost one: the replica follows until it is given a new log. */
    Job afterLoss() {
        return job(name + "-after-loss", List.of("network", "begin", "--data-dir", Names.DATA_DIR,
                "--after-loss"), "");
    }

    private Job job(String jobName, List<String> arguments, String firstLogMap) {
        ContainerBuilder container = parts.container("begin", arguments);
        PodSpecBuilder pod = new PodSpecBuilder().withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false).withEnableServiceLinks(false)
                .withSecurityContext(PodParts.nobody())
                .withVolumes(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir()
                        .build(),
                        new VolumeBuilder().withName(Names.DATA)
                                .withNewPersistentVolumeClaim(PodParts.claimName(name), false)
                                .build());
        if (!firstLogMap.isEmpty()) {
            container.addNewVolumeMount().withName("first").withMountPath("/etc/quorate/first")
                    .withReadOnly(true).endVolumeMount();
            pod.addNewVolume().withName("first").withNewConfigMap().withName(firstLogMap)
                    .endConfigMap().endVolume();
        }
        return new JobBuilder().withMetadata(meta(jobName)).withNewSpec().withBackoffLimit(0)
                .withNewTemplate()
                .withNewMetadata().addToLabels(Names.APP, "quorate").endMetadata()
                .withSpec(pod.withContainers(parts.small(container)).build())
                .endTemplate().endSpec().build();
    }

    private StatefulSet statefulSet() {
        ContainerBuilder await = parts.container("await-first-start",
                List.of("network", "begin", "--data-dir", Names.DATA_DIR, "--check"));
        ContainerBuilder replica = parts.container("replica",
                List.of("node", "--config", CONFIG_FILE))
                .withEnv(environment())
                .addNewVolumeMount().withName("config").withMountPath(Names.CONFIG_DIR)
                .withReadOnly(true).endVolumeMount()
                .addNewVolumeMount().withName("genesis").withMountPath(Names.GENESIS_DIR)
                .withReadOnly(true).endVolumeMount()
                .addNewVolumeMount().withName("keys").withMountPath(Names.KEYS_DIR)
                .withReadOnly(true).endVolumeMount()
                .addNewPort().withName(Names.P2P).withContainerPort(self.endpoint().port())
                .endPort()
                .addNewPort().withName(Names.RPC).withContainerPort(Names.RPC_PORT).endPort()
                .addNewPort().withName(Names.METRICS).withContainerPort(Names.METRICS_PORT)
                .endPort()
                // 200 while the replica is in step, votes and serves. There is no liveness probe: a replica that
                // cannot go on ends by itself, and one that catches up is not to be killed.
                .withNewReadinessProbe().withNewHttpGet().withPath("/health")
                .withNewPort(Names.METRICS).endHttpGet().withPeriodSeconds(5)
                .withTimeoutSeconds(3).withFailureThreshold(2).endReadinessProbe()
                .withNewLifecycle().withNewPreStop().withNewSleep(DRAIN_SECONDS).endPreStop()
                .endLifecycle()
                .withNewResources().addToRequests("memory", new Quantity(values.memoryRequest()))
                .addToRequests("cpu", new Quantity(values.cpuRequest()))
                .addToLimits("memory", new Quantity(values.memoryLimit())).endResources();
        return new StatefulSetBuilder().withMetadata(meta(name)).withNewSpec().withReplicas(1)
                .withServiceName(name).withNewSelector().addToMatchLabels(Names.labels(name))
                .endSelector()
                .withNewPersistentVolumeClaimRetentionPolicy("Retain", "Retain")
                .withNewTemplate()
                .withNewMetadata().addToLabels(Names.labels(name)).endMetadata()
                .withSpec(new PodSpecBuilder().withAutomountServiceAccountToken(false)
                        .withEnableServiceLinks(false)
                        .withSecurityContext(PodParts.nobody())
                        .withTerminationGracePeriodSeconds(values.stopSeconds() + DRAIN_SECONDS)
                        // Two replicas on one machine fail together.
                        .withNewAffinity().withNewPodAntiAffinity()
                        .addNewPreferredDuringSchedulingIgnoredDuringExecution().withWeight(100)
                        .withNewPodAffinityTerm().withTopologyKey("kubernetes.io/hostname")
                        .withNewLabelSelector().addToMatchLabels(Names.APP, "quorate")
                        .endLabelSelector().endPodAffinityTerm()
                        .endPreferredDuringSchedulingIgnoredDuringExecution().endPodAntiAffinity()
                        .endAffinity()
                        .withInitContainers(parts.small(await))
                        .withContainers(replica.build()).withVolumes(PodParts.volumes(name))
                        .build())
                .endTemplate()
                .withVolumeClaimTemplates(new PersistentVolumeClaimBuilder().withNewMetadata()
                        .withName(Names.DATA).endMetadata().withSpec(parts.claim()).build())
                .endSpec().build();
    }

    /** Where things are in the pod; the file keeps what it says otherwise. */
    private List<EnvVar> environment() {
        String service = name + "-rpc";
        List<EnvVar> environment = new ArrayList<>();
        Map<String, String> keys = Map.of("VALIDATOR", "key", "BLS", "bls.key", "TLS_KEY",
                "tls.key", "TLS_CERTIFICATE", "tls.crt");
        keys.keySet().stream().sorted().forEach(key -> environment.add(PodParts
                .variable("QUORATE_KEYS_" + key, Names.KEYS_DIR + "/" + keys.get(key))));
        environment.addAll(List.of(
                PodParts.variable("QUORATE_KEYS_FIRST_LOG", Names.DATA_DIR + "/" + FIRST_LOG),
                PodParts.variable("QUORATE_NODE_DATA_DIR", Names.DATA_DIR),
                PodParts.variable("QUORATE_NODE_GENESIS", Names.GENESIS_DIR + "/genesis.json"),
                PodParts.variable("QUORATE_P2P_HOST", "0.0.0.0"),
                PodParts.variable("QUORATE_P2P_PORT", String.valueOf(self.endpoint().port())),
                PodParts.variable("QUORATE_RPC_HOST", "0.0.0.0"),
                PodParts.variable("QUORATE_RPC_PORT", String.valueOf(Names.RPC_PORT)),
                PodParts.variable("QUORATE_RPC_GROUPS", values.rpcGroups()),
                PodParts.variable("QUORATE_RPC_HOSTS", String.join(",", service,
                        service + "." + values.namespace(),
                        Names.host(service, values.namespace()))),
                PodParts.variable("QUORATE_METRICS_ENABLED", "true"),
                PodParts.variable("QUORATE_METRICS_HOST", "0.0.0.0"),
                PodParts.variable("QUORATE_METRICS_PORT", String.valueOf(Names.METRICS_PORT))));
        if (!values.javaOptions().isEmpty()) { // the JVM takes them after its arguments
            environment.add(PodParts.variable("_JAVA_OPTIONS", values.javaOptions()));
        }
        return environment;
    }

    private ObjectMeta meta(String object) {
        return Names.meta(object, values.namespace(), Names.labels(name));
    }
}
