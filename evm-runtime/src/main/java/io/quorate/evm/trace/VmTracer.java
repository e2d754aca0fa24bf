package io.quorate.evm.trace;

import io.quorate.evm.Delegation;
import io.quorate.evm.ExecutionResult;
import io.quorate.evm.Opcode;
import io.quorate.evm.precompile.Precompiles;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.TraceResult.VmEffect;
import io.quorate.evm.trace.TraceResult.VmOperation;
import io.quorate.evm.trace.TraceResult.VmTrace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/**
 * Each instruction with what it did, and the calls it made within it: Parity's {@code vmTrace}. What an instruction did is
 * seen when the next one of its frame begins.
 */
public final class VmTracer implements ResultTracer {
    private static final int WORD = 32;
    /** What an operation takes in memory besides its words. */
    private static final int OPERATION_BYTES = 150;

    private final TraceBudget budget;
    private final Deque<Open> open = new ArrayDeque<>();
    private Optional<TransactionStart> transaction = Optional.empty();
    private Set<Address> precompiles = Set.of();
    private Optional<VmTrace> top = Optional.empty();

    public VmTracer(TraceBudget budget) {
        this.budget = budget;
    }

    /** A frame that runs. Mutable, never leaves this class. */
    private static final class Open {
        private final Bytes code;
        private final boolean isHidden;
        private final List<VmOperation> operations = new ArrayList<>();
        private Optional<Begun> begun = Optional.empty();

        private Open(Bytes code, boolean isHidden) {
            this.code = code;
            this.isHidden = isHidden;
        }
    }

    /** An instruction whose effect is not seen yet. Mutable, never leaves this class. */
    private static final class Begun {
        private final int programCounter;
        private final int opcode;
        private final long gasBefore;
        private final int memoryOffset;
        private final int memoryLength;
        private final Optional<TraceResult.VmStored> stored;
        private long cost;
        private boolean failed;
        private Optional<VmTrace> sub = Optional.empty();

        private Begun(Step step) {
            programCounter = step.programCounter();
            opcode = step.opcode();
            gasBefore = step.gasLeft();
            int offsetAt = memoryOperand(step);
            int lengthAt = offsetAt + lengthDistance(opcode);
            memoryOffset = offsetAt < 0 ? 0 : small(step, offsetAt);
            memoryLength = offsetAt < 0 ? 0 : switch (opcode) {
                case Opcode.MLOAD, Opcode.MSTORE -> WORD;
                case Opcode.MSTORE8 -> 1;
                default -> small(step, lengthAt);
            };
            stored = opcode == Opcode.SSTORE && step.stackSize() >= 2
                    ? Optional.of(new TraceResult.VmStored(step.stackWord(0), step.stackWord(1)))
                    : Optional.empty();
        }

        /** More than an int is more gas than there is: that instruction fails, and is not looked at again. */
        private static int small(Step step, int index) {
            UInt256 word = step.stackSize() > index ? step.stackWord(index) : UInt256.ZERO;
            return word.fitsLong() ? (int) Math.min(Integer.MAX_VALUE, word.toLongExact()) : 0;
        }
    }

    /** Where on the stack the offset of what is written to memory stands; -1 where nothing is. */
    private static int memoryOperand(Step step) {
        return switch (step.opcode()) {
            case Opcode.MLOAD, Opcode.MSTORE, Opcode.MSTORE8, Opcode.CALLDATACOPY,
                    Opcode.CODECOPY, Opcode.RETURNDATACOPY, Opcode.MCOPY ->
                    0;
            case Opcode.EXTCODECOPY -> 1;
            case Opcode.CALL, Opcode.CALLCODE -> 5;
            case Opcode.DELEGATECALL, Opcode.STATICCALL -> 4;
            default -> -1;
        };
    }

    /** From that offset to the length. */
    private static int lengthDistance(int opcode) {
        return switch (opcode) {
            case Opcode.CALL, Opcode.CALLCODE, Opcode.DELEGATECALL, Opcode.STATICCALL -> 1;
            default -> 2;
        };
    }

