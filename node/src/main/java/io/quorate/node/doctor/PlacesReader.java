package io.quorate.node.doctor;

import io.quorate.execution.MemberRegistry;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.Validator;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainMembers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads where members stand: from the registry on chain, or else from the genesis file. */
public final class PlacesReader {
    private PlacesReader() {}

    /** Of those that order, or are to. Fails with {@link OperatorException} on a chain without a registry. */
    public static List<Place> onChain(ReplicaClient replica) {
        MemberRegistry registry = new ChainMembers(replica).registry();
        Map<Integer, String> organisations = registry.organisations().stream()
                .collect(Collectors.toMap(MemberRegistry.Organisation::number,
                        MemberRegistry.Organisation::name));
        return registry.nodes().stream()
                .filter(node -> node.role() == MemberRegistry.Role.VALIDATOR)
                .map(node -> new Place(node.number(), node.name(),
                        organisations.getOrDefault(node.organisation(), ""), node.operator(),
                        node.jurisdiction(), host(node.endpoint())))
                .toList();
    }

    /** Numbers of validators that are to join. Fails as {@link #onChain}. */
    static Set<Integer> joining(ReplicaClient replica) {
        return new ChainMembers(replica).registry().nodes().stream()
                .filter(node -> node.role() == MemberRegistry.Role.VALIDATOR
                        && node.stage() == MemberRegistry.Stage.JOINING)
                .map(MemberRegistry.Node::number).collect(Collectors.toSet());
    }

    /** Fails with the genesis module's {@code ConfigException}. */
    public static List<Place> inFile(Path genesisFile) {
        List<Place> places = new ArrayList<>();
        for (Validator each : Genesis.read(genesisFile).quorate().validators()) {
            places.add(new Place(places.size(), each.name(), each.organisation(), "", "",
                    each.endpoint().host()));
        }
        return places;
    }

    private static String host(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        return colon < 0 ? endpoint : endpoint.substring(0, colon);
    }
}
