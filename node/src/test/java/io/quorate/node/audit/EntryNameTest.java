package io.quorate.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.primitives.UInt256;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots worked out by hand from Solidity's layout rules. */
class EntryNameTest {
    @TempDir
    private Path folder;

    private Optional<StorageLayout> layout;

    @BeforeEach
    void writeLayout() throws IOException {
        Path file = folder.resolve("layout.json");
        Files.writeString(file,
                """
                        {"storageLayout":{"storage":[
                          {"label":"open","offset":0,"slot":"0","type":"b"},
                          {"label":"owner","offset":1,"slot":"0","type":"a"},
                          {"label":"small","offset":0,"slot":"1","type":"ds"},
                          {"label":"terms","offset":0,"slot":"2","type":"t"},
                          {"label":"fixed","offset":0,"slot":"4","type":"f"}],
                         "types":{
                          "b":{"encoding":"inplace","label":"bool","numberOfBytes":"1"},
                          "a":{"encoding":"inplace","label":"address","numberOfBytes":"20"},
                          "u64":{"encoding":"inplace","label":"uint64","numberOfBytes":"8"},
                          "u":{"encoding":"inplace","label":"uint256","numberOfBytes":"32"},
                          "ds":{"encoding":"dynamic_array","label":"uint64[]","numberOfBytes":"32","base":"u64"},
                          "f":{"encoding":"inplace","label":"uint64[9]","numberOfBytes":"96","base":"u64"},
                          "t":{"encoding":"inplace","label":"struct Terms","numberOfBytes":"64","members":[
                            {"label":"rate","offset":0,"slot":"0","type":"u"},
                            {"label":"until","offset":8,"slot":"1","type":"u64"}]}}}}
                        """);
        layout = Optional.of(StorageLayout.read(file));
    }

    @Test
    void findsPackedVariablesMembersAndElements() {
        assertThat(at("owner")).isEqualTo("0:1:20");
        assertThat(at("terms.rate")).isEqualTo("2:0:32");
        assertThat(at("terms.until")).isEqualTo("3:8:8");
        assertThat(at("fixed[3]")).isEqualTo("4:24:8");
        assertThat(at("fixed[8]")).isEqualTo("6:0:8");
        // keccak256 of the word 1, and 5 / 4 slots on
        assertThat(EntryName.parse("small[5]", layout).parameter()).isEqualTo(
                "0xb10e2d527612073b26eecdfd717e6a320cf44b4afac2b0732d9fcbe2b7fa0cf7");
        assertThat(EntryName.parse("small[5]", layout).part().orElseThrow().offset())
                .isEqualTo(8);
    }

    @Test
    void takesItsPartOfASlot() {
        EntryName.Part owner = EntryName.parse("owner", layout).part().orElseThrow();

        assertThat(owner.of(UInt256.fromHex("0x0102030405060708090a0b0c0d0e0f101112131415")))
                .isEqualTo(UInt256.fromHex("0x0102030405060708090a0b0c0d0e0f1011121314"));
    }

    /** The slot of the first key of the mapping at slot 0, as Solidity's documentation derives it. */
    @Test
    void hashesKeysOfMappings() {
        assertThat(EntryName.parse("0[0x0]", Optional.empty()).parameter()).isEqualTo(
                "0xad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7[", "7[]", "7.x", "0xzz", "owner", "terms", "fixed", "terms.no",
            "open[1]", "nothing", "7[0x" + LONG + "]"})
    void refusesWhatNamesNoEntry(String text) {
        Optional<StorageLayout> given = text.equals("owner") ? Optional.empty() : layout;

        assertThatThrownBy(() -> EntryName.parse(text, given))
                .isInstanceOf(OperatorException.class);
    }

    private static final String LONG = "0011223344556677889900112233445566778899"
            + "001122334455667788990011223344";

    private String at(String text) {
        EntryName name = EntryName.parse(text, layout);
        EntryName.Part part = name.part().orElseThrow();
        return UInt256.fromHex(name.parameter()).toBigInteger() + ":" + part.offset() + ":"
                + part.bytes();
    }
}
