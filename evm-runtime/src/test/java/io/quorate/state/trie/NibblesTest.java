package io.quorate.state.trie;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.fixtures.FixtureArchive;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class NibblesTest {
    /** ethereum/tests BasicTests/hexencodetest: paths in the compact form of the Yellow Paper, appendix C. */
    @Test
    void packsThePublishedPaths() {
        Map<String, byte[]> files = FixtureArchive.read("ethereum-tests-basic.tar.gz",
                name -> name.endsWith("/hexencodetest.json"));
        assertThat(files).hasSize(1);
        files.values().forEach(content -> FixtureArchive.json(content).properties()
                .forEach(test -> check(test.getKey(), test.getValue())));
    }

    private static void check(String name, JsonNode test) {
        byte[] path = new byte[test.get("seq").size()];
        for (int i = 0; i < path.length; i++) {
            path[i] = (byte) test.get("seq").get(i).asInt();
        }
        byte[] packed = Nibbles.toHexPrefix(path, test.get("term").asBoolean());
        assertThat(Bytes.wrap(packed)).as(name)
                .isEqualTo(Bytes.fromHexString(test.get("out").asText()));
        assertThat(Nibbles.ofHexPrefix(packed)).as(name).isEqualTo(path);
    }
}
