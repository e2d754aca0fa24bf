package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.fixtures.FixtureArchive;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class GenesisBlockTest {
    private static final Bytes NO_NONCE = Bytes.wrap(new byte[8]);

    /** The genesis of execution-apis' test chain, as geth hashes it. */
    @Test
    void hashesLikeGeth() {
        JsonNode json = FixtureArchive.json(FixtureArchive
                .read("rpc-compat.tar.gz", n -> n.equals("rpc-compat/tests/genesis.json")).values()
                .iterator().next());
        GenesisBlock genesis = GenesisBlock.of(
                new GenesisBlock.Fields(NO_NONCE, 0, Bytes.fromHexString(text(json, "extraData")),
                        UInt256.fromHex(text(json, "gasLimit")).toLongExact(),
                        UInt256.fromHex(text(json, "difficulty")), Hash.ZERO, Address.ZERO,
                        Optional.empty(), 0, 0),
                new ForkSchedule(List.of()), allocations(json.get("alloc")));
        assertThat(genesis.block().hash()).hasToString(
                "0x44fd89d504659cd58f48f4796b77a7e7012cf296a2409afa2f6c3cb99b5b3d99");
        assertThat(Ledger.open(new InMemoryKeyValueStore(), genesis).head().hash())
                .isEqualTo(genesis.block().hash());
    }

    /** Block 1 to 54 of that chain: each decodes, encodes back, and names its own parts rightly. */
    @Test
    void codecsAgreeWithARealChain() throws Exception {
        byte[] chain = FixtureArchive
                .read("rpc-compat.tar.gz", n -> n.equals("rpc-compat/tests/chain.rlp")).values()
                .iterator().next();
        RlpReader input = new RlpReader(chain);
        Hash parent = Hash
                .fromHex("0x44fd89d504659cd58f48f4796b77a7e7012cf296a2409afa2f6c3cb99b5b3d99");
        long number = 0;
        while (!input.isAtEnd()) {
            Bytes encoded = input.readRaw();
            Block block = BlockCodec.decode(encoded);
            assertThat(block.number()).isEqualTo(++number);
            assertThat(block.header().parentHash()).isEqualTo(parent);
            assertThat(BlockCodec.encode(block)).isEqualTo(encoded);
            assertThat(Roots.transactionsRoot(block.transactions()))
                    .isEqualTo(block.header().transactionsRoot());
            assertThat(Roots.ommersHash(block.ommers())).isEqualTo(block.header().ommersHash());
            block.withdrawals().ifPresent(w -> assertThat(Roots.withdrawalsRoot(w))
                    .isEqualTo(block.header().withdrawalsRoot().orElseThrow()));
            parent = block.hash();
        }
        assertThat(number).isEqualTo(54);
        assertThat(parent).hasToString(
                "0xd226371d0b1551adb03fb52b71f08e3e11247fe9b1af994768af8cdaa8e7dcd7");
    }

    @Test
    void hasTheHeaderFieldsOfItsFork() {
        for (Fork fork : Fork.values()) {
            BlockHeader header = GenesisBlock.of(
                    new GenesisBlock.Fields(NO_NONCE, 0, Bytes.EMPTY, 1, UInt256.ZERO, Hash.ZERO,
                            Address.ZERO, Optional.empty(), 0, 0),
                    ForkSchedule.allFrom(fork), new TreeMap<>()).block().header();
            assertThat(header.stateRoot()).isEqualTo(Hash.EMPTY_TRIE_ROOT);
            assertThat(header.baseFeePerGas().isPresent()).isEqualTo(fork.isAtLeast(Fork.LONDON));
            assertThat(header.requestsHash().isPresent()).isEqualTo(fork.isAtLeast(Fork.PRAGUE));
            Bytes encoded = BlockHeaderCodec.encode(header);
            assertThat(Keccak256.hash(encoded)).isEqualTo(BlockHeaderCodec.hash(header));
        }
    }

    private static SortedMap<Address, GenesisBlock.Allocation> allocations(JsonNode alloc) {
        SortedMap<Address, GenesisBlock.Allocation> allocations = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : alloc.properties()) {
            JsonNode account = entry.getValue();
            SortedMap<UInt256, UInt256> storage = new TreeMap<>();
            account.path("storage").properties().forEach(slot -> storage.put(
                    UInt256.fromHex(slot.getKey()), UInt256.fromHex(slot.getValue().asText())));
            allocations.put(Address.fromHex(entry.getKey()),
                    new GenesisBlock.Allocation(
                            UInt256.fromHex(account.path("nonce").asText("0x0")).limb(0),
                            UInt256.fromHex(account.path("balance").asText("0x0")),
                            Bytes.fromHexString(account.path("code").asText("0x")), storage));
        }
        return allocations;
    }

    private static String text(JsonNode json, String name) {
        return json.get(name).asText();
    }
}
