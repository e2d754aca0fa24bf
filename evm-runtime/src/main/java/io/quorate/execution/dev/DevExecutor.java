package io.quorate.execution.dev;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockExecutor;
import io.quorate.execution.BlockSetting;
import io.quorate.execution.ChainRules;
import io.quorate.execution.DecidedBatch;
import io.quorate.execution.ExecutedBatch;
import io.quorate.execution.ExtraData;
import io.quorate.execution.FeeMode;
import io.quorate.execution.dev.DevCommand.Moment;
import io.quorate.execution.dev.DevExecuted.CarriedOut;
import io.quorate.execution.dev.DevExecuted.Outcome;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.ChainHead;
import io.quorate.state.JournaledState;
import io.quorate.state.StateView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Makes the blocks of a development chain: of transactions with the clock and the limits that the chain was told, or of
 * a command. The result is a function of the parent, its state, what the chain remembers of its blocks, and what was
 * decided. For the thread that commits to the ledger.
 */
public final class DevExecutor {
    private final BlockExecutor blocks;
    private final ChainRules rules;
    private final Undoing.Past past;

    /**
     * @param states after a block that was committed
     * @param accessLists of a block that was committed
     */
    public DevExecutor(BlockExecutor blocks, ChainRules rules, LongFunction<StateView> states,
            LongFunction<BlockAccessList> accessLists) {
        this.blocks = blocks;
        this.rules = rules;
        this.past = new Undoing.Past() {
            @Override
            public StateView stateAt(long number) {
                return states.apply(number);
            }

            @Override
            public BlockAccessList accessList(long number) {
                return accessLists.apply(number);
            }
        };
    }

    /** A block in the making. */
    private record Slot(ChainHead parent, DecidedBatch batch, BlockHashLookup ancestors,
            StateView view, DevState state) {
        long parentMillis() {
            return ExtraData.decode(parent.header().extraData()).map(ExtraData::timestampMillis)
                    .orElse(parent.header().timestamp() * 1_000);
        }

        long rawMillis() {
            return Math.clamp(batch.timestampMillis(), 0, DevCommand.SECONDS_MAX * 1_000);
        }
    }

    /**
     * Executes what was decided on top of {@code parent}, which is the head.
     *
     * @param order that came with it; one whose turn it is not counts as none
     */
    public DevExecuted execute(ChainHead parent, DecidedBatch batch, Optional<DevOrder> order,
            BlockHashLookup ancestors) {
        StateView view = past.stateAt(parent.number());
        Slot slot = new Slot(parent, batch, ancestors, view, new DevState(view));
        Optional<DevOrder> due = order.filter(o -> isDue(o, slot.state));
        if (due.isEmpty()) {
            return new DevExecuted(slot.state.automine() ? mined(slot, Moment.CLOCK, 0, batch,
                    changes -> {}) : held(batch), Optional.empty());
        }
        return switch (due.get().command()) {
            case DevCommand.Tick _ -> new DevExecuted(mined(slot, Moment.CLOCK, 0, made(batch),
                    changes -> {}), Optional.empty());
            case DevCommand.Mine mine -> mine(slot, due.get(), mine);
            default -> told(slot, due.get());
        };
    }

    private static boolean isDue(DevOrder order, DevState state) {
        return order.command() instanceof DevCommand.Tick ? state.intervalMillis() > 0
                : state.ordersOf(order.origin()) == order.number();
    }

    /** Transactions wait for a command. */
    private static ExecutedBatch held(DecidedBatch batch) {
        return new ExecutedBatch(Optional.empty(), List.of(), batch.transactions());
    }

    private static DecidedBatch made(DecidedBatch batch) {
        return new DecidedBatch(batch.epoch(), batch.seqNum(), batch.proposerIndex(),
                batch.timestampMillis(), batch.digest(), batch.transactions(),
                DecidedBatch.EmptyBlock.MADE);
    }

    private DevExecuted mine(Slot slot, DevOrder order, DevCommand.Mine mine) {
        Optional<String> obstacle = mine.moment() == Moment.AT
                ? tooEarly(mine.seconds(), slot)
                : mine.moment() == Moment.AFTER_PARENT
                        ? tooLate(slot.parent.header().timestamp() + mine.seconds())
                        : Optional.empty();
        if (obstacle.isPresent()) {
            return still(slot, order, new Outcome.Refused(obstacle.get()), state -> {});
        }
        ExecutedBatch executed = mined(slot, mine.moment(), mine.seconds(), made(slot.batch),
                changes -> count(changes, order));
        return new DevExecuted(executed,
                Optional.of(new CarriedOut(order, Outcome.Done.DONE)));
    }

    private static void count(DevChanges changes, DevOrder order) {
        changes.set(DevState.orders(order.origin()), order.number() + 1);
    }

