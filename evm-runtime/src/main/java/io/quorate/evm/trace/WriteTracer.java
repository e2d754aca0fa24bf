package io.quorate.evm.trace;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.Opcode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Finds by which calls a transaction last touched one account or one slot, reverted frames left out. Of an account
 * that are calls and creations with value from or to it, its own creation, creations by it, and self-destructions that
 * pay from or to it; what a transaction does by itself, as fees, has no calls.
 */
public final class WriteTracer implements Tracer {
    /** A call or creation; {@code to} is the account whose code runs, or that gets the value. */
    public record Frame(CallKind kind, Address to) {}

    /** A frame that is open, and the last touch within it that still stands. */
    private record Open(Frame frame, Optional<List<Frame>> touchBefore) {}

    private final Address account;
    private final Optional<UInt256> slot;
    private final List<Open> open = new ArrayList<>();
    private Optional<List<Frame>> touch = Optional.empty();

    private WriteTracer(Address account, Optional<UInt256> slot) {
        this.account = account;
        this.slot = slot;
    }

    public static WriteTracer ofSlot(Address contract, UInt256 slot) {
        return new WriteTracer(contract, Optional.of(slot));
    }

    public static WriteTracer ofAccount(Address account) {
        return new WriteTracer(account, Optional.empty());
    }

    /** From the transaction's own call inwards; empty where none did. */
    public List<Frame> path() {
        return touch.orElse(List.of());
    }

    @Override
    public boolean wantsSteps() {
        return slot.isPresent();
    }

    @Override
    public void onTransactionStart(TransactionStart start) {
        open.clear();
        touch = Optional.empty();
    }

    @Override
    public void onStep(Step step) {
        if (step.opcode() == Opcode.SSTORE && step.stackSize() >= 2
                && step.address().equals(account) && step.stackWord(0).equals(slot.get())) {
            touched();
        }
    }

    @Override
    public void onEnter(CallKind kind, Address from, Address to, Bytes input, long gas,
            UInt256 value, int depth) {
        open.add(new Open(new Frame(kind, to), touch));
        boolean moves = !value.isZero() && kind != CallKind.DELEGATECALL
                && (from.equals(account) || to.equals(account));
        boolean creates = kind.isCreation() && (from.equals(account) || to.equals(account));
        if (slot.isEmpty() && (moves || creates)) {
            touched();
        }
    }

    @Override
    public void onExit(ExecutionResult result, String error, long gasUsed, int depth) {
        Open closed = open.removeLast();
        if (!error.isEmpty()) {
            touch = closed.touchBefore();
        }
    }

    @Override
    public void onSelfDestruct(Address from, Address beneficiary, UInt256 balance, int depth) {
        if (from.equals(account) || slot.isEmpty() && beneficiary.equals(account)) {
            touched();
        }
    }

    private void touched() {
        touch = Optional.of(open.stream().map(Open::frame).toList());
    }
}
