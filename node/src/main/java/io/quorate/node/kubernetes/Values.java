package io.quorate.node.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.Quantity;
import io.quorate.node.OperatorException;
import io.quorate.node.Version;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What an operator may choose: the file {@code values.yaml} beside the manifests, in the manner of Helm. Names are checked
 * for what Kubernetes takes, so that no value becomes more than a value.
 *
 * @param image of Quorate, with a tag or digest
 * @param cpuRequest there is no limit: a replica that is throttled looks like one that fails
 * @param javaOptions that take the place of the image's, such as {@code -Xmx1g}
 * @param rpcGroups as {@code rpc.groups} of {@code quorate.toml}
 * @param stopSeconds how long a replica may take to end in order
 */
public record Values(@JsonProperty(required = true) String namespace,
        @JsonProperty(required = true) String image,
        @JsonProperty(required = true) String imagePullPolicy,
        @JsonProperty(required = true) String storageSize,
        @JsonProperty(required = true) String storageClass,
        @JsonProperty(required = true) String memoryRequest,
        @JsonProperty(required = true) String memoryLimit,
        @JsonProperty(required = true) String cpuRequest,
        @JsonProperty(required = true) String javaOptions,
        @JsonProperty(required = true) String rpcGroups,
        @JsonProperty(required = true) int stopSeconds) {
    private static final int SIZE_BYTES_MAX = 64 * 1024;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,499}");
    private static final Pattern CLASS = Pattern.compile("|[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern GROUPS = Pattern.compile("[A-Za-z0-9_*,. -]{0,500}");
    private static final Pattern OPTIONS = Pattern.compile("[A-Za-z0-9:+=.,/_ -]{0,500}");
    private static final Pattern POLICY = Pattern.compile("IfNotPresent|Always|Never");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

    public Values {
        require("namespace", namespace, LABEL, "lower-case letters, digits and -, at most 63");
        require("image", image, IMAGE, "an image's name, such as registry/quorate:0.1.0");
        require("imagePullPolicy", imagePullPolicy, POLICY, "IfNotPresent, Always or Never");
        require("storageClass", storageClass, CLASS, "a storage class's name; empty for the"
                + " cluster's default");
        require("rpcGroups", rpcGroups, GROUPS, "groups and methods, such as eth,net,web3");
        require("javaOptions", javaOptions, OPTIONS, "options of the JVM, such as -Xmx1g");
        quantity("storageSize", storageSize);
        quantity("memoryRequest", memoryRequest);
        quantity("memoryLimit", memoryLimit);
        quantity("cpuRequest", cpuRequest);
        if (stopSeconds < 10 || stopSeconds > 3600) {
            throw new OperatorException("stopSeconds: " + stopSeconds
                    + " is not between 10 and 3600.");
        }
    }

    /** For this version, in {@code namespace}. */
    public static Values defaults(String namespace) {
        return new Values(namespace, "quorate:" + Version.number(), "IfNotPresent", "20Gi", "",
                "512Mi", "1Gi", "500m", "", "eth,net,web3", 60);
    }

    /** Fails with {@link OperatorException}, in one sentence that names file and key. */
    public static Values read(Path file) {
        try {
            if (Files.size(file) > SIZE_BYTES_MAX) {
                throw new OperatorException(file + " is larger than " + SIZE_BYTES_MAX
                        + " bytes, which is the most that is read.");
            }
            JsonNode tree = YAML.readTree(file.toFile());
            if (!tree.isObject()) throw new OperatorException(file + " has no keys and values.");
            List<String> known = Arrays.stream(Values.class.getRecordComponents())
                    .map(RecordComponent::getName).toList();
            for (String name : tree.propertyNames()) {
                if (!known.contains(name)) {
                    throw new OperatorException(file + ": " + shortened(name)
                            + " is unknown; allowed are " + String.join(", ", known) + ".");
                }
            }
            return YAML.treeToValue(tree, Values.class);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw e.getCause() instanceof OperatorException cause
                    ? new OperatorException(file + ": " + cause.getMessage(), cause)
                    : new OperatorException(file + ":" + Math.max(1, line) + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse("") + ".", e);
        } catch (IOException e) {
            throw new OperatorException("cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    String text() {
        return """
                # What the manifests beside this file are made with. After a change:
                #   ./quorate network manifests --dir DIR
                namespace: %s
                image: "%s"
                imagePullPolicy: %s
                # The volume of each replica; an empty class is the cluster's default.
                storageSize: %s
                storageClass: "%s"
                memoryRequest: %s
                memoryLimit: %s
                cpuRequest: %s
                # A replica has a heap of 160 MiB, and as much beside it. More: -Xmx1g, with memory for it.
                javaOptions: "%s"
                # What callers of JSON-RPC may use that do not say who they are.
                rpcGroups: "%s"
                # How long a replica may take to end in order.
                stopSeconds: %d
                """
                .formatted(namespace, image, imagePullPolicy, storageSize, storageClass,
                        memoryRequest, memoryLimit, cpuRequest, javaOptions, rpcGroups,
                        stopSeconds);
    }

    static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    private static void require(String key, String value, Pattern form, String expected) {
        if (!form.matcher(value).matches()) {
            throw new OperatorException(
                    key + ": '" + shortened(value) + "' is not usable; expected "
                            + expected + ".");
        }
    }

    private static void quantity(String key, String value) {
        boolean isQuantity = value.matches("[0-9]{1,12}(\\.[0-9]{1,3})?(m|k|Ki|M|Mi|G|Gi|T|Ti)?");
        if (!isQuantity || Quantity.getAmountInBytes(new Quantity(value)).signum() <= 0) {
            throw new OperatorException(key + ": '" + shortened(value)
                    + "' is no amount of Kubernetes above 0, such as 512Mi.");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
