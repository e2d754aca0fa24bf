package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.OrderedBatch;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockExecutor;
import io.quorate.execution.ChainRules;
import io.quorate.execution.FeeMode;
import io.quorate.execution.Parallelism;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.StateStore;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class SlotAheadTest {
    private final List<Runnable> background = new ArrayList<>();
    private final List<Long> decoded = new ArrayList<>();

    private SlotAhead ahead(int threads) {
        ChainRules rules = new ChainRules(UInt256.of(1), ForkSchedule.allFrom(Fork.OSAKA),
                FeeMode.FEE_BLIND, false, 60_000_000, Address.ZERO);
        BlockExecutor executor = new BlockExecutor(rules,
                new StateStore(new InMemoryKeyValueStore(), 0),
                new Parallelism(Runnable::run, threads, Parallelism.Eagerness.ADAPTIVE, true));
        return new SlotAhead(background::add, this::decode, executor);
    }

    private List<RecoveredTransaction> decode(Decided decided) {
        decoded.add(decided.seq());
        return new ArrayList<>();
    }

    private void runBackground() {
        List.copyOf(background).forEach(Runnable::run);
        background.clear();
    }

    private static Decided decided(long seq, long value) {
        return new Decided(new DecidedSlot(0, seq, new Digest(value, 0, 0, 0), 0, 0, Bytes.of(1),
                Bytes.EMPTY), 0, Bytes.EMPTY, Digest.ZERO,
                List.of(new OrderedBatch(0, OrderedBatch.IN_PROPOSAL, Bytes.of(1))),
                Digest.ZERO);
    }

    @Test
    void decodesTheSlotAfterTheOneBeingExecutedAndNoOther() {
        SlotAhead ahead = ahead(2);
        for (long seq = 1; seq <= 4; seq++) {
            ahead.queued(decided(seq, seq));
        }
        runBackground();
        assertThat(decoded).containsExactly(1L);
        assertThat(ahead.begin(decided(1, 1))).isPresent();
        assertThat(decoded).as("in the background").containsExactly(1L);
        runBackground();
        assertThat(decoded).containsExactly(1L, 2L);
        assertThat(ahead.begin(decided(2, 2))).isPresent();
        assertThat(ahead.begin(decided(3, 3))).as("not ready in time").isEmpty();
        runBackground();
        assertThat(decoded).as("what is being executed is not decoded again")
                .containsExactly(1L, 2L, 4L);
    }

    @Test
    void givesNothingForAnotherValueOrAfterAJump() {
        SlotAhead ahead = ahead(2);
        ahead.begin(decided(1, 1));
        ahead.queued(decided(2, 2));
        runBackground();
        assertThat(ahead.begin(decided(2, 99))).isEmpty();
        ahead.queued(decided(3, 3));
        runBackground();
        assertThat(ahead.begin(decided(70, 70))).as("a snapshot came between").isEmpty();
        ahead.queued(decided(4, 4));
        assertThat(background).as("it is past").isEmpty();
    }

    @Test
    void doesNothingWithOneThreadAndKeepsAFewOfAFarBehindQueue() {
        SlotAhead alone = ahead(1);
        alone.queued(decided(1, 1));
        assertThat(background).isEmpty();
        SlotAhead behind = ahead(2);
        behind.begin(decided(1, 1));
        for (long seq = 3; seq < 1_000; seq++) {
            behind.queued(decided(seq, seq));
        }
        behind.begin(decided(500, 500));
        assertThat(background).as("it was not kept").isEmpty();
    }

    @Test
    void isQuietWhenTheThreadsAreGone() {
        SlotAhead ahead = new SlotAhead(task -> {
            throw new RejectedExecutionException("closed");
        }, this::decode, new BlockExecutor(
                new ChainRules(UInt256.of(1),
                        ForkSchedule.allFrom(Fork.OSAKA), FeeMode.FEE_BLIND, false, 60_000_000,
                        Address.ZERO),
                new StateStore(new InMemoryKeyValueStore(), 0),
                new Parallelism(Runnable::run, 2, Parallelism.Eagerness.ADAPTIVE, true)));
        ahead.queued(decided(1, 1));
        assertThat(ahead.begin(decided(1, 1))).isEmpty();
    }
}
