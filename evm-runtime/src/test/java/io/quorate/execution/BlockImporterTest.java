package io.quorate.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.fixtures.FixtureArchive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Published blockchain tests, imported block by block: roots, receipts, requests and hashes must be theirs. */
class BlockImporterTest {
    private static final long FILE_BYTES_MAX = Long.getLong("quorate.blockchain.bytesMax", 150_000);
    private static final int EVERY = Integer.getInteger("quorate.blockchain.every", 8); // 1 runs them all

    @Test
    void importsValidBlocks() {
        run("ethereum-tests-blockchain.tar.gz", "/ValidBlocks/", EVERY, false);
    }

    /** The newest forks, with invalid blocks among the valid ones. */
    @Test
    void importsBlocksOfTheNewestForks() {
        run("eest-blockchain.tar.gz", "/prague/eip", EVERY, true);
        run("eest-blockchain.tar.gz", "/osaka/eip", EVERY, true);
        run("eest-blockchain.tar.gz", "/cancun/eip4", EVERY, true);
    }

    private static void run(String archive, String part, int every, boolean withInvalid) {
        List<String> wrong = new ArrayList<>();
        int count = 0;
        int file = 0;
        for (Map.Entry<String, byte[]> entry : FixtureArchive
                .read(archive, n -> n.contains(part) && n.endsWith(".json")).entrySet()) {
            if (entry.getValue().length > FILE_BYTES_MAX || file++ % every != 0) {
                continue;
            }
            for (Map.Entry<String, JsonNode> test : FixtureArchive.json(entry.getValue())
                    .properties()) {
                count += runOne(test, withInvalid, wrong);
            }
        }
        assertThat(wrong).as("%d tests of %s", count, part).isEmpty();
        assertThat(count).as(part).isPositive();
    }

    private static int runOne(Map.Entry<String, JsonNode> test, boolean withInvalid,
            List<String> wrong) {
        BlockchainVector vector = new BlockchainVector(test.getValue());
        boolean hasInvalid = test.getValue().toString().contains("expectException");
        if (vector.forks().isEmpty() || vector.hasSideChains() || hasInvalid && !withInvalid) {
            return 0;
        }
        try {
            vector.run(vector.forks().get())
                    .ifPresent(what -> wrong.add(test.getKey() + ": " + what));
        } catch (DecodeException e) {
            wrong.add(test.getKey() + ": " + e.getMessage());
        }
        return 1;
    }
}
