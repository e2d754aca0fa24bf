package io.quorate.node.kubernetes;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.quorate.genesis.Endpoint;
import io.quorate.genesis.Validator;
import java.util.List;
import java.util.Map;
import org.bouncycastle.util.IPAddress;

/**
 * Who may reach whom, from the members that the genesis file names. A member in the cluster is known by its label, one
 * with an address by that. A policy cannot hold any other name: where a member has one, its port is open, and the TLS keys
 * decide as they do everywhere.
 */
final class NetworkPolicies {
    private static final String NAMESPACE_LABEL = "kubernetes.io/metadata.name";
    private static final int DNS_PORT = 53;

    private final Values values;
    private final List<Validator> members;

    NetworkPolicies(Values values, List<Validator> members) {
        this.values = values;
        this.members = List.copyOf(members);
    }

    /** Closes all pods of the network; what they need is opened by {@link #of}. */
    NetworkPolicy closed() {
        return new NetworkPolicyBuilder()
                .withMetadata(Names.meta("quorate-closed", values.namespace(),
                        Map.of(Names.APP, "quorate")))
                .withNewSpec().withNewPodSelector().addToMatchLabels(Names.APP, "quorate")
                .endPodSelector().withPolicyTypes("Ingress", "Egress").endSpec().build();
    }

    NetworkPolicy of(Validator self) {
        var spec = new NetworkPolicyBuilder()
                .withMetadata(Names.meta(self.name(), values.namespace(),
                        Names.labels(self.name())))
                .withNewSpec().withNewPodSelector()
                .addToMatchLabels(Names.labels(self.name())).endPodSelector()
                .withPolicyTypes("Ingress", "Egress");
        for (Validator peer : members) {
            if (peer.name().equals(self.name())) continue;
            spec.addNewIngress().withFrom(peer(peer))
                    .withPorts(port("TCP", self.endpoint().port())).endIngress();
            spec.addNewEgress().withTo(peer(peer)).withPorts(port("TCP", peer.endpoint().port()))
                    .endEgress();
        }
        return spec.addNewIngress().addNewFrom().withNewPodSelector()
                .addToMatchLabels(Names.CLIENT, "true").endPodSelector().endFrom()
                .withPorts(port("TCP", Names.RPC_PORT), port("TCP", Names.METRICS_PORT))
                .endIngress()
                .addNewEgress().addNewTo().withNewNamespaceSelector()
                .addToMatchLabels(NAMESPACE_LABEL, "kube-system").endNamespaceSelector().endTo()
                .withPorts(port("UDP", DNS_PORT), port("TCP", DNS_PORT)).endEgress()
                .endSpec().build();
    }

    private NetworkPolicyPeer peer(Validator member) {
        Endpoint endpoint = member.endpoint();
        if (endpoint.host().equals(Names.host(member.name(), values.namespace()))) {
            return new NetworkPolicyPeerBuilder().withNewPodSelector()
                    .addToMatchLabels(Names.labels(member.name())).endPodSelector().build();
        }
        String range = IPAddress.isValidIPv4(endpoint.host()) ? endpoint.host() + "/32"
                : IPAddress.isValidIPv6(endpoint.host()) ? endpoint.host() + "/128" : "0.0.0.0/0";
        return new NetworkPolicyPeerBuilder().withNewIpBlock().withCidr(range).endIpBlock()
                .build();
    }

    private static NetworkPolicyPort port(String protocol, int number) {
        return new NetworkPolicyPortBuilder().withProtocol(protocol)
                .withPort(new IntOrString(number)).build();
    }
}
