package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.ledger.Block;
import io.quorate.state.storage.StorageException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be read is refused by name, and nothing is told of the node's files. */
class DamagedTest {
    private final Rpc rpc = new Rpc(new Damaged(), new MemoryPool());

    private static final class Damaged extends MemoryChain {
        private final boolean isDamaged;

        Damaged() {
            super(1337);
            commit(List.of(), List.of());
            isDamaged = true;
        }

        @Override
        public Optional<Block> block(long number) {
            if (isDamaged && number == 0) {
                throw StorageException.damage("cannot read from BLOCKS: /data/chain/000012.sst");
            }
            return super.block(number);
        }
    }

    @AfterEach
    void stop() {
        rpc.close();
    }

    @Test
    void isRefusedByNameAndOthersGoOn() {
        JsonNode error = rpc.error("eth_getBlockByNumber", "['0x0',false]");
        assertThat(error.get("code").asInt()).isEqualTo(-32603);
        assertThat(error.get("message").asText())
                .startsWith("this node cannot read what it stored").doesNotContain("/data");
        assertThat(rpc.result("eth_chainId", "[]").asText()).isEqualTo("0x539");
    }
}