    /** How many words it leaves on the stack that Parity counts as pushed: for DUP and SWAP all that it touched. */
    private static int pushed(int opcode) {
        if (opcode >= Opcode.PUSH0 && opcode <= Opcode.PUSH32) {
            return 1;
        }
        if (opcode >= Opcode.DUP1 && opcode <= Opcode.DUP16) {
            return opcode - Opcode.DUP1 + 2;
        }
        if (opcode >= Opcode.SWAP1 && opcode <= Opcode.SWAP16) {
            return opcode - Opcode.SWAP1 + 2;
        }
        if (opcode >= Opcode.LOG0 && opcode <= Opcode.LOG4) {
            return 0;
        }
        return switch (opcode) {
            case Opcode.STOP, Opcode.CALLDATACOPY, Opcode.CODECOPY, Opcode.EXTCODECOPY,
                    Opcode.RETURNDATACOPY, Opcode.POP, Opcode.MSTORE, Opcode.MSTORE8,
                    Opcode.SSTORE, Opcode.JUMP, Opcode.JUMPI, Opcode.JUMPDEST, Opcode.TSTORE,
                    Opcode.MCOPY, Opcode.RETURN, Opcode.REVERT, Opcode.INVALID,
                    Opcode.SELFDESTRUCT ->
                    0;
            default -> 1;
        };
    }

    @Override
    public boolean wantsSteps() {
        return true;
    }

    @Override
    public void onTransactionStart(TransactionStart start) {
        transaction = Optional.of(start);
        precompiles = Precompiles.of(start.fork()).addresses();
    }

    @Override
    public void onTransactionEnd(long gasUsed) {
        transaction = Optional.empty(); // the state is at hand no longer
    }

    @Override
    public void onEnter(CallKind kind, Address from, Address to, Bytes input, long gas,
            UInt256 value, int depth) {
        if (budget.isSpent()) {
            return;
        }
        Bytes code = kind.isCreation() ? input : codeAt(to);
        if (budget.take(OPERATION_BYTES + code.size())) {
            open.push(new Open(code, !kind.isCreation() && precompiles.contains(to)));
        }
    }

    private Bytes codeAt(Address address) {
        Bytes code = transaction.map(start -> start.state().code(address)).orElse(Bytes.EMPTY);
        return Delegation.isDelegation(code)
                ? transaction.map(start -> start.state().code(Delegation.target(code)))
                        .orElse(Bytes.EMPTY)
                : code;
    }

    @Override
    public void onStep(Step step) {
        if (budget.isSpent()) {
            return;
        }
        Open frame = open.element();
        frame.begun.ifPresent(before -> seen(frame, before, step));
        frame.begun = Optional.of(new Begun(step));
    }

    /** The frame goes on: what its last instruction did is there to be read. */
    private void seen(Open frame, Begun before, Step now) {
        int words = Math.min(pushed(before.opcode), now.stackSize());
        if (!budget.take(OPERATION_BYTES + (long) WORD * words + before.memoryLength)) {
            return;
        }
        List<UInt256> pushed = new ArrayList<>(words);
        for (int i = words - 1; i >= 0; i--) {
            pushed.add(now.stackWord(i));
        }
        Optional<TraceResult.VmMemory> memory = before.memoryLength == 0 ? Optional.empty()
                : Optional.of(new TraceResult.VmMemory(before.memoryOffset,
                        now.memory(before.memoryOffset, before.memoryLength)));
        add(frame, before, Optional.of(
                new VmEffect(now.gasLeft(), pushed, memory, before.stored)));
    }

    private static void add(Open frame, Begun begun, Optional<VmEffect> effect) {
        frame.operations.add(new VmOperation(begun.programCounter, begun.opcode, begun.cost,
                effect, begun.sub));
        frame.begun = Optional.empty();
    }

    @Override
    public void onStepEnd(long gasCost, String error) {
        if (!budget.isSpent()) {
            open.element().begun.ifPresent(begun -> {
                begun.cost = gasCost;
                begun.failed = !error.isEmpty();
            });
        }
    }

    /** The last instruction left nothing that its frame could read; one that failed did nothing. */
    @Override
    public void onExit(ExecutionResult result, String error, long gasUsed, int depth) {
        if (budget.isSpent() || !budget.take(OPERATION_BYTES)) {
            return;
        }
        Open frame = open.pop();
        frame.begun.ifPresent(last -> add(frame, last, last.failed ? Optional.empty()
                : Optional.of(new VmEffect(last.gasBefore - last.cost, List.of(),
                        Optional.empty(), Optional.empty()))));
        VmTrace trace = new VmTrace(frame.code, frame.operations);
        if (open.isEmpty()) {
            top = Optional.of(trace);
        } else if (!frame.isHidden) {
            open.element().begun.ifPresent(caller -> caller.sub = Optional.of(trace));
        }
    }

    @Override
    public TraceResult result() {
        return budget.isSpent() ? budget.tooLarge()
                : top.orElseThrow(() -> new IllegalStateException("nothing ran"));
    }
}
