package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/** RLPTests: values and their one encoding, and bytes that are none. */
final class RlpTests implements TestFormat {
    @Override
    public Suite suite() {
        return Suite.RLP;
    }

    @Override
    public boolean matches(Entry entry) {
        return entry.content().has("in") && entry.content().has("out");
    }

    @Override
    public List<CaseResult> run(Entry entry, Predicate<String> wantsFork) {
        return List.of(CaseResult.of(Suite.RLP, entry.fullName(), "", judge(entry.content())));
    }

    private static Optional<String> judge(JsonNode test) {
        Bytes encoded = FixtureNumbers.bytes(test.path("out"));
        JsonNode in = test.path("in");
        boolean isInvalid = in.asText().equals("INVALID");
        try {
            RlpReader reader = new RlpReader(encoded);
            RlpWriter again = new RlpWriter();
            copy(reader, again);
            reader.requireEnd();
            if (isInvalid) {
                return Optional.of("should be refused");
            }
            if (!again.toBytes().equals(encoded)) {
                return Optional.of("encodes again to " + again.toBytes());
            }
        } catch (DecodeException e) {
            return isInvalid ? Optional.empty() : Optional.of("refused: " + e.getMessage());
        }
        return in.asText().equals("VALID") ? Optional.empty() : judgeEncoding(in, encoded);
    }

    private static Optional<String> judgeEncoding(JsonNode in, Bytes encoded) {
        RlpWriter out = new RlpWriter();
        write(out, in);
        return out.toBytes().equals(encoded) ? Optional.empty()
                : Optional.of("encodes to " + out.toBytes() + ", expected " + encoded);
    }

    private static void copy(RlpReader in, RlpWriter out) throws DecodeException {
        if (in.nextIsList()) {
            RlpReader items = in.readList();
            out.startList();
            while (!items.isAtEnd()) {
                copy(items, out);
            }
            out.endList();
        } else {
            out.write(in.readBytes());
        }
    }

    private static void write(RlpWriter out, JsonNode value) {
        if (value.isArray()) {
            out.startList();
            value.forEach(item -> write(out, item));
            out.endList();
        } else if (value.isNumber()) {
            writeNumber(out, value.bigIntegerValue());
        } else if (value.asText().startsWith("#")) {
            writeNumber(out, new BigInteger(value.asText().substring(1)));
        } else {
            out.write(value.asText().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void writeNumber(RlpWriter out, BigInteger value) {
        out.write(Bytes.wrap(value.toByteArray()).trimLeadingZeros());
    }
}