    /** A block with the chain's present clock; {@code more} is written with it. */
    private ExecutedBatch mined(Slot slot, Moment moment, long seconds, DecidedBatch batch,
            Consumer<DevChanges> more) {
        BlockHeader parent = slot.parent.header();
        OptionalLong asked = switch (moment) {
            case AT -> OptionalLong.of(seconds);
            case AFTER_PARENT -> OptionalLong.of(parent.timestamp() + seconds);
            case CLOCK -> slot.state.nextTimestamp();
        };
        long raw = slot.rawMillis();
        boolean isSet = asked.isPresent() && asked.getAsLong() >= parent.timestamp();
        long millis = isSet ? asked.getAsLong() * 1_000
                : Math.max(slot.parentMillis(), raw + slot.state.offsetMillis());
        Optional<UInt256> baseFee = slot.state.nextBaseFee();
        boolean resets = slot.state.nextTimestamp().isPresent() || baseFee.isPresent();
        return blocks.execute(slot.parent, batch, slot.ancestors, new BlockSetting(
                Math.max(parent.timestamp(), millis / 1_000), millis, gasLimit(slot.state),
                coinbase(slot.state), baseFee, state -> {
                    DevChanges changes = new DevChanges(state);
                    if (isSet) {
                        changes.set(DevState.OFFSET, asked.getAsLong() * 1_000 - raw);
                    }
                    if (resets) {
                        changes.set(DevState.NEXT_TIMESTAMP, 0);
                        changes.set(DevState.NEXT_BASE_FEE, 0);
                    }
                    more.accept(changes);
                }));
    }

    private long gasLimit(DevState state) {
        return state.gasLimit().orElse(rules.blockGasLimit());
    }

    private Address coinbase(DevState state) {
        return state.coinbase().orElse(rules.beneficiary());
    }

    /** A block of the command alone, at its parent's time: the clock is not what was asked for. */
    private DevExecuted still(Slot slot, DevOrder order, Outcome outcome,
            Consumer<JournaledState> change) {
        return alone(slot, order, outcome, new BlockSetting(slot.parent.header().timestamp(),
                slot.parentMillis(),
                order.command() instanceof DevCommand.SetGasLimit(long gas) ? gas
                        : gasLimit(slot.state),
                order.command() instanceof DevCommand.SetCoinbase(Address address) ? address
                        : coinbase(slot.state)),
                change);
    }

    private DevExecuted alone(Slot slot, DevOrder order, Outcome outcome, BlockSetting setting,
            Consumer<JournaledState> change) {
        DecidedBatch own = new DecidedBatch(slot.batch.epoch(), slot.batch.seqNum(),
                slot.batch.proposerIndex(), slot.batch.timestampMillis(), slot.batch.digest(),
                List.of(), DecidedBatch.EmptyBlock.MADE);
        ExecutedBatch executed = blocks.execute(slot.parent, own, slot.ancestors,
                setting.with(state -> {
                    change.accept(state);
                    count(new DevChanges(state), order);
                }));
        return new DevExecuted(new ExecutedBatch(executed.block(), List.of(),
                slot.batch.transactions()), Optional.of(new CarriedOut(order, outcome)));
    }

    private DevExecuted told(Slot slot, DevOrder order) {
        return switch (order.command()) {
            case DevCommand.IncreaseTime(long seconds) -> increase(slot, order, seconds);
            case DevCommand.SetNextTimestamp(long seconds) -> tooEarly(seconds, slot)
                    .map(message -> refused(slot, order, message))
                    .orElseGet(() -> set(slot, order, DevState.NEXT_TIMESTAMP, seconds + 1));
            case DevCommand.SetAutomine(boolean on) -> set(slot, order, DevState.HOLDS,
                    on ? 0 : 1);
            case DevCommand.SetInterval(long millis) -> set(slot, order, DevState.INTERVAL,
                    millis);
            case DevCommand.SetGasLimit(long gas) -> set(slot, order, DevState.GAS_LIMIT, gas);
            case DevCommand.SetNextBaseFee(UInt256 wei) -> rules.feeMode() == FeeMode.FEE_BLIND
                    ? refused(slot, order, "the base fee of this chain is always 0: it charges no"
                            + " fees (quorate.feeMode)")
                    : still(slot, order, Outcome.Done.DONE, state -> new DevChanges(state)
                            .set(DevState.NEXT_BASE_FEE, wei.plus(UInt256.ONE)));
            case DevCommand.SetCoinbase coinbase -> still(slot, order, Outcome.Done.DONE,
                    state -> new DevChanges(state).set(DevState.COINBASE,
                            DevState.ofCoinbase(coinbase.address())));
            case DevCommand.Impersonate(var address, boolean on) -> set(slot, order,
                    DevState.impersonated(address), on ? slot.state.generation() + 1 : 0);
            case DevCommand.ImpersonateAll(boolean on) -> set(slot, order,
                    DevState.IMPERSONATES_ALL, on ? 1 : 0);
            case DevCommand.Drop _ -> still(slot, order, Outcome.Done.DONE, _ -> {});
            case DevCommand.Snapshot _ -> snapshot(slot, order);
            case DevCommand.Revert(long id) -> {
                OptionalLong index = slot.state.indexOf(id);
                yield index.isEmpty() ? refused(slot, order, "there is no snapshot " + id)
                        : back(slot, order, slot.state.markAt(index.getAsLong()),
                                changes -> changes.set(DevState.SNAPSHOTS, index.getAsLong()));
            }
            case DevCommand.Reset _ -> back(slot, order, new DevState.Mark(0, 0,
                    slot.rawMillis() / 1_000, slot.rawMillis()), changes -> {
                        changes.set(DevState.SNAPSHOTS, 0);
                        changes.set(DevState.HOLDS, false);
                        changes.set(DevState.INTERVAL, 0);
                        changes.set(DevState.IMPERSONATES_ALL, false);
                        changes.set(DevState.GENERATION, slot.state.generation() + 1);
                    });
            case DevCommand.SetBalance _,DevCommand.SetNonce _,DevCommand.SetCode _,DevCommand.SetStorage _ ->
                    changed(slot, order);
            case DevCommand.Mine _,DevCommand.Tick _ -> throw new IllegalStateException(
                    "blocks are made elsewhere");
        };
    }

