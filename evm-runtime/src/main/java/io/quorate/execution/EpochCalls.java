package io.quorate.execution;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.FixedEpoch;
import io.quorate.state.JournaledState;
import io.quorate.state.StateOverlay;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a block of an ordered chain tells the Registry: that an epoch began, before its transactions, and that the next one
 * is fixed, after them. A call that fails, or leaves other records than it should, as code that a vote put there
 * may, changes nothing: the order goes on as it is, and the next block tries again. For one block and one thread.
 */
final class EpochCalls {
    private static final Bytes STARTED = selector("epochStarted(uint64,uint64,bytes32)");
    private static final Bytes FIXED = selector("epochFixed(uint64,uint64,bytes32)");

    /** A custom error with two arguments. */
    private static final int REASON_BYTES_MAX = 68;

    /** The slot that the block is of, and who knows the epochs. */
    record Place(long epoch, long seqNum, Epochs epochs) {}

    private final Place place;
    private final TransactionExecutor executor;
    private final BlockContext block;
    private final StateOverlay state;
    private final List<String> failures = new ArrayList<>();
    private Optional<FixedEpoch> fixed = Optional.empty();

    EpochCalls(Place place, TransactionExecutor executor, BlockContext block,
            StateOverlay state) {
        this.place = place;
        this.executor = executor;
        this.block = block;
        this.state = state;
    }

    /**
     * Into {@code journal}, which is of the calls at the block's beginning: all epochs that the Registry does not know of yet, up
     * to the block's own. More than one where operators ended one by hand before it had a block.
     */
    void before(JournaledState journal) {
        Optional<MemberRegistry> registry = MemberRegistry.in(state);
        boolean told = true;
        for (long epoch = registry.map(records -> records.current().number() + 1)
                .orElse(Long.MAX_VALUE); told && epoch <= place.epoch; epoch++) {
            long number = epoch;
            told = begun(registry.get(), number).filter(one -> call(STARTED, number, one.start(),
                    one.hash(), journal, after -> !after.requests().pending()
                            && after.current().number() == number))
                    .isPresent();
        }
    }

    /** Where nobody here knows the epoch, the Registry does, unless operators began it. */
    private Optional<MemberRegistry.Epoch> begun(MemberRegistry registry, long epoch) {
        return place.epochs.inForce(epoch)
                .map(known -> new MemberRegistry.Epoch(epoch, known.start(), 0, 0, known.hash()))
                .or(() -> Optional.of(registry.pending())
                        .filter(pending -> registry.requests().pending()
                                && pending.number() == epoch));
    }

    /** Into {@code journal}, which is of the calls at the block's end and of no account that is read here. */
    void after(JournaledState journal) {
        fixed = MemberRegistry.in(state).filter(registry -> registry.requests().areDue())
                .flatMap(registry -> place.epochs.next(registry, place.epoch, place.seqNum))
                .filter(next -> call(FIXED, next.number(), next.start(), next.hash(), journal,
                        after -> after.requests().pending()
                                && after.pending().number() == next.number()
                                && after.pending().start() == next.start()
                                && after.pending().hash().equals(next.hash())));
    }

    /** What the calls must leave. */
    @FunctionalInterface
    private interface Expected {
        boolean holds(MemberRegistry after);
    }

    /** True if it succeeded; it is tried beside the journal first, out of which no call can be taken. */
    private boolean call(Bytes selector, long number, long start, Hash hash,
            JournaledState journal, Expected expected) {
        Bytes input = Bytes.concatenate(selector, UInt256.of(number).toBytes(),
                UInt256.of(start).toBytes(), hash.bytes());
        JournaledState trial = new JournaledState(state);
        String name = selector.equals(STARTED) ? "epochStarted" : "epochFixed";
        Optional<String> failure = switch (executor.systemCall(MemberRegistry.ADDRESS, input,
                block, trial)) {
            case ExecutionResult.Success _ -> expected.holds(new MemberRegistry(
                    slot -> trial.storage(MemberRegistry.ADDRESS, slot))) ? Optional.empty()
                            : Optional.of("it left other records than it should");
            case ExecutionResult.Revert revert ->
                    Optional.of("it reverted with " + shortened(revert.output()));
            case ExecutionResult.Halt halt -> Optional.of("it ended with " + halt.reason());
        };
        failure.ifPresent(why -> failures.add("the Registry did not take " + name + "(" + number
                + ", " + start + "): " + why));
        if (failure.isPresent()) {
            return false;
        }
        executor.systemCall(MemberRegistry.ADDRESS, input, block, journal);
        return true;
    }

    private static Bytes shortened(Bytes output) {
        return output.slice(0, Math.min(output.size(), REASON_BYTES_MAX));
    }

    /** The epoch that this block fixed. */
    Optional<FixedEpoch> fixed() {
        return fixed;
    }

    /** For operators: until they put it right, no change of the members comes into force. */
    List<String> failures() {
        return failures;
    }

    private static Bytes selector(String signature) {
        return Keccak256.hash(signature.getBytes(StandardCharsets.US_ASCII)).bytes().slice(0, 4);
    }
}
