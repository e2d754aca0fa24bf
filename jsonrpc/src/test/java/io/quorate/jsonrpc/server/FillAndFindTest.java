package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.TestBlocks;
import io.quorate.jsonrpc.json.AnswerMemory;
import io.quorate.jsonrpc.json.JsonFormat;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.ledger.BlockAccessList;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Methods that save a client some others. */
class FillAndFindTest {
    /** Each block's transactions of the sender raise its nonce. */
    private static final class Counting extends MemoryChain {
        private final BlockAccessList list;

        Counting(BlockAccessList list) {
            super(1337);
            this.list = list;
            commit(List.of(), List.of());
        }

        @Override
        public Optional<StateView> stateAt(long number) {
            long nonce = 0;
            for (long i = 0; i <= number; i++) {
                nonce += block(i).orElseThrow().transactions().size();
            }
            accounts.put(TestBlocks.SENDER, new Account(nonce, UInt256.of(9), Hash.EMPTY));
            return super.stateAt(number);
        }

        @Override
        public Optional<BlockAccessList> accessList(long number) {
            return Optional.of(list);
        }
    }

    private final Counting chain = new Counting(list());
    private final MemoryPool pool = new MemoryPool();
    private final Rpc rpc = new Rpc(chain, pool);

    private static BlockAccessList list() {
        TreeMap<UInt256, List<BlockAccessList.Change<UInt256>>> slots = new TreeMap<>();
        slots.put(UInt256.of(3), List.of(new BlockAccessList.Change<>(1, UInt256.of(7))));
        TreeMap<Address, BlockAccessList.AccountAccess> accounts = new TreeMap<>();
        accounts.put(TestBlocks.RECIPIENT, new BlockAccessList.AccountAccess(slots,
                new TreeSet<>(List.of(UInt256.of(4))),
                List.of(new BlockAccessList.Change<>(2, UInt256.of(5))),
                List.of(new BlockAccessList.Change<>(1, 6L)),
                List.of(new BlockAccessList.Change<>(1, Bytes.fromHexString("0x60")))));
        return new BlockAccessList(accounts);
    }

    @AfterEach
    void close() {
        rpc.close();
    }

    @Test
    void findsASendersTransactionByItsNonce() {
        for (int i = 0; i < 9; i++) {
            boolean isOwn = i % 2 == 0;
            chain.commit(isOwn ? List.of(TestBlocks.transfer(i / 2)) : List.of(),
                    isOwn ? List.of(List.of()) : List.of());
        }
        for (int nonce = 0; nonce < 5; nonce++) {
            JsonNode found = rpc.result("eth_getTransactionBySenderAndNonce",
                    "['" + TestBlocks.SENDER + "','0x" + nonce + "']");
            assertThat(found.get("hash").textValue())
                    .isEqualTo(TestBlocks.transfer(nonce).hash().toString());
            assertThat(found.get("blockNumber").textValue()).isEqualTo("0x" + (2 * nonce + 1));
        }
        String next = "['" + TestBlocks.SENDER + "',5]";
        assertThat(rpc.result("eth_getTransactionBySenderAndNonce", next).isNull()).isTrue();
        pool.submit(TestBlocks.transfer(5).encoded());
        assertThat(rpc.result("eth_getTransactionBySenderAndNonce", next).get("blockHash")
                .isNull()).isTrue();
    }

    @Test
    void fillsWhatARequestLeavesOut() {
        pool.pendingNonce = 4;
        JsonNode filled = rpc.result("eth_fillTransaction", "[{'from':'" + TestBlocks.SENDER
                + "','to':'" + TestBlocks.RECIPIENT + "','value':'0x2'}]");
        JsonNode tx = filled.get("tx");
        assertThat(tx.get("nonce").textValue()).isEqualTo("0x4");
        assertThat(tx.get("chainId").textValue()).isEqualTo("0x539");
        assertThat(tx.get("gas").textValue()).isEqualTo("0x5208");
        assertThat(tx.get("type").textValue()).isEqualTo("0x2");
        assertThat(tx.has("hash")).isFalse();
        assertThat(filled.get("raw").textValue()).startsWith("0x02");
    }

    @Test
    void tellsWhatABlockAccessed() {
        JsonNode all = rpc.result("eth_getBlockAccessList", "['latest']");
        assertThat(all).hasSize(1);
        assertThat(all.at("/0/storageChanges/0/changes/0/value").textValue()).endsWith("07");
        assertThat(all.at("/0/storageReads/0").textValue()).endsWith("04").hasSize(66);
        assertThat(all.at("/0/balanceChanges/0/index").textValue()).isEqualTo("0x2");
        assertThat(all.at("/0/nonceChanges/0/value").textValue()).isEqualTo("0x6");
        assertThat(all.at("/0/codeChanges/0/code").textValue()).isEqualTo("0x60");
        assertThat(rpc.result("debug_getRawBlockAccessList", "['latest']").textValue())
                .isEqualTo(list().encode().toHexString());
        assertThat(rpc.result("eth_getBlockAccessList", "['0x9']").isNull()).isTrue();
    }

    /** As deep as calls nest: an object in an array in an object for each. */
    @Test
    void writesWhatIsNestedDeeply() {
        int depth = 3 * 1_024;
        JsonValue nested = out -> {
            for (int i = 0; i < depth; i++) {
                out.startArray();
            }
            for (int i = 0; i < depth; i++) {
                out.endArray();
            }
        };
        byte[] written = new JsonFormat(1_000, 32, 10, 100_000, AnswerMemory.ofThisProcess())
                .result(NullNode.instance, nested,
                        100_000);
        assertThat(new String(written, StandardCharsets.UTF_8))
                .contains("\"result\":" + "[".repeat(depth));
    }
}
