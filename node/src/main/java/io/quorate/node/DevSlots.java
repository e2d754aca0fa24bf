package io.quorate.node;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.DecidedBatch;
import io.quorate.execution.dev.DevCommand;
import io.quorate.execution.dev.DevExecuted;
import io.quorate.execution.dev.DevExecuted.CarriedOut;
import io.quorate.execution.dev.DevExecuted.Outcome;
import io.quorate.execution.dev.DevExecutor;
import io.quorate.execution.dev.DevOrder;
import io.quorate.execution.dev.DevState;
import io.quorate.jsonrpc.DevChain;
import io.quorate.ledger.ChainHead;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.node.pool.PayloadCodec;
import io.quorate.node.pool.TransactionPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a development chain has beside transactions: commands in payloads, their execution, and what they mean for the
 * pool. Safe for any thread but where it is said.
 */
final class DevSlots implements DevChain, WaitingWork {
    /** Ten thousand blocks take less on a slow machine. */
    private static final long TIMEOUT_MILLIS = 300_000;

    private final DevOrders orders;
    private final DevExecutor executor;
    private final Supplier<DevState> state;
    private final TransactionPool pool;
    private final LongSupplier clockMillis;
    private final AtomicLong lastTickMillis;
    private volatile boolean tickWanted;

    /** @param state as of the latest block */
    DevSlots(DevOrders orders, DevExecutor executor, Supplier<DevState> state,
            TransactionPool pool, LongSupplier clockMillis) {
        this.orders = orders;
        this.executor = executor;
        this.state = state;
        this.pool = pool;
        this.clockMillis = clockMillis;
        this.lastTickMillis = new AtomicLong(clockMillis.getAsLong());
    }

    /** Whether {@code items} of a payload are what a proposer may put together, where commands are allowed. */
    static boolean isValid(List<Bytes> items, boolean development) {
        for (int i = 0; i < items.size(); i++) {
            if (DevOrder.isOrder(items.get(i)) && (i > 0 || !development)) return false;
        }
        if (items.isEmpty() || !DevOrder.isOrder(items.getFirst())) return true;
        return orderOf(items).filter(
                order -> order.command().takesTransactions() || items.size() == 1).isPresent();
    }

    private static Optional<DevOrder> orderOf(List<Bytes> items) {
        if (items.isEmpty() || !DevOrder.isOrder(items.getFirst())) return Optional.empty();
        try {
            return Optional.of(DevOrder.decode(items.getFirst()));
        } catch (DecodeException _) { // a faulty proposer: no vote
            return Optional.empty();
        }
    }

    /** A payload for slot {@code seq}; {@code transactions} takes what the pool has for it. */
    Optional<Bytes> payload(long seq, Supplier<List<RecoveredTransaction>> transactions) {
        Optional<DevOrder> next = orders.next(seq);
        if (next.isPresent()) {
            return Optional.of(encode(next.get(),
                    next.get().command().takesTransactions() ? transactions.get() : List.of()));
        }
        DevState now = state.get();
        if (tickWanted) {
            tickWanted = false;
            if (now.intervalMillis() > 0) {
                return Optional.of(encode(DevOrder.TICK, transactions.get()));
            }
        }
        return Optional.of(now.automine() ? transactions.get() : List.<RecoveredTransaction>of())
                .filter(chosen -> !chosen.isEmpty()).map(PayloadCodec::encode);
    }

    private static Bytes encode(DevOrder order, List<RecoveredTransaction> transactions) {
        List<Bytes> items = new ArrayList<>();
        items.add(order.encode());
        transactions.forEach(transaction -> items.add(transaction.encoded()));
        return PayloadCodec.encodeItems(items);
    }

    void abandoned(long seq) {
        orders.abandon(seq);
    }

    /** On the executing thread. */
    DevExecuted execute(ChainHead parent, DecidedBatch batch, List<Bytes> items,
            BlockHashLookup ancestors) {
        return executor.execute(parent, batch, orderOf(items), ancestors);
    }

    /** The slot is durable; its block is not told of yet. */
    void committed(Optional<CarriedOut> carriedOut) {
        carriedOut.filter(one -> one.outcome() instanceof Outcome.Done).map(CarriedOut::order)
                .map(DevOrder::command).ifPresent(this::changePool);
    }

    private void changePool(DevCommand command) {
        switch (command) {
            case DevCommand.Revert _,DevCommand.Reset _ -> {
                pool.drop(_ -> true);
                pool.forgetIncluded();
            }
            case DevCommand.SetNonce(var address, long _) ->
                    pool.drop(waiting -> waiting.sender().equals(address));
            case DevCommand.Drop(Hash hash) -> pool.drop(
                    waiting -> hash.equals(Hash.ZERO) || waiting.hash().equals(hash));
            default -> {
            }
        }
    }

    /** The slot's block was told of. */
    void executed(long seq, Optional<CarriedOut> carriedOut, boolean madeBlock) {
        if (madeBlock && !(carriedOut.isPresent()
                && !carriedOut.get().order().command().takesTransactions())) {
            lastTickMillis.set(clockMillis.getAsLong());
        }
        orders.executed(seq, carriedOut);
    }

    void restored() {
        orders.restored();
    }

    /** To be called often: whether a block by the clock is due. */
    boolean isTickDue() {
        long interval = state.get().intervalMillis();
        long now = clockMillis.getAsLong();
        if (interval == 0 || now - lastTickMillis.get() < interval) return false;
        lastTickMillis.set(now);
        tickWanted = true;
        return true;
    }

    void offerAgain() {
        orders.offerAgain();
    }

    void take(Bytes encoded) {
        orders.take(encoded);
    }

    @Override
    public Optional<Outcome> tell(List<DevCommand> commands) {
        return orders.tell(commands, TIMEOUT_MILLIS);
    }

    @Override
    public DevState state() {
        return state.get();
    }

    @Override
    public boolean hasProposable() {
        return orders.hasProposable() || state.get().automine() && pool.hasProposable();
    }

    @Override
    public boolean hasNoRunnable() {
        return orders.isEmpty() && (!state.get().automine() || pool.hasNoRunnable());
    }

    @Override
    public int size() {
        return orders.size() + pool.size();
    }
}