    private DevExecuted refused(Slot slot, DevOrder order, String message) {
        return still(slot, order, new Outcome.Refused(message), state -> {});
    }

    private DevExecuted set(Slot slot, DevOrder order, UInt256 key, long value) {
        return still(slot, order, Outcome.Done.DONE,
                state -> new DevChanges(state).set(key, value));
    }

    private DevExecuted increase(Slot slot, DevOrder order, long seconds) {
        long offset = slot.state.offsetMillis() + seconds * 1_000;
        return tooLate(offset / 1_000).map(message -> refused(slot, order, message))
                .orElseGet(() -> still(slot, order,
                        new Outcome.Done(UInt256.of(Math.max(0, offset / 1_000))),
                        state -> new DevChanges(state).set(DevState.OFFSET, offset)));
    }

    private static Optional<String> tooEarly(long seconds, Slot slot) {
        long last = slot.parent.header().timestamp();
        return seconds >= last ? Optional.empty()
                : Optional.of("timestamp " + seconds + " is before the last block's, " + last);
    }

    private static Optional<String> tooLate(long seconds) {
        return seconds <= DevCommand.SECONDS_MAX ? Optional.empty()
                : Optional.of(seconds + " seconds are beyond " + DevCommand.SECONDS_MAX);
    }

    private DevExecuted snapshot(Slot slot, DevOrder order) {
        long id = slot.state.lastSnapshot() + 1;
        long index = slot.state.snapshots();
        DevState.Mark mark = new DevState.Mark(id, slot.parent.number() + 1,
                slot.parent.header().timestamp(), slot.parentMillis());
        return still(slot, order, new Outcome.Done(UInt256.of(id)), state -> {
            DevChanges changes = new DevChanges(state);
            changes.set(DevState.LAST_SNAPSHOT, id);
            changes.set(DevState.SNAPSHOTS, index + 1);
            changes.set(DevState.snapshot(index), DevState.of(mark));
        });
    }

    /** The only block whose time may be before its parent's: it is that of the block gone back to. */
    private DevExecuted back(Slot slot, DevOrder order, DevState.Mark to,
            Consumer<DevChanges> more) {
        Undoing undoing = Undoing.of(past, to.block(), slot.parent.number(), slot.view);
        if (undoing.obstacle().isPresent()) {
            return refused(slot, order, undoing.obstacle().get());
        }
        StateView before = past.stateAt(to.block());
        DevState settings = new DevState(before);
        BlockSetting setting = new BlockSetting(to.timestamp(), to.millis(), gasLimit(settings),
                coinbase(settings));
        return alone(slot, order, Outcome.Done.DONE, setting, state -> {
            undoing.apply(state);
            DevChanges changes = new DevChanges(state);
            changes.restoreSettings(before);
            undone(changes, slot, to.block());
            more.accept(changes);
        });
    }

    /** Spans that began later lie within the new one. */
    private static void undone(DevChanges changes, Slot slot, long number) {
        long spans = slot.state.undoneSpans();
        while (spans > 0 && slot.state.spanAt(spans - 1).from() >= number) {
            spans--;
        }
        changes.set(DevState.undone(spans),
                DevState.of(new DevState.Span(number, slot.parent.number() + 1)));
        changes.set(DevState.UNDONE, spans + 1);
    }

    private DevExecuted changed(Slot slot, DevOrder order) {
        return AccountChange.obstacle(order.command(), slot.view)
                .map(message -> refused(slot, order, message))
                .orElseGet(() -> still(slot, order, Outcome.Done.DONE,
                        state -> AccountChange.apply(order.command(), state)));
    }
}
