package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.AccountProof;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.ledger.Block;
import io.quorate.ledger.Receipt;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told where a block is older than what is kept. */
class PrunedTest {
    private static final String ADDRESS = "0x00000000000000000000000000000000000000aa";
    private static final int PRUNED = 4444;

    private final Rpc rpc = new Rpc(new Short(), new MemoryPool());

    /** Eleven blocks, of which states and bodies are kept from 4 on and proofs from 6. */
    private static final class Short extends MemoryChain {
        private final boolean isPruned; // not yet while it is filled

        Short() {
            super(1337);
            for (int i = 0; i <= 10; i++) {
                commit(List.of(), List.of());
            }
            isPruned = true;
        }

        @Override
        public long earliestBlockNumber() {
            return 4;
        }

        @Override
        public long earliestProvableBlock() {
            return 6;
        }

        @Override
        public Optional<Block> block(long number) {
            return isPruned && number < 4 ? Optional.empty() : super.block(number);
        }

        @Override
        public Optional<List<Receipt>> receipts(long number) {
            return isPruned && number < 4 ? Optional.empty() : super.receipts(number);
        }

        @Override
        public Optional<StateView> stateAt(long number) {
            return isPruned && number < 4 ? Optional.empty() : super.stateAt(number);
        }

        @Override
        public Optional<AccountProof> proof(Address address, List<UInt256> keys, long number) {
            return number < 6 ? Optional.empty()
                    : Optional.of(new AccountProof(Account.EMPTY,
                            Hash.EMPTY_TRIE_ROOT, List.of(), List.of()));
        }
    }

    @AfterEach
    void close() {
        rpc.close();
    }

    private void pruned(String method, String params, String message) {
        var error = rpc.error(method, params);
        assertThat(error.path("code").asInt()).as(method).isEqualTo(PRUNED);
        assertThat(error.path("message").asText()).as(method)
                .isEqualTo("pruned history unavailable: " + message);
    }

    @Test
    void namesTheOldestBlockThatIsKept() {
        pruned("eth_getBalance", "['" + ADDRESS + "','0x3']", "state 0x3; the oldest kept is 0x4");
        pruned("eth_getStorageAt", "['" + ADDRESS + "','0x0','0x1']",
                "state 0x1; the oldest kept is 0x4");
        pruned("eth_getLogs", "[{'fromBlock':'0x2','toBlock':'0x5'}]",
                "logs of block 0x2; the oldest kept is 0x4");
        assertThat(rpc.result("eth_getBalance", "['" + ADDRESS + "','earliest']").asText())
                .isEqualTo("0x0");
    }

    @Test
    void namesTheOldestBlockThatCanBeProven() {
        pruned("eth_getProof", "['" + ADDRESS + "',[],'0x5']",
                "proofs of block 0x5; the oldest with proofs is 0x6");
        assertThat(rpc.result("eth_getProof", "['" + ADDRESS + "',[],'0x6']").path("nonce")
                .asText()).isEqualTo("0x0");
    }
}
