package io.quorate.evm;

import io.quorate.evm.precompile.Precompile;
import io.quorate.evm.precompile.Precompiles;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.CallKind;
import io.quorate.evm.trace.Tracer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * One execution: the frames of its calls, one above the other in a list of our own, so that 1024 nested calls
 * need no deeper Java stack than one. Mutable, for one thread and one message.
 */
final class Machine {
    private static final int DEPTH_MAX = 1024;
    private static final int RECENT_CODES = 8;
    /** A millisecond, in the slowest code there is. */
    private static final long GUARDED_GAS = 100_000;
    /** 2^64 - 1, which no nonce may pass (EIP-2681). */
    private static final long NONCE_MAX = -1L;
    private static final VarHandle SELECTOR = MethodHandles
            .byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final String NO_BALANCE = "insufficient balance for transfer";
    private static final String NO_NONCE = "nonce uint64 overflow";
    private static final String TOO_DEEP = "max call depth exceeded";
    private static final String NOT_PERMITTED = "the transaction's sender is not permitted to";

    final ForkRules rules;
    final GasSchedule gas;
    private final Precompiles precompiles;
    private final CodeCache codes;
    /** In front of the cache that all threads share, at the place of the hash's first byte. */
    private final Hash[] recentHashes = new Hash[RECENT_CODES];
    private final Code[] recentCodes = new Code[RECENT_CODES];
    final Environment environment;
    final WorldState world;
    final Tracer tracer;
    final StepTrace steps;
    final MemoryUse memoryUse;
    private final CallGuard guard;
    final OperandStack stack = new OperandStack();
    /** Where KECCAK256 puts a hash on its way to the stack. */
    final byte[] digest = new byte[Hash.SIZE];
    private final Interpreter plain;
    private final BlockInterpreter byBlocks;
    private final boolean isStepped;
    private final boolean isTraced;
    /** Null where the origin may do all: one comparison at a call is all that this costs a chain without rules. */
    private final CallRules callRules;
    private final List<Frame> frames = new ArrayList<>();
    private int depth = -1;
    /** How the call that ended last did. */
    private ExecutionResult result = new ExecutionResult.Halt(HaltReason.OUT_OF_GAS);

    Machine(ForkRules rules, Precompiles precompiles, CodeCache codes, Environment environment,
            WorldState world, Tracer tracer, CallGuard guard) {
        this.guard = guard;
        memoryUse = new MemoryUse(guard.memoryBytesMax());
        this.rules = rules;
        this.precompiles = precompiles;
        this.gas = rules.gas();
        this.codes = codes;
        this.environment = environment;
        this.world = world;
        this.tracer = tracer;
        isTraced = tracer != Tracer.NONE;
        callRules = environment.callRules() == CallRules.NONE ? null : environment.callRules();
        steps = new StepTrace(tracer);
        isStepped = tracer.wantsSteps();
        plain = new Interpreter(this, isStepped);
        byBlocks = new BlockInterpreter(this, plain);
    }

    ExecutionResult run(Message message) {
        switch (message) {
            case Message.Call call -> start(
                    new CallInstructions.Call(CallKind.CALL, call.caller(), call.recipient(),
                            call.recipient(), call.value(), false),
                    call.input().toArray(), 0, call.input().size(), call.gas(), 0);
            case Message.Create create -> startCreation(CallKind.CREATE, create.caller(),
                    create.recipient(), create.value(), create.input().toArray(), create.gas(), 0);
        }
        while (depth >= 0) {
            Frame frame = frames.get(depth);
            // What makes a contract runs once: it is not worth to be made ready, but where it is to be guarded.
            if (isStepped || isCreation(frame) && guard == CallGuard.NONE) {
                plain.run(frame);
            } else {
                byBlocks.run(frame);
            }
            if (frame.exit != Frame.Exit.SUSPENDED) {
                end(frame);
                if (depth >= 0) {
                    deliver(frames.get(depth), frame);
                }
            }
        }
        return result;
    }

