package io.quorate.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TestChain;
import io.quorate.state.StateView;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NextBlockTest {
    private static final ChainRules RULES = new ChainRules(TestChain.CHAIN_ID,
            ForkSchedule.allFrom(Fork.OSAKA), FeeMode.EIP1559, false, 60_000_000,
            ParallelWorkload.BENEFICIARY);
    private static final Parallelism ALWAYS = new Parallelism(Runnable::run, 1,
            Parallelism.Eagerness.ALWAYS);

    private final Ledger ledger = Ledger.open(new InMemoryKeyValueStore(),
            ParallelWorkload.genesis(Fork.OSAKA));
    private final StateView genesis = ledger.stateAt(0).orElseThrow();
    private final List<RecoveredTransaction> transactions = new ParallelWorkload(1, 20,
            Fork.OSAKA).batch(20, genesis);

    private static NextBlock.Context context(DecidedBatch batch, BlockHashLookup ancestors) {
        return new NextBlock.Context(RULES.at(1, 1), BlockContext.of(
                Ledger.open(new InMemoryKeyValueStore(), ParallelWorkload.genesis(Fork.OSAKA))
                        .head().header(),
                RULES.at(1, batch.timestampMillis()), ancestors));
    }

    private NextBlock nextBlock(Parallelism parallelism) {
        return new NextBlock((parent, batch, ancestors) -> context(batch, ancestors),
                new CodeCache(1 << 20), new ParallelHistory(parallelism), parallelism, 60_000_000);
    }

    private DecidedBatch batch(long seq) {
        return new DecidedBatch(0, seq, 0, 1_000, Hash.ZERO, transactions,
                DecidedBatch.EmptyBlock.OMITTED);
    }

    private NextBlock.Parent parent(long seq) {
        return new NextBlock.Parent(seq, ledger.head().header(), genesis, BlockHashLookup.NONE,
                new PermissionWords());
    }

    private Optional<Speculation> take(NextBlock next, DecidedBatch batch) {
        return next.take(batch, context(batch, BlockHashLookup.NONE), genesis);
    }

    @Test
    void beginsOnceTheBatchIsAnnouncedAndTheBlockBeforeIsExecutedWhicheverIsFirst() {
        NextBlock next = nextBlock(ALWAYS);
        next.announce(batch(8));
        next.executed(parent(7));
        Speculation begun = take(next, batch(8)).orElseThrow();
        assertThat(begun.take(0)).as("executed before its turn").isPresent();
        begun.close();
        next.executed(parent(8));
        next.announce(batch(9));
        assertThat(take(next, batch(9))).isPresent();
        assertThat(take(next, batch(9))).as("once only").isEmpty();
    }

    @Test
    void givesUpWhatIsNotExecutedNextAndBeginsNothingElse() {
        NextBlock next = nextBlock(ALWAYS);
        next.announce(batch(9));
        next.executed(parent(7));
        assertThat(take(next, batch(8))).as("9 was announced").isEmpty();
        next.executed(parent(8));
        DecidedBatch other = new DecidedBatch(0, 9, 0, 1_000, Hash.ZERO,
                transactions.subList(1, 20), DecidedBatch.EmptyBlock.OMITTED);
        assertThat(take(next, other)).isEmpty();
        NextBlock alone = nextBlock(Parallelism.NONE);
        alone.announce(batch(8));
        alone.executed(parent(7));
        assertThat(take(alone, batch(8))).as("one thread").isEmpty();
    }
}
