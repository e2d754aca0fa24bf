package io.quorate.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TestChain;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every order in which threads could get at each other, on one thread and by a seed: wherever a transaction asks for
 * state, others may be executed in between, in the middle of its instructions. What is executed ahead is told lies, too.
 */
class InterleavingProperties {
    private static final int SEEDS = 40;
    private static final int LENGTH = 60;
    private static final int NESTED_MAX = 5;

    private final TransactionExecutor executor = new TransactionExecutor(
            new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(Fork.OSAKA), FeeMode.EIP1559,
                    false, 60_000_000, ParallelWorkload.BENEFICIARY).at(1, 1),
            new CodeCache(1 << 20));
    private final BlockContext context = new BlockContext(1, 1, ParallelWorkload.BENEFICIARY,
            UInt256.ZERO, Hash.ZERO, 60_000_000, UInt256.of(7), UInt256.ONE,
            BlockHashLookup.NONE);
    private final StateView genesis = Ledger
            .open(new InMemoryKeyValueStore(), ParallelWorkload.genesis(Fork.OSAKA)).stateAt(0)
            .orElseThrow();

    /** What the state that transactions are executed ahead on does besides telling the truth. */
    enum Trouble {
        NONE,
        LIES,
        FAILURES
    }

    private int wrong;
    private int right;

    @ParameterizedTest
    @EnumSource
    void noOrderMakesADifference(Trouble trouble) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            List<RecoveredTransaction> transactions = new ParallelWorkload(seed,
                    seed % 2 == 0 ? 20 : 5, Fork.OSAKA).batch(LENGTH, genesis);
            // A third of the blocks is too small for its transactions.
            long gasLimit = seed % 3 == 0 ? 2_000_000 : 60_000_000;
            BatchRun expected = new BatchRun(executor, context, genesis, gasLimit,
                    Long.MAX_VALUE);
            transactions.forEach(expected::add);
            assertThat(Fingerprint.of(interleaved(transactions, gasLimit, seed, trouble)))
                    .as("seed %d", seed).isEqualTo(Fingerprint.of(expected));
        }
        assertThat(right).as("taken as they were executed ahead").isGreaterThan(SEEDS);
        assertThat(wrong).as("executed again").isGreaterThan(SEEDS);
    }

    private BatchRun interleaved(List<RecoveredTransaction> transactions, long gasLimit, long seed,
            Trouble trouble) {
        Interleaved parent = new Interleaved(genesis, new Random(seed), Trouble.NONE);
        try (BatchRun run = new BatchRun(executor, context, parent, gasLimit, Long.MAX_VALUE)) {
            run.expect(before -> {
                Interleaved told = new Interleaved(before, new Random(-seed), trouble);
                Speculation speculation = new Speculation(executor, context, gasLimit, told,
                        transactions, Dependencies.of(transactions));
                parent.speculation = Optional.of(speculation);
                told.speculation = Optional.of(speculation);
                return Optional.of(new AheadRun(speculation, context.beneficiary(), Fork.OSAKA,
                        Parallelism.Eagerness.ADAPTIVE, (r, w) -> {
                            right += r;
                            wrong += w;
                        }));
            });
            for (RecoveredTransaction transaction : transactions) {
                parent.mayHelp();
                run.add(transaction);
            }
            return run;
        }
    }

    /** Lets others go on whenever it is asked. Mutable, for one thread. */
    private static final class Interleaved implements StateView {
        private final StateView view;
        private final Random random;
        private final Trouble trouble;
        private Optional<Speculation> speculation = Optional.empty();
        private int nested;

        private Interleaved(StateView view, Random random, Trouble trouble) {
            this.view = view;
            this.random = random;
            this.trouble = trouble;
        }

        private void mayHelp() {
            if (nested < NESTED_MAX && random.nextInt(3) == 0) {
                nested++;
                speculation.ifPresent(Speculation::helpOnce);
                nested--;
            }
        }

        /** Once in a while, where there is to be trouble. */
        private boolean isTime() {
            mayHelp();
            boolean isTime = trouble != Trouble.NONE && random.nextInt(12) == 0;
            if (isTime && trouble == Trouble.FAILURES) {
                switch (random.nextInt(3)) {
                    case 0 -> throw new IllegalStateException("made up");
                    case 1 -> throw new StackOverflowError("made up");
                    default -> throw new OutOfMemoryError("made up");
                }
            }
            return isTime;
        }

        @Override
        public Optional<Account> account(Address address) {
            Optional<Account> truth = view.account(address);
            if (!isTime()) {
                return truth;
            }
            return random.nextBoolean() ? Optional.empty()
                    : Optional.of(new Account(random.nextInt(4), UInt256.of(random.nextInt(1_000)),
                            truth.map(Account::codeHash).orElse(Hash.EMPTY)));
        }

        @Override
        public UInt256 storage(Address address, UInt256 key) {
            UInt256 truth = view.storage(address, key);
            return isTime() ? UInt256.of(random.nextInt(3)) : truth;
        }

        @Override
        public boolean hasStorage(Address address) {
            return isTime() != view.hasStorage(address);
        }

        @Override
        public Bytes code(Hash codeHash) {
            return view.code(codeHash);
        }
    }
}
