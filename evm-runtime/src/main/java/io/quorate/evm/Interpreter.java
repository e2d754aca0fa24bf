package io.quorate.evm;

import static io.quorate.evm.OperandStack.put;

/**
 * The plain instruction loop: one instruction after the other, as the Yellow Paper has it. It runs what is
 * traced, what makes contracts, and wherever {@link BlockInterpreter} cannot prove that a whole block will go
 * through; so it is what says at which instruction and for which reason a frame halts. What an instruction needs of gas and stack is checked here, from the fork's
 * {@link InstructionTable}, so that the instructions are only their meaning. Mutable, one thread.
 */
final class Interpreter {
    private final Machine machine;
    private final Environment environment;
    private final BlockEnvironment block;
    /** What the loop looks at; with a tracer every entry leads to {@link #prepare}. */
    private final int[] table;
    private final int[] definitions;
    private final boolean isTraced;

    Interpreter(Machine machine, boolean isTraced) {
        this.machine = machine;
        this.isTraced = isTraced;
        environment = machine.environment;
        block = environment.block();
        definitions = machine.rules.instructions().entries();
        table = isTraced ? InstructionTable.tracing() : definitions;
    }

    /** Runs until the frame ends or another one lies above it; {@link Frame#exit} says which. */
    void run(Frame f) {
        run(f, false);
    }

    /** Runs one instruction; {@link Frame#exit} is RUNNING where there are more to run at once. */
    void step(Frame f) {
        run(f, true);
    }

