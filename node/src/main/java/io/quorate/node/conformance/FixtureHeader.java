package io.quorate.node.conformance;

import static io.quorate.node.conformance.FixtureNumbers.bytes;
import static io.quorate.node.conformance.FixtureNumbers.number;
import static io.quorate.node.conformance.FixtureNumbers.word;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.BlockHeader;
import java.util.Optional;
import java.util.function.Function;

/** The decoded headers of blockchain tests. */
final class FixtureHeader {
    private FixtureHeader() {}

    static BlockHeader read(JsonNode json) {
        return new BlockHeader(hash(json.path("parentHash")), hash(json.path("uncleHash")),
                Address.fromHex(json.path("coinbase").asText()), hash(json.path("stateRoot")),
                hash(json.path("transactionsTrie")), hash(json.path("receiptTrie")),
                bytes(json.path("bloom")), word(json.path("difficulty")),
                number(json.path("number")), number(json.path("gasLimit")),
                number(json.path("gasUsed")), number(json.path("timestamp")),
                bytes(json.path("extraData")), hash(json.path("mixHash")),
                bytes(json.path("nonce")),
                optional(json, "baseFeePerGas", FixtureNumbers::word),
                optional(json, "withdrawalsRoot", FixtureHeader::hash),
                optional(json, "blobGasUsed", FixtureNumbers::number),
                optional(json, "excessBlobGas", FixtureNumbers::number),
                optional(json, "parentBeaconBlockRoot", FixtureHeader::hash),
                optional(json, "requestsHash", FixtureHeader::hash));
    }

    static Hash hash(JsonNode hex) {
        return Hash.fromHex(hex.asText());
    }

    private static <T> Optional<T> optional(JsonNode json, String key, Function<JsonNode, T> read) {
        return json.hasNonNull(key) ? Optional.of(read.apply(json.get(key))) : Optional.empty();
    }
}
