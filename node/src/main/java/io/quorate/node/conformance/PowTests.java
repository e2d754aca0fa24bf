package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** PoWTests: sealed headers, with what ethash makes of them. They test the judge of sealed blocks here. */
final class PowTests implements TestFormat {
    private final Ethash ethash;

    PowTests(Ethash ethash) {
        this.ethash = ethash;
    }

    @Override
    public Suite suite() {
        return Suite.POW;
    }

    @Override
    public boolean matches(Entry entry) {
        return entry.content().has("header_hash") && entry.content().has("mixHash");
    }

    @Override
    public List<CaseResult> run(Entry entry, Predicate<String> wantsFork) {
        return List.of(CaseResult.of(Suite.POW, entry.fullName(), "", judge(entry.content())));
    }

    private Optional<String> judge(JsonNode test) {
        try {
            BlockHeader header = BlockHeaderCodec
                    .decode(FixtureNumbers.bytes(test.path("header")));
            Hash sealHash = Ethash.sealHash(header);
            Ethash.Proof proof = ethash.prove(header.number(), sealHash,
                    FixtureNumbers.bytes(test.path("nonce")));
            boolean isRight = sealHash.equals(FixtureHeader.hash(test.path("header_hash")))
                    && proof.mixHash().equals(FixtureHeader.hash(test.path("mixHash")))
                    && proof.result().equals(FixtureHeader.hash(test.path("result")))
                    && Ethash.cacheBytes(0) == test.path("cache_size").asLong()
                    && Ethash.datasetBytes(0) == test.path("full_size").asLong();
            return isRight ? Optional.empty() : Optional.of("the proof is " + proof);
        } catch (DecodeException e) {
            return Optional.of("refused: " + e.getMessage());
        }
    }
}
