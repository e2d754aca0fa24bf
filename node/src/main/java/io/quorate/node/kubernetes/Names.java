package io.quorate.node.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.TreeMap;

/** Names, labels, places and ports that the manifests of one network have in common. */
final class Names {
    static final String APP = "app.kubernetes.io/name";
    static final String MEMBER = "quorate.io/member";
    /** Who carries it may call JSON-RPC and read metrics. */
    static final String CLIENT = "quorate.io/client";
    static final String GENESIS = "quorate-genesis";
    static final String DATA = "data";
    static final String DATA_DIR = "/var/lib/quorate";
    static final String CONFIG_DIR = "/etc/quorate/config";
    static final String GENESIS_DIR = "/etc/quorate/genesis";
    static final String KEYS_DIR = "/etc/quorate/keys";
    static final String RPC = "rpc";
    static final String P2P = "p2p";
    static final String METRICS = "metrics";
    static final int RPC_PORT = 8545;
    static final int METRICS_PORT = 9545;
    static final long USER = 10001;

    private Names() {}

    /** The name that others dial: of the headless service, whatever the cluster's domain is. */
    static String host(String member, String namespace) {
        return member + "." + namespace + ".svc";
    }

    static Map<String, String> labels(String member) {
        return new TreeMap<>(Map.of(APP, "quorate", MEMBER, member)); // sorted: the same file each time
    }

    static ObjectMeta meta(String name, String namespace, Map<String, String> labels) {
        return new ObjectMetaBuilder().withName(name).withNamespace(namespace).withLabels(labels)
                .build();
    }
}
