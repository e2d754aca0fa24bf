package io.quorate.execution;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.BlockHeader;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.tuweni.bytes.Bytes;

/**
 * Begins to execute the block after the one that is being hashed and committed, over the state in memory that this one
 * leaves. Nothing comes of it but a {@link Speculation}: results that count where every answer they were given is the real
 * one when the block's turn has come, which is after the commit. So nothing is made of a block before the one before it is
 * on disk, and it makes no difference to what is made whether this runs at all. Safe for any thread.
 */
final class NextBlock {
    /**
     * What the next block may know of this one.
     *
     * @param header whose roots are not known yet
     * @param left the state that it was executed on with its changes on top; nobody changes it any more
     * @param ancestors hashes of the blocks before it
     * @param permissions what is known of the rules that {@code left} has
     */
    record Parent(long seqNum, BlockHeader header, StateView left,
            BlockHashLookup ancestors, PermissionWords permissions) {}

    /** The context of a block, and the rules it is executed by. */
    record Context(ExecutionRules rules, BlockContext block) {
        /** The same in all but where the hashes of earlier blocks come from. */
        boolean isLike(Context other) {
            return rules.equals(other.rules)
                    && block.withBlockHashes(BlockHashLookup.NONE)
                            .equals(other.block.withBlockHashes(BlockHashLookup.NONE));
        }
    }

    /** How the context follows from the block before, of which neither hash nor roots are looked at. */
    @FunctionalInterface
    interface Contexts {
        Context of(BlockHeader parent, DecidedBatch batch, BlockHashLookup ancestors);
    }

    private record Begun(DecidedBatch batch, Context context, LatestView before,
            Speculation speculation) {}

    private final Contexts contexts;
    private final CodeCache codes;
    private final ParallelHistory history;
    private final Parallelism parallelism;
    private final long gasLimit;
    private Optional<DecidedBatch> announced = Optional.empty();
    private Optional<Parent> parent = Optional.empty();
    private Optional<Begun> begun = Optional.empty();

    NextBlock(Contexts contexts, CodeCache codes, ParallelHistory history,
            Parallelism parallelism, long gasLimit) {
        this.contexts = contexts;
        this.codes = codes;
        this.history = history;
        this.parallelism = parallelism;
        this.gasLimit = gasLimit;
    }

    /** {@code batch} is likely to be executed next, or after the one that is being executed. */
    synchronized void announce(DecidedBatch batch) {
        announced = Optional.of(batch);
        beginIfKnown();
    }

    /** All transactions of {@code block} are executed; its roots come next, and its commit. */
    synchronized void executed(Parent block) {
        parent = Optional.of(block);
        beginIfKnown();
    }

    private void beginIfKnown() {
        if (parallelism.isNone() || begun.isPresent() || parent.isEmpty() || announced.isEmpty()
                || announced.get().seqNum() != parent.get().seqNum + 1) {
            return;
        }
        DecidedBatch batch = announced.get();
        Parent known = parent.get();
        long own = known.header.number();
        Context context = contexts.of(known.header, batch, number -> {
            if (number >= own) { // fails what is executed ahead, which then counts as not executed
                throw new IllegalStateException("the hash of block " + number
                        + " is not known yet");
            }
            return known.ancestors.hashOf(number);
        });
        LatestView before = new LatestView(known.left);
        TransactionExecutor executor = new TransactionExecutor(context.rules, codes,
                Permissions.of(known.permissions, before));
        begun = history.speculation(executor, context.block, gasLimit, before,
                batch.transactions())
                .map(speculation -> new Begun(batch, context, before, speculation));
        begun.ifPresent(started -> help(started.speculation));
    }

    /** Whoever helps leaves when there is nothing to do, so that roots find the threads free. */
    private void help(Speculation speculation) {
        if (parallelism.eagerness() == Parallelism.Eagerness.ALWAYS) {
            helpAll(speculation);
            return;
        }
        try {
            for (int i = 1; i < parallelism.threads(); i++) {
                parallelism.helpers().execute(() -> helpAll(speculation));
            }
        } catch (RejectedExecutionException _) { // the node closes down: nothing is begun ahead
            return;
        }
    }

    private static void helpAll(Speculation speculation) {
        while (speculation.helpOnce()) {
            continue;
        }
    }

    /**
     * What was begun of {@code batch}, if that is what was announced and its context is what was expected; anything else is
     * given up.
     *
     * @param committed the state that the block before left, as it is stored
     */
    Optional<Speculation> take(DecidedBatch batch, Context context, StateView committed) {
        Optional<Begun> taken;
        synchronized (this) {
            taken = begun;
            begun = Optional.empty();
            parent = Optional.empty();
            announced = announced.filter(next -> next.seqNum() > batch.seqNum());
        }
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        Begun started = taken.get();
        boolean isIt = started.batch.seqNum() == batch.seqNum() && started.context.isLike(context)
                && started.batch.transactions().equals(batch.transactions());
        if (!isIt) {
            started.speculation.close();
            return Optional.empty();
        }
        started.before.view = committed;
        started.speculation.start(parallelism);
        return Optional.of(started.speculation);
    }

    /** A state in memory, and once it is stored, the stored one, which is read through caches. */
    private static final class LatestView implements StateView {
        private volatile StateView view;

        LatestView(StateView view) {
            this.view = view;
        }

        @Override
        public Optional<Account> account(
                Address address) {
            return view.account(address);
        }

        @Override
        public UInt256 storage(
                Address address,
                UInt256 key) {
            return view.storage(address, key);
        }

        @Override
        public boolean hasStorage(Address address) {
            return view.hasStorage(address);
        }

        @Override
        public Bytes code(Hash codeHash) {
            return view.code(codeHash);
        }
    }
}