    private void run(Frame f, boolean isStep) {
        byte[] code = f.code.padded();
        long[] s = machine.stack.limbs;
        int base = f.base;
        int limit = machine.stack.limit(base);
        int sp = f.sp;
        int pc = f.pc;
        long gas = f.gas;
        while (true) {
            int opcode = code[pc] & 0xff;
            int entry = table[opcode];
            if (sp - base < (entry & InstructionTable.REQUIRED_LIMBS)
                    || sp + InstructionTable.growth(entry) > limit) {
                f.sp = sp;
                f.pc = pc;
                f.gas = gas;
                HaltReason reason = prepare(f, opcode);
                if (reason != null) {
                    f.halt(reason);
                    return;
                }
                entry = definitions[opcode];
                s = machine.stack.limbs;
                limit = machine.stack.limit(base);
            }
            gas -= entry >>> InstructionTable.GAS_SHIFT;
            if (gas < 0) {
                f.haltWith(gas);
                return;
            }
            switch (opcode) {
                case Opcode.STOP -> {
                    succeed(f, gas);
                    return;
                }
                case Opcode.ADD -> {
                    ArithmeticInstructions.add(s, sp);
                    sp -= 4;
                }
                case Opcode.MUL -> {
                    ArithmeticInstructions.mul(s, sp);
                    sp -= 4;
                }
                case Opcode.SUB -> {
                    ArithmeticInstructions.sub(s, sp);
                    sp -= 4;
                }
                case Opcode.DIV -> {
                    ArithmeticInstructions.div(s, sp);
                    sp -= 4;
                }
                case Opcode.SDIV -> {
                    ArithmeticInstructions.sdiv(s, sp);
                    sp -= 4;
                }
                case Opcode.MOD -> {
                    ArithmeticInstructions.mod(s, sp);
                    sp -= 4;
                }
                case Opcode.SMOD -> {
                    ArithmeticInstructions.smod(s, sp);
                    sp -= 4;
                }
                case Opcode.ADDMOD -> {
                    ArithmeticInstructions.addmod(s, sp);
                    sp -= 8;
                }
                case Opcode.MULMOD -> {
                    ArithmeticInstructions.mulmod(s, sp);
                    sp -= 8;
                }
                case Opcode.EXP -> {
                    gas -= machine.gas.expByte * ArithmeticInstructions.significantBytes(s, sp - 8);
                    ArithmeticInstructions.exp(s, sp);
                    sp -= 4;
                }
                case Opcode.SIGNEXTEND -> {
                    ArithmeticInstructions.signextend(s, sp);
                    sp -= 4;
                }
                case Opcode.LT -> {
                    BitwiseInstructions.lt(s, sp);
                    sp -= 4;
                }
                case Opcode.GT -> {
                    BitwiseInstructions.gt(s, sp);
                    sp -= 4;
                }
                case Opcode.SLT -> {
                    BitwiseInstructions.slt(s, sp);
                    sp -= 4;
                }
                case Opcode.SGT -> {
                    BitwiseInstructions.sgt(s, sp);
                    sp -= 4;
                }
                case Opcode.EQ -> {
                    BitwiseInstructions.eq(s, sp);
                    sp -= 4;
                }
                case Opcode.AND -> {
                    BitwiseInstructions.and(s, sp);
                    sp -= 4;
                }
                case Opcode.OR -> {
                    BitwiseInstructions.or(s, sp);
                    sp -= 4;
                }
                case Opcode.XOR -> {
                    BitwiseInstructions.xor(s, sp);
                    sp -= 4;
                }
                case Opcode.BYTE -> {
                    BitwiseInstructions.byteAt(s, sp);
                    sp -= 4;
                }
                case Opcode.SHL -> {
                    BitwiseInstructions.shl(s, sp);
                    sp -= 4;
                }
                case Opcode.SHR -> {
                    BitwiseInstructions.shr(s, sp);
                    sp -= 4;
                }
                case Opcode.SAR -> {
                    BitwiseInstructions.sar(s, sp);
                    sp -= 4;
                }
                case Opcode.ISZERO -> BitwiseInstructions.iszero(s, sp);
                case Opcode.NOT -> BitwiseInstructions.not(s, sp);
                case Opcode.CLZ -> BitwiseInstructions.clz(s, sp);
                case Opcode.KECCAK256 -> {
                    gas = MemoryInstructions.keccak256(f, s, sp, gas);
                    sp -= 4;
                }
                case Opcode.ADDRESS -> {
                    put(s, sp, f.self);
                    sp += 4;
                }
                case Opcode.BALANCE -> gas = EnvironmentInstructions.balance(f, s, sp, gas);
                case Opcode.ORIGIN -> {
                    put(s, sp, environment.origin());
                    sp += 4;
                }
                case Opcode.CALLER -> {
                    put(s, sp, f.caller);
                    sp += 4;
                }
                case Opcode.CALLVALUE -> {
                    put(s, sp, f.value);
                    sp += 4;
                }
                case Opcode.CALLDATALOAD -> MemoryInstructions.calldataload(f, s, sp);
                case Opcode.CALLDATASIZE -> {
                    put(s, sp, f.inputLength);
                    sp += 4;
                }
                case Opcode.CALLDATACOPY -> {
                    gas = MemoryInstructions.calldatacopy(f, s, sp, gas);
                    sp -= 12;
                }
                case Opcode.CODESIZE -> {
                    put(s, sp, f.code.sizeBytes());
                    sp += 4;
                }
                case Opcode.CODECOPY -> {
                    gas = MemoryInstructions.codecopy(f, s, sp, gas);
                    sp -= 12;
                }
                case Opcode.GASPRICE -> {
                    put(s, sp, environment.gasPrice());
                    sp += 4;
                }
                case Opcode.EXTCODESIZE -> gas = EnvironmentInstructions.extcodesize(f, s, sp, gas);
                case Opcode.EXTCODECOPY -> {
                    gas = EnvironmentInstructions.extcodecopy(f, s, sp, gas);
                    sp -= 16;
                }
                case Opcode.RETURNDATASIZE -> {
                    put(s, sp, f.returnData.length);
                    sp += 4;
                }
                case Opcode.RETURNDATACOPY -> {
                    gas = MemoryInstructions.returndatacopy(f, s, sp, gas);
                    sp -= 12;
                }
                case Opcode.EXTCODEHASH -> gas = EnvironmentInstructions.extcodehash(f, s, sp, gas);
                case Opcode.BLOCKHASH -> EnvironmentInstructions.blockhash(f, s, sp);
                case Opcode.COINBASE -> {
                    put(s, sp, block.beneficiary());
                    sp += 4;
                }
                case Opcode.TIMESTAMP -> {
                    put(s, sp, block.timestamp());
                    sp += 4;
                }
                case Opcode.NUMBER -> {
                    put(s, sp, block.number());
                    sp += 4;
                }
                case Opcode.PREVRANDAO -> {
                    put(s, sp, block.randomness());
                    sp += 4;
                }
                case Opcode.GASLIMIT -> {
                    put(s, sp, block.gasLimit());
                    sp += 4;
                }
                case Opcode.CHAINID -> {
                    put(s, sp, block.chainId());
                    sp += 4;
                }
                case Opcode.SELFBALANCE -> {
                    EnvironmentInstructions.selfbalance(f, s, sp);
                    sp += 4;
                }
                case Opcode.BASEFEE -> {
                    put(s, sp, block.baseFeePerGas());
                    sp += 4;
                }
                case Opcode.BLOBHASH -> EnvironmentInstructions.blobhash(f, s, sp);
                case Opcode.BLOBBASEFEE -> {
                    put(s, sp, block.blobBaseFee());
                    sp += 4;
                }
                case Opcode.POP -> sp -= 4;
                case Opcode.MLOAD -> gas = MemoryInstructions.mload(f, s, sp, gas);
                case Opcode.MSTORE -> {
                    gas = MemoryInstructions.mstore(f, s, sp, gas);
                    sp -= 8;
                }
                case Opcode.MSTORE8 -> {
                    gas = MemoryInstructions.mstore8(f, s, sp, gas);
                    sp -= 8;
                }
                case Opcode.SLOAD -> gas = StorageInstructions.sload(f, s, sp, gas);
                case Opcode.SSTORE -> {
                    gas = StorageInstructions.sstore(f, s, sp, gas);
                    sp -= 8;
                }
                case Opcode.JUMP -> {
                    int target = f.code.jumpTarget(s, sp - 4);
                    sp -= 4;
                    if (target >= 0) {
                        pc = target - 1;
                    } else {
                        gas = Halts.INVALID_JUMP;
                    }
                }
                case Opcode.JUMPI -> {
                    sp -= 8;
                    if (!OperandStack.isZero(s, sp)) {
                        int target = f.code.jumpTarget(s, sp + 4);
                        if (target >= 0) {
                            pc = target - 1;
                        } else {
                            gas = Halts.INVALID_JUMP;
                        }
                    }
                }
                case Opcode.PC -> {
                    put(s, sp, pc);
                    sp += 4;
                }
                case Opcode.MSIZE -> {
                    put(s, sp, f.memory.sizeBytes());
                    sp += 4;
                }
                case Opcode.GAS -> {
                    put(s, sp, gas);
                    sp += 4;
                }
                case Opcode.JUMPDEST -> {
                }
                case Opcode.TLOAD -> StorageInstructions.tload(f, s, sp);
                case Opcode.TSTORE -> {
                    gas = StorageInstructions.tstore(f, s, sp, gas);
                    sp -= 8;
                }
                case Opcode.MCOPY -> {
                    gas = MemoryInstructions.mcopy(f, s, sp, gas);
                    sp -= 12;
                }
                case Opcode.PUSH0 -> {
                    put(s, sp, 0);
                    sp += 4;
                }
                case Opcode.PUSH1 -> {
                    put(s, sp, code[pc + 1] & 0xff);
                    sp += 4;
                    pc++;
                }
                case Opcode.PUSH2 -> {
                    put(s, sp, (code[pc + 1] & 0xff) << 8 | code[pc + 2] & 0xff);
                    sp += 4;
                    pc += 2;
                }
                case 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c,
                        0x6d, 0x6e, 0x6f, 0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77,
                        0x78, 0x79, 0x7a, 0x7b, 0x7c, 0x7d, 0x7e, 0x7f -> {
                    int count = opcode - Opcode.PUSH0;
                    StackInstructions.push(s, sp, code, pc + 1, count);
                    sp += 4;
                    pc += count;
                }
                case 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a,
                        0x8b, 0x8c, 0x8d, 0x8e, 0x8f -> {
                    StackInstructions.dup(s, sp, opcode - Opcode.DUP1 + 1);
                    sp += 4;
                }
                case 0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a,
                        0x9b, 0x9c, 0x9d, 0x9e, 0x9f -> {
                    StackInstructions.swap(s, sp, opcode - Opcode.SWAP1 + 1);
                }
                case Opcode.LOG0, Opcode.LOG1, Opcode.LOG2, Opcode.LOG3, Opcode.LOG4 -> {
                    int topics = opcode - Opcode.LOG0;
                    gas = EnvironmentInstructions.log(f, s, sp, gas, topics);
                    sp -= 8 + 4 * topics;
                }
                case Opcode.CREATE -> {
                    gas = CreateInstructions.create(f, s, sp, gas);
                    sp -= 8;
                    if (isSuspended(f, sp, pc)) {
                        return;
                    }
                }
                case Opcode.CALL -> {
                    gas = CallInstructions.call(f, s, sp, gas);
                    sp -= 24;
                    if (isSuspended(f, sp, pc)) {
                        return;
                    }
                }
                case Opcode.CALLCODE -> {
                    gas = CallInstructions.callcode(f, s, sp, gas);
                    sp -= 24;
                    if (isSuspended(f, sp, pc)) {
                        return;
                    }
                }
                case Opcode.DELEGATECALL -> {
                    gas = CallInstructions.delegatecall(f, s, sp, gas);
                    sp -= 20;
                    if (isSuspended(f, sp, pc)) {
                        return;
                    }
                }
                case Opcode.CREATE2 -> {
                    gas = CreateInstructions.create2(f, s, sp, gas);
                    sp -= 12;
                    if (isSuspended(f, sp, pc)) {
                        return;
                    }
                }
                case Opcode.STATICCALL -> {
                    gas = CallInstructions.staticcall(f, s, sp, gas);
                    sp -= 20;
                    if (isSuspended(f, sp, pc)) {
                        return;
                    }
                }
                case Opcode.RETURN -> {
                    leave(f, s, sp, gas, Frame.Exit.SUCCESS);
                    return;
                }
                case Opcode.REVERT -> {
                    leave(f, s, sp, gas, Frame.Exit.REVERT);
                    return;
                }
                case Opcode.SELFDESTRUCT -> {
                    gas = CreateInstructions.selfdestruct(f, s, sp, gas);
                    if (gas >= 0) {
                        succeed(f, gas);
                        return;
                    }
                }
                default -> throw new IllegalStateException("no instruction " + opcode);
            }
            if (gas < 0) {
                f.haltWith(gas);
                return;
            }
            pc++;
            if (isStep) {
                f.sp = sp;
                f.pc = pc;
                f.gas = gas;
                f.exit = Frame.Exit.RUNNING;
                return;
            }
        }
    }