    /** With how much gas left a frame that has {@code gas} asks the guard next; 0 where there is none. */
    long gasFloor(long gas) {
        return guard == CallGuard.NONE ? 0 : Math.max(0, gas - GUARDED_GAS);
    }

    /** Asks the guard; gives the next floor. */
    long pause(long gas) {
        guard.check();
        return gasFloor(gas);
    }

    /** The frame that runs now. */
    boolean isTop(Frame frame) {
        return frame.depth == depth;
    }

    /**
     * A call by an instruction of {@code parent}, which has been charged; its result is delivered. The input
     * stays where it is in the parent's memory, which does not change before the call has ended: no gas is
     * asked for a copy, so a call with megabytes of input must not make one.
     */
    void callFrom(Frame parent, CallInstructions.Call call, int inputOffset, int inputLength,
            long childGas) {
        if (isTraced) {
            steps.end(parent.gas, "");
        }
        byte[] input = parent.memory.bytes();
        int offset = inputLength == 0 ? 0 : inputOffset;
        boolean isAffordable = !call.sendsValue()
                || world.balance(parent.self).compareTo(call.value()) >= 0;
        boolean isPermitted = callRules == null || callRules.mayCall(parent.self,
                call.codeAddress(), selector(input, offset, inputLength));
        if (!isAffordable || parent.depth == DEPTH_MAX || !isPermitted) {
            if (isTraced) {
                enter(call, Bytes.wrap(input, offset, inputLength), childGas);
                exitRefused(parent, childGas, isPermitted ? NO_BALANCE : NOT_PERMITTED);
            }
            refuse(parent, childGas);
            return;
        }
        boolean isOver = start(call, input, offset, inputLength, childGas,
                parent.resultAt + OperandStack.WORD_LIMBS);
        if (isOver) {
            deliverCall(parent);
        }
    }

    private static long selector(byte[] input, int offset, int length) {
        return length < Integer.BYTES ? CallRules.NO_SELECTOR
                : Integer.toUnsignedLong((int) SELECTOR.get(input, offset));
    }

    /** A creation by an instruction of {@code parent}, which has been charged; its result is delivered. */
    void createFrom(Frame parent, CallKind kind, Address created, UInt256 value, byte[] initcode,
            long childGas) {
        if (isTraced) {
            steps.end(parent.gas + childGas, ""); // what the creation gets is no part of the price
        }
        long nonce = world.nonce(parent.self);
        boolean isPermitted = callRules == null || callRules.mayCreate();
        if (world.balance(parent.self).compareTo(value) < 0 || parent.depth == DEPTH_MAX
                || nonce == NONCE_MAX || !isPermitted) {
            if (isTraced) {
                tracer.onEnter(kind, parent.self, created, Bytes.wrap(initcode), childGas, value,
                        depth + 1);
                String why = nonce == NONCE_MAX ? NO_NONCE : NO_BALANCE;
                exitRefused(parent, childGas, isPermitted ? why : NOT_PERMITTED);
            }
            refuse(parent, childGas);
            return;
        }
        world.setNonce(parent.self, nonce + 1);
        world.warmAddress(created);
        int base = parent.resultAt + OperandStack.WORD_LIMBS;
        if (startCreation(kind, parent.self, created, value, initcode, childGas, base)) {
            deliverCreation(parent, created);
        }
    }

    /** The call does not take place: no gas is lost, and there is nothing to return. */
    private void refuse(Frame parent, long childGas) {
        OperandStack.put(stack.limbs, parent.resultAt, 0);
        parent.returnData = Frame.NO_BYTES;
        parent.gas += childGas;
    }

    private void exitRefused(Frame parent, long childGas, String why) {
        tracer.onExit(new ExecutionResult.Revert(childGas, Bytes.EMPTY),
                parent.depth == DEPTH_MAX ? TOO_DEEP : why, 0, depth + 1);
    }

