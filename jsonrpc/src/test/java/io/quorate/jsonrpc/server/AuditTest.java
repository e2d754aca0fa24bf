package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.jsonrpc.BlockCertificate;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.TestBlocks;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.EntryHistory;
import io.quorate.state.StateEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much work a page of the history makes, and what is said where there is no certificate. */
class AuditTest {
    private static final String ADDRESS = "0x00000000000000000000000000000000000000aa";
    private static final int BLOCKS = 9;
    private static final int CHANGES_A_BLOCK = 3;

    private final Busy chain = new Busy();
    private final Rpc rpc = new Rpc(chain, new MemoryPool());

    /** Each block changes the entry three times, and used 100 million gas for it. */
    private static final class Busy extends MemoryChain {
        private final List<String> replays = new ArrayList<>();

        Busy() {
            super(1337);
            commit(List.of(), List.of());
            for (int number = 1; number <= BLOCKS; number++) {
                int first = CHANGES_A_BLOCK * number;
                List<RecoveredTransaction> transactions = IntStream.range(0, CHANGES_A_BLOCK)
                        .mapToObj(i -> TestBlocks.transfer(first + i)).toList();
                BlockHeader h = TestBlocks.block(number,
                        block(number - 1L).orElseThrow().hash(), transactions, List.of()).header();
                add(new BlockHeader(h.parentHash(), h.ommersHash(), h.beneficiary(), h.stateRoot(),
                        h.transactionsRoot(), h.receiptsRoot(), h.logsBloom(), h.difficulty(),
                        h.number(), h.gasLimit(), 100_000_000, h.timestamp(), h.extraData(),
                        h.mixHash(), h.nonce(), h.baseFeePerGas(), h.withdrawalsRoot(),
                        h.blobGasUsed(), h.excessBlobGas(), h.parentBeaconBlockRoot(),
                        h.requestsHash()), transactions, receipts(transactions));
            }
        }

        private static List<Receipt> receipts(List<RecoveredTransaction> transactions) {
            return transactions.stream().map(transaction -> new Receipt(2, true,
                    Optional.empty(), 21_000, LogsBloom.of(List.of()), List.of())).toList();
        }

        @Override
        public boolean replay(long number, int last, IntFunction<Tracer> tracers) {
            replays.add(number + ":" + last);
            return true;
        }

        @Override
        public Optional<EntryHistory.Page> changes(StateEntry entry, EntryHistory.Position from,
                long toBlock, int max) {
            List<EntryHistory.Change> all = IntStream.range(CHANGES_A_BLOCK,
                    CHANGES_A_BLOCK * (BLOCKS + 1)).mapToObj(
                            i -> new EntryHistory.Change(
                                    new EntryHistory.Position(i / CHANGES_A_BLOCK,
                                            1 + i % CHANGES_A_BLOCK),
                                    UInt256.of(i), UInt256.of(i + 1)))
                    .filter(change -> change.at().compareTo(from) >= 0
                            && change.at().block() <= toBlock)
                    .toList();
            return Optional.of(new EntryHistory.Page(all.stream().limit(max).toList(),
                    all.size() > max ? Optional.of(all.get(max).at()) : Optional.empty()));
        }

        @Override
        public BlockCertificate.Answer certificate(long number) {
            return new BlockCertificate.Answer.Missing("has no certificate yet");
        }
    }

    @AfterEach
    void close() {
        rpc.close();
    }

    /** Three blocks of 100 million gas are what one page runs, each once; all pages together tell everything. */
    @Test
    void runsEachBlockOnceAndAFewAPage() {
        List<String> told = new ArrayList<>();
        String after = "";
        for (int page = 0; page < BLOCKS / 3; page++) {
            chain.replays.clear();
            JsonNode answer = rpc.result("audit_getHistory", "[\"" + ADDRESS
                    + "\",\"balance\",\"0x1\",\"latest\",{" + after + "}]");
            assertThat(chain.replays).containsExactly(3 * page + 1 + ":2", 3 * page + 2 + ":2",
                    3 * page + 3 + ":2");
            answer.path("changes").forEach(change -> told.add(change.path("newValue").asText()));
            boolean isLast = page == BLOCKS / 3 - 1;
            assertThat(answer.path("next").isNull()).isEqualTo(isLast);
            after = "\"after\":" + answer.path("next");
        }
        assertThat(told).isEqualTo(IntStream
                .range(CHANGES_A_BLOCK, CHANGES_A_BLOCK * (BLOCKS + 1))
                .mapToObj(i -> "0x" + Integer.toHexString(i + 1)).toList());
    }

    @Test
    void runsNothingWhereNoPathsAreWanted() {
        assertThat(rpc.result("audit_getHistory", "[\"" + ADDRESS
                + "\",\"balance\",\"0x1\",\"latest\",{\"callPaths\":false}]").path("changes"))
                .hasSize(BLOCKS * CHANGES_A_BLOCK);
        assertThat(chain.replays).isEmpty();
    }

    @Test
    void saysThatABlockHasNoCertificate() {
        for (String method : List.of("bft_getCertificate", "audit_getProof")) {
            String params = method.startsWith("bft") ? "[\"0x2\"]"
                    : "[\"" + ADDRESS + "\",\"balance\",\"0x2\"]";
            JsonNode error = rpc.error(method, params);
            assertThat(error.path("code").asInt()).isEqualTo(-32002);
            assertThat(error.path("message").asText())
                    .isEqualTo("block 0x2 has no certificate yet");
        }
    }
}
