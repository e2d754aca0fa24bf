package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.GenesisBlock;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/** GenesisTests: block 0 as bytes, made of accounts and of the header's fields. */
final class GenesisTests implements TestFormat {
    @Override
    public Suite suite() {
        return Suite.GENESIS;
    }

    @Override
    public boolean matches(Entry entry) {
        return entry.content().has("alloc") && entry.content().has("result");
    }

    @Override
    public List<CaseResult> run(Entry entry, Predicate<String> wantsFork) {
        return List.of(CaseResult.of(Suite.GENESIS, entry.fullName(), "", judge(entry.content())));
    }

    private static Optional<String> judge(JsonNode test) {
        GenesisBlock.Fields fields = new GenesisBlock.Fields(
                FixtureNumbers.bytes(test.path("nonce")),
                FixtureNumbers.number(test.path("timestamp")),
                FixtureNumbers.bytes(test.path("extraData")),
                FixtureNumbers.number(test.path("gasLimit")),
                FixtureNumbers.word(test.path("difficulty")),
                FixtureHeader.hash(test.path("mixHash")),
                Address.fromHex(test.path("coinbase").asText()), Optional.empty(), 0, 0);
        SortedMap<Address, GenesisBlock.Allocation> allocations = new TreeMap<>();
        test.path("alloc").properties().forEach(account -> allocations
                .put(Address.fromHex(account.getKey()), allocation(account.getValue())));
        Bytes encoded = BlockCodec.encode(GenesisBlock
                .of(fields, ForkSchedule.allFrom(Fork.FRONTIER), allocations).block());
        Bytes expected = FixtureNumbers.bytes(test.path("result"));
        return encoded.equals(expected) ? Optional.empty()
                : Optional.of("block is " + encoded + ", expected " + expected);
    }

    private static GenesisBlock.Allocation allocation(JsonNode account) {
        String balance = account.path("balance").asText(account.path("wei").asText("0"));
        SortedMap<UInt256, UInt256> storage = new TreeMap<>();
        account.path("storage").properties().forEach(slot -> storage
                .put(UInt256.fromHex(slot.getKey()), FixtureNumbers.word(slot.getValue())));
        return new GenesisBlock.Allocation(FixtureNumbers.number(account.path("nonce")),
                UInt256.of(new BigInteger(balance)),
                FixtureNumbers.bytes(account.path("code")), storage);
    }
}
