package io.quorate.node.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpecBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.List;

/** Parts of pods that the replica and the jobs before it share. */
final class PodParts {
    private static final int KEYS_MODE = 0440; // of root, for the group of the pod

    private final Values values;

    PodParts(Values values) {
        this.values = values;
    }

    static PodSecurityContext nobody() {
        return new PodSecurityContextBuilder().withRunAsNonRoot(true).withRunAsUser(Names.USER)
                .withRunAsGroup(Names.USER).withFsGroup(Names.USER)
                .withFsGroupChangePolicy("OnRootMismatch").withNewSeccompProfile()
                .withType("RuntimeDefault").endSeccompProfile().build();
    }

    /** With no rights, a root that cannot be written, and a folder for temporary files. */
    ContainerBuilder container(String name, List<String> arguments) {
        return new ContainerBuilder().withName(name).withImage(values.image())
                .withImagePullPolicy(values.imagePullPolicy()).withArgs(arguments)
                .withNewSecurityContext().withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true).withNewCapabilities().withDrop("ALL")
                .endCapabilities().endSecurityContext()
                .addNewVolumeMount().withName("tmp").withMountPath("/tmp").endVolumeMount()
                .addNewVolumeMount().withName(Names.DATA).withMountPath(Names.DATA_DIR)
                .endVolumeMount();
    }

    /** What a short run of a command may take. */
    Container small(ContainerBuilder container) {
        return container.withNewResources().addToRequests("memory", new Quantity("256Mi"))
                .addToRequests("cpu", new Quantity("100m"))
                .addToLimits("memory", new Quantity("512Mi")).endResources().build();
    }

    static List<Volume> volumes(String member) {
        return List.of(
                new VolumeBuilder().withName("tmp").withNewEmptyDir()
                        .withSizeLimit(new Quantity("256Mi")).endEmptyDir().build(),
                new VolumeBuilder().withName("config").withNewConfigMap().withName(member)
                        .endConfigMap().build(),
                new VolumeBuilder().withName("genesis").withNewConfigMap()
                        .withName(Names.GENESIS).endConfigMap().build(),
                new VolumeBuilder().withName("keys").withNewSecret().withSecretName(member)
                        .withDefaultMode(KEYS_MODE).endSecret().build());
    }

    PersistentVolumeClaimSpec claim() {
        PersistentVolumeClaimSpecBuilder claim = new PersistentVolumeClaimSpecBuilder()
                .withAccessModes("ReadWriteOnce").withNewResources()
                .addToRequests("storage", new Quantity(values.storageSize())).endResources();
        return values.storageClass().isEmpty() ? claim.build()
                : claim.withStorageClassName(values.storageClass()).build();
    }

    /** As a StatefulSet calls the claim of its first pod. */
    static String claimName(String member) {
        return Names.DATA + "-" + member + "-0";
    }

    static EnvVar variable(String name, String value) {
        return new EnvVar(name, value, null);
    }

    static IntOrString port(int number) {
        return new IntOrString(number);
    }
}
