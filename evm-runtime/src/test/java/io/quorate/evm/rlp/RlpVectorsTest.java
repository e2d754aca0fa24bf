package io.quorate.evm.rlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.fixtures.FixtureArchive;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** ethereum/tests RLPTests. */
class RlpVectorsTest {
    @TestFactory
    List<DynamicTest> publishedVectors() {
        List<DynamicTest> tests = new ArrayList<>();
        FixtureArchive.read("ethereum-tests-basic.tar.gz", n -> n.contains("/RLPTests/"))
                .forEach((file, content) -> FixtureArchive.json(content).properties()
                        .forEach(test -> tests.add(DynamicTest.dynamicTest(test.getKey(),
                                () -> check(test.getValue())))));
        assertThat(tests).hasSizeGreaterThan(50);
        return tests;
    }

    private static void check(JsonNode test) throws DecodeException {
        Bytes encoded = Bytes.fromHexString(test.get("out").asText());
        switch (test.get("in").asText()) {
            case "INVALID" -> assertThatThrownBy(() -> walk(new RlpReader(encoded), true))
                    .isInstanceOf(DecodeException.class);
            case "VALID" -> walk(new RlpReader(encoded), true);
            default -> {
                walk(new RlpReader(encoded), true);
                RlpWriter out = new RlpWriter();
                write(out, test.get("in"));
                assertThat(out.toBytes()).isEqualTo(encoded);
            }
        }
    }

    /** Reads every item; at the top there is one. */
    private static void walk(RlpReader input, boolean isTop) throws DecodeException {
        int items = 0;
        while (!input.isAtEnd()) {
            items++;
            if (input.nextIsList()) {
                walk(input.readList(), false);
            } else {
                input.readBytes();
            }
        }
        if (isTop && items != 1) {
            throw new DecodeException(items + " items instead of one");
        }
    }

    private static void write(RlpWriter out, JsonNode value) {
        if (value.isArray()) {
            out.startList();
            value.forEach(item -> write(out, item));
            out.endList();
        } else if (value.isNumber()) {
            out.write(value.asLong());
        } else if (value.asText().startsWith("#")) {
            out.write(Bytes.wrap(new BigInteger(value.asText().substring(1)).toByteArray())
                    .trimLeadingZeros());
        } else {
            out.write(value.asText().getBytes(StandardCharsets.UTF_8));
        }
    }
}