    /** To tracers a delegated call comes from the contract that makes it, not from that one's caller. */
    private void enter(CallInstructions.Call call, Bytes input, long childGas) {
        boolean delegates = call.kind() == CallKind.DELEGATECALL;
        tracer.onEnter(call.kind(), delegates ? call.recipient() : call.caller(),
                call.codeAddress(), Bytes.wrap(input.toArray()), childGas, call.value(), depth + 1);
    }

    /** True where the call is over already, with {@link #result} set. */
    private boolean start(CallInstructions.Call call, byte[] input, int inputOffset,
            int inputLength, long childGas, int base) {
        guard.check();
        if (isTraced) {
            enter(call, Bytes.wrap(input, inputOffset, inputLength), childGas);
        }
        int mark = world.mark();
        if (call.kind() == CallKind.CALL) {
            if (!call.value().isZero()) {
                world.subtractBalance(call.caller(), call.value());
            }
            world.addBalance(call.recipient(), call.value());
        } else if (call.kind() == CallKind.STATICCALL) {
            world.touch(call.recipient());
        }
        Optional<Precompile> precompile = precompiles.at(call.codeAddress());
        if (precompile.isPresent()) {
            Bytes wrapped = Bytes.wrap(input, inputOffset, inputLength);
            finishAtOnce(runPrecompile(precompile.get(), wrapped, childGas), childGas, mark);
            return true;
        }
        Code code = runnableCode(call.codeAddress());
        if (code.sizeBytes() == 0) {
            finishAtOnce(new ExecutionResult.Success(childGas, Bytes.EMPTY), childGas, mark);
            return true;
        }
        Frame frame = push(call.kind(), code, base, childGas, mark);
        frame.self = call.recipient();
        frame.caller = call.caller();
        frame.value = call.value();
        frame.input = input;
        frame.inputOffset = inputOffset;
        frame.inputLength = inputLength;
        frame.isStatic = call.isStatic();
        return false;
    }

    /** EIP-7702: one delegation is followed; a chain of them ends in code that cannot run. */
    private Code runnableCode(Address address) {
        Code code = codeOf(address);
        boolean isDelegated = gas.followsDelegations && code.delegate() != null;
        return isDelegated ? codeOf(code.delegate()) : code;
    }

    /** The code at {@code address}. An account's hash is one object while its code is the same. */
    Code codeOf(Address address) {
        Hash hash = world.codeHash(address);
        int at = hash.byteAt(0) & RECENT_CODES - 1;
        if (recentHashes[at] != hash) {
            recentCodes[at] = codes.codeOf(world, address);
            recentHashes[at] = hash;
        }
        return recentCodes[at];
    }

    private static ExecutionResult runPrecompile(Precompile precompile, Bytes input,
            long childGas) {
        long price = precompile.gas(input);
        if (price > childGas) {
            return new ExecutionResult.Halt(HaltReason.OUT_OF_GAS);
        }
        return precompile.execute(input)
                .<ExecutionResult>map(out -> new ExecutionResult.Success(childGas - price, out))
                .orElse(new ExecutionResult.Halt(HaltReason.PRECOMPILE_FAILED));
    }

    private boolean startCreation(CallKind kind, Address creator, Address created, UInt256 value,
            byte[] initcode, long childGas, int base) {
        guard.check();
        if (isTraced) {
            tracer.onEnter(kind, creator, created, Bytes.wrap(initcode), childGas, value,
                    depth + 1);
        }
        int mark = world.mark();
        if (world.nonce(created) != 0 || !world.code(created).isEmpty()
                || world.hasStorage(created)) {
            finishAtOnce(new ExecutionResult.Halt(HaltReason.CREATE_COLLISION), childGas, mark);
            return true;
        }
        world.createContract(created);
        if (gas.clearsEmptyAccounts) {
            world.setNonce(created, 1);
        }
        world.subtractBalance(creator, value);
        world.addBalance(created, value);
        Frame frame = push(kind, Code.of(initcode), base, childGas, mark);
        frame.self = created;
        frame.caller = creator;
        frame.value = value;
        frame.input = Frame.NO_BYTES;
        frame.inputOffset = 0;
        frame.inputLength = 0;
        frame.isStatic = false;
        return false;
    }

