package io.quorate.node.conformance;

import io.quorate.evm.fork.Fork;
import java.util.Map;
import java.util.Optional;

/** The forks' names in the official tests. */
final class ForkNames {
    private static final Map<String, Fork> FORKS = Map.ofEntries(
            Map.entry("Frontier", Fork.FRONTIER), Map.entry("Homestead", Fork.HOMESTEAD),
            Map.entry("EIP150", Fork.TANGERINE_WHISTLE), Map.entry("EIP158", Fork.SPURIOUS_DRAGON),
            Map.entry("Byzantium", Fork.BYZANTIUM),
            Map.entry("Constantinople", Fork.CONSTANTINOPLE),
            Map.entry("ConstantinopleFix", Fork.PETERSBURG), Map.entry("Istanbul", Fork.ISTANBUL),
            Map.entry("Berlin", Fork.BERLIN), Map.entry("London", Fork.LONDON),
            Map.entry("Paris", Fork.PARIS), Map.entry("Shanghai", Fork.SHANGHAI),
            Map.entry("Cancun", Fork.CANCUN), Map.entry("Prague", Fork.PRAGUE),
            Map.entry("Osaka", Fork.OSAKA));

    private ForkNames() {}

    static Optional<Fork> fork(String name) {
        return Optional.ofNullable(FORKS.get(name));
    }
}
