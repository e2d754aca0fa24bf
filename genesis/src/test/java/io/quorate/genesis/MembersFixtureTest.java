package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quorate.evm.primitives.Address;
import io.quorate.ledger.GenesisBlock.Allocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the Solidity tests of the members' contracts begin with is what a genesis file holds. */
class MembersFixtureTest {
    private static final Path ROOT = Path.of(System.getProperty("quorate.root"));
    private static final Path CHECKED_IN = ROOT
            .resolve("contracts/src/test/solidity/genesis.json");

    @Test
    void solidityTestsBeginWithTheStorageOfAGenesisFile() throws Exception {
        String expected = storage(
                MembersStorage.of(MembersFixture.config(), MembersFixture.members()));
        Path written = Files.createDirectories(ROOT.resolve("contracts/target"))
                .resolve("genesis.json");
        Files.writeString(written, expected);

        assertThat(CHECKED_IN).as("if that is right, put %s in its place", written)
                .hasContent(expected);
    }

    /** Without code: the tests bring what they compiled. */
    private static String storage(SortedMap<Address, Allocation> accounts) throws Exception {
        Map<String, Object> file = new LinkedHashMap<>();
        accounts.forEach((address, account) -> {
            if (account.storage().isEmpty()) return;
            Map<String, String> slots = new TreeMap<>();
            account.storage().forEach((slot, value) -> slots.put(slot.toHash().toString(),
                    value.toHash().toString()));
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("balance", "0x0");
            entry.put("nonce", "0x1");
            entry.put("storage", slots);
            file.put(address.toString(), entry);
        });
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(file) + "\n";
    }
}