    private void finishAtOnce(ExecutionResult ended, long childGas, int mark) {
        result = ended;
        if (!(ended instanceof ExecutionResult.Success)) {
            world.revertTo(mark);
        }
        if (isTraced) {
            tracer.onExit(ended, Faults.of(ended), childGas - ended.gasLeft(), depth + 1);
        }
    }

    private Frame push(CallKind kind, Code code, int base, long childGas, int mark) {
        depth++;
        if (depth == frames.size()) {
            frames.add(new Frame(this, depth));
        }
        Frame frame = frames.get(depth);
        frame.kind = kind;
        frame.mark = mark;
        frame.reset(code, base, childGas);
        return frame;
    }

    private void end(Frame frame) {
        boolean deposits = frame.exit == Frame.Exit.SUCCESS && isCreation(frame);
        if (isTraced) {
            steps.end(frame);
        }
        if (deposits) {
            deposit(frame);
        }
        if (frame.exit != Frame.Exit.SUCCESS) {
            world.revertTo(frame.mark);
        }
        result = switch (frame.exit) {
            case SUCCESS -> new ExecutionResult.Success(frame.gas, Bytes.wrap(frame.output));
            case REVERT -> new ExecutionResult.Revert(frame.gas, Bytes.wrap(frame.output));
            case HALT -> new ExecutionResult.Halt(frame.haltReason);
            case SUSPENDED, RUNNING ->
                    throw new IllegalStateException("a frame ended as " + frame.exit);
        };
        if (isTraced) {
            tracer.onExit(result, deposits ? Faults.ofDeposit(result) : Faults.of(frame, result),
                    frame.gasGiven - frame.gas, depth);
        }
        frame.input = Frame.NO_BYTES; // the parent's memory is not to outlive the parent
        depth--;
    }

    private static boolean isCreation(Frame frame) {
        return frame.kind.isCreation();
    }

    /** Makes the output of a creation the contract's code, as far as rules and gas allow. */
    private void deposit(Frame frame) {
        byte[] code = frame.output;
        if (code.length > gas.codeSizeMax) {
            frame.halt(HaltReason.CODE_TOO_LARGE);
        } else if (gas.refusesCode0xef && code.length > 0 && (code[0] & 0xff) == 0xef) {
            frame.halt(HaltReason.INVALID_CODE);
        } else if (GasSchedule.CODE_DEPOSIT_BYTE * code.length > frame.gas) {
            if (gas.failsOnUnpaidDeposit) {
                frame.halt(HaltReason.OUT_OF_GAS);
            } else {
                frame.output = Frame.NO_BYTES;
            }
        } else {
            frame.gas -= GasSchedule.CODE_DEPOSIT_BYTE * code.length;
            if (code.length != 0) {
                world.setCode(frame.self, Bytes.wrap(code));
            }
        }
    }

    private void deliver(Frame parent, Frame child) {
        if (isCreation(child)) {
            deliverCreation(parent, child.self);
        } else {
            deliverCall(parent);
        }
    }

    private void deliverCall(Frame parent) {
        boolean succeeded = result instanceof ExecutionResult.Success;
        OperandStack.put(stack.limbs, parent.resultAt, succeeded ? 1 : 0);
        byte[] output = result.output().toArrayUnsafe();
        parent.returnData = output;
        int copied = Math.min(parent.outputLength, output.length);
        parent.memory.copyIn(parent.outputOffset, output, 0, output.length, 0, copied);
        parent.gas += result.gasLeft();
    }

    private void deliverCreation(Frame parent, Address created) {
        if (result instanceof ExecutionResult.Success) {
            OperandStack.put(stack.limbs, parent.resultAt, created);
        } else {
            OperandStack.put(stack.limbs, parent.resultAt, 0);
        }
        boolean reverted = result instanceof ExecutionResult.Revert;
        parent.returnData = reverted ? result.output().toArrayUnsafe() : Frame.NO_BYTES;
        parent.gas += result.gasLeft();
    }
}
