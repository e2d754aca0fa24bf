package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.CodeCache;
import io.quorate.execution.Parallelism;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** BlockchainTests: a genesis and blocks, valid or not, on one chain or on several. */
final class BlockTests implements TestFormat {
    private final CodeCache codes;
    private final Parallelism parallelism;
    private final Ethash ethash;

    BlockTests(CodeCache codes, Parallelism parallelism, Ethash ethash) {
        this.codes = codes;
        this.parallelism = parallelism;
        this.ethash = ethash;
    }

    @Override
    public Suite suite() {
        return Suite.BLOCKCHAIN;
    }

    @Override
    public boolean matches(Entry entry) {
        JsonNode test = entry.content();
        return test.has("blocks") && test.has("network") && test.has("genesisBlockHeader");
    }

    @Override
    public List<CaseResult> run(Entry entry, Predicate<String> wantsFork) {
        String network = entry.content().path("network").asText();
        if (!wantsFork.test(network)) {
            return List.of();
        }
        Optional<Networks.Network> rules = Networks.network(network,
                entry.content().path("config").path("blobSchedule"));
        return List.of(rules
                .map(known -> new BlockTestCase(entry.fullName(), entry.content(), known, codes,
                        parallelism, ethash).run())
                .orElseGet(() -> CaseResult.of(Suite.BLOCKCHAIN, entry.fullName(), network,
                        Optional.of("unknown network"))));
    }
}