    /**
     * The slow path, for whatever the table did not let through: tracing, room on the stack, and the halts.
     * Null where the instruction may run.
     */
    private HaltReason prepare(Frame f, int opcode) {
        int entry = definitions[opcode];
        if (isTraced) {
            machine.steps.begin(f, opcode);
        }
        if (!InstructionTable.isDefined(entry)) {
            return HaltReason.INVALID_OPCODE;
        }
        int height = f.sp - f.base;
        if (height < (entry & InstructionTable.REQUIRED_LIMBS)) {
            return HaltReason.STACK_UNDERFLOW;
        }
        int grown = f.sp + InstructionTable.growth(entry);
        if (grown - f.base > OperandStack.FRAME_LIMBS_MAX) {
            return HaltReason.STACK_OVERFLOW;
        }
        if (grown > machine.stack.limit(f.base)) {
            machine.stack.grow();
        }
        return null;
    }

    private static void succeed(Frame f, long gas) {
        f.gas = gas;
        f.exit = Frame.Exit.SUCCESS;
    }

    /** RETURN and REVERT. */
    static void leave(Frame f, long[] s, int sp, long gas, Frame.Exit exit) {
        long left = MemoryInstructions.output(f, s, sp, gas);
        if (left < 0) {
            f.haltWith(left);
        } else {
            f.gas = left;
            f.exit = exit;
        }
    }

    /** True where a frame lies above now: the loop then has to leave this one. */
    private boolean isSuspended(Frame f, int sp, int pc) {
        if (machine.isTop(f)) {
            return false;
        }
        f.sp = sp;
        f.pc = pc + 1;
        f.exit = Frame.Exit.SUSPENDED;
        return true;
    }
}
