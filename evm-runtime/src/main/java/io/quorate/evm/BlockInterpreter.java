package io.quorate.evm;

import static io.quorate.evm.OperandStack.isZero;
import static io.quorate.evm.OperandStack.put;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The fast instruction loop: runs a {@link Program}, whose blocks pay and are checked as a whole. A block that
 * cannot be paid or lacks room on the stack is left to the plain loop, so that a frame halts at the same
 * instruction and for the same reason there and here. Within a block nothing can fail but the dynamic part of a
 * price, and that for want of gas alone: whoever cannot pay it with the block's rest paid could not have paid
 * that rest. Mutable, one thread.
 */
final class BlockInterpreter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);

    private final Machine machine;
    private final Interpreter plain;
    private final InstructionTable rules;

    BlockInterpreter(Machine machine, Interpreter plain) {
        this.machine = machine;
        this.plain = plain;
        rules = machine.rules.instructions();
    }

    /** Runs until the frame ends or another one lies above it; {@link Frame#exit} says which. */
    void run(Frame f) {
        Program program = f.code.program(rules);
        byte[] operations = program.operations();
        long[] blocks = program.blocks();
        byte[] code = f.code.padded();
        long[] s = machine.stack.limbs;
        int base = f.base;
        int limit = machine.stack.limit(base);
        int sp = f.sp;
        int pc = f.pc;
        long gas = f.gas;
        long floor = machine.gasFloor(gas);
        while (true) {
            long block = blocks[pc];
            long left = gas - Program.gas(block);
            if ((left - floor | (long) (sp - base - Program.requiredLimbs(block))
                    | (long) (limit - sp - Program.growth(block))) < 0) {
                if (left >= 0 && left < floor) {
                    floor = machine.pause(gas);
                    continue;
                }
                f.sp = sp;
                f.pc = pc;
                f.gas = gas;
                if (!makesRoom(f, block)) {
                    plain.run(f);
                    return;
                }
                s = machine.stack.limbs;
                limit = machine.stack.limit(base);
                continue;
            }
            gas = left;
            pc += (int) block & Program.SKIPS_JUMPDEST;
            within : while (true) {
                int operation = operations[pc] & 0xff;
                switch (operation) {
                    case Opcode.STOP -> {
                        f.gas = gas;
                        f.exit = Frame.Exit.SUCCESS;
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
                    case Opcode.LT -> {
                        BitwiseInstructions.lt(s, sp);
                        sp -= 4;
                    }
                    case Opcode.GT -> {
                        BitwiseInstructions.gt(s, sp);
                        sp -= 4;
                    }
                    case Opcode.EQ -> {
                        BitwiseInstructions.eq(s, sp);
                        sp -= 4;
                    }
                    case Opcode.ISZERO -> BitwiseInstructions.iszero(s, sp);
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
                    case Opcode.NOT -> BitwiseInstructions.not(s, sp);
                    case Opcode.SHL -> {
                        BitwiseInstructions.shl(s, sp);
                        sp -= 4;
                    }
                    case Opcode.SHR -> {
                        BitwiseInstructions.shr(s, sp);
                        sp -= 4;
                    }
                    case Opcode.CALLDATASIZE -> {
                        put(s, sp, f.inputLength);
                        sp += 4;
                    }
                    case Opcode.POP -> sp -= 4;
                    case Opcode.MLOAD -> {
                        gas = MemoryInstructions.mload(f, s, sp, gas);
                        if (gas < 0) {
                            f.halt(HaltReason.OUT_OF_GAS);
                            return;
                        }
                    }
                    case Opcode.MSTORE -> {
                        gas = MemoryInstructions.mstore(f, s, sp, gas);
                        sp -= 8;
                        if (gas < 0) {
                            f.halt(HaltReason.OUT_OF_GAS);
                            return;
                        }
                    }
                    case Opcode.SLOAD -> { // ends its block, so that what is read does not depend on gas for more
                        gas = StorageInstructions.sload(f, s, sp, gas);
                        if (gas < 0) {
                            f.halt(HaltReason.OUT_OF_GAS);
                            return;
                        }
                        pc++;
                        break within;
                    }
                    case Opcode.JUMP -> {
                        sp -= 4;
                        pc = f.code.jumpTarget(s, sp);
                        if (pc < 0) {
                            f.halt(HaltReason.INVALID_JUMP);
                            return;
                        }
                        break within;
                    }
                    case Opcode.JUMPI -> {
                        sp -= 8;
                        if (isZero(s, sp)) {
                            pc++;
                        } else {
                            pc = f.code.jumpTarget(s, sp + 4);
                            if (pc < 0) {
                                f.halt(HaltReason.INVALID_JUMP);
                                return;
                            }
                        }
                        break within;
                    }
                    case Opcode.GAS -> {
                        put(s, sp, gas);
                        sp += 4;
                        pc++;
                        break within;
                    }
                    case Opcode.JUMPDEST -> {
                        break within;
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
                        put(s, sp, Fusion.push2(code, pc));
                        sp += 4;
                        pc += 2;
                    }
                    case 0x62, 0x63, 0x64, 0x65, 0x66, 0x67 -> {
                        int count = operation - Opcode.PUSH0;
                        put(s, sp, (long) LONGS.get(code, pc + 1) >>> (64 - 8 * count));
                        sp += 4;
                        pc += count;
                    }
                    case 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70, 0x71, 0x72, 0x73,
                            0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x7b, 0x7c, 0x7d, 0x7e,
                            0x7f -> {
                        int count = operation - Opcode.PUSH0;
                        StackInstructions.push(s, sp, code, pc + 1, count);
                        sp += 4;
                        pc += count;
                    }
                    case 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b,
                            0x8c, 0x8d, 0x8e, 0x8f -> {
                        StackInstructions.dup(s, sp, operation - Opcode.DUP1 + 1);
                        sp += 4;
                    }
                    case 0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b,
                            0x9c, 0x9d, 0x9e, 0x9f ->
                            StackInstructions.swap(s, sp, operation - Opcode.SWAP1 + 1);
                    case Fusion.EXACT -> {
                        f.sp = sp;
                        f.pc = pc;
                        f.gas = gas;
                        plain.step(f);
                        if (f.exit != Frame.Exit.RUNNING) {
                            return;
                        }
                        s = machine.stack.limbs;
                        limit = machine.stack.limit(base);
                        sp = f.sp;
                        pc = f.pc;
                        gas = f.gas;
                        break within;
                    }
                    case Fusion.PUSH1_JUMP -> {
                        pc = code[pc + 1] & 0xff;
                        break within;
                    }
                    case Fusion.PUSH2_JUMP -> {
                        pc = Fusion.push2(code, pc);
                        break within;
                    }
                    case Fusion.PUSH1_JUMPI -> {
                        sp -= 4;
                        pc = isZero(s, sp) ? pc + 3 : code[pc + 1] & 0xff;
                        break within;
                    }
                    case Fusion.PUSH2_JUMPI -> {
                        sp -= 4;
                        pc = isZero(s, sp) ? pc + 4 : Fusion.push2(code, pc);
                        break within;
                    }
                    case Fusion.ISZERO_PUSH1_JUMPI -> {
                        sp -= 4;
                        pc = isZero(s, sp) ? code[pc + 2] & 0xff : pc + 4;
                        break within;
                    }
                    case Fusion.ISZERO_PUSH2_JUMPI -> {
                        sp -= 4;
                        pc = isZero(s, sp) ? Fusion.push2(code, pc + 1) : pc + 5;
                        break within;
                    }
                    case Fusion.DUP1_PUSH2_JUMPI -> {
                        pc = isZero(s, sp - 4) ? pc + 5 : Fusion.push2(code, pc + 1);
                        break within;
                    }
                    case Fusion.POP_JUMP -> {
                        sp -= 8;
                        pc = f.code.jumpTarget(s, sp);
                        if (pc < 0) {
                            f.halt(HaltReason.INVALID_JUMP);
                            return;
                        }
                        break within;
                    }
                    case Fusion.PUSH1_ADD -> {
                        FusedInstructions.addSmall(s, sp, code[pc + 1] & 0xff);
                        pc += 2;
                    }
                    case Fusion.PUSH1_MLOAD -> {
                        gas = FusedInstructions.mload(f, s, sp, gas, code[pc + 1] & 0xff);
                        if (gas < 0) {
                            f.halt(HaltReason.OUT_OF_GAS);
                            return;
                        }
                        sp += 4;
                        pc += 2;
                    }
                    case Fusion.PUSH1_MSTORE -> {
                        gas = FusedInstructions.mstore(f, s, sp, gas, code[pc + 1] & 0xff);
                        if (gas < 0) {
                            f.halt(HaltReason.OUT_OF_GAS);
                            return;
                        }
                        sp -= 4;
                        pc += 2;
                    }
                    case Fusion.PUSH1_SHL -> {
                        BitwiseInstructions.shiftLeft(s, sp - 4, code[pc + 1] & 0xff);
                        pc += 2;
                    }
                    case Fusion.PUSH1_SHR -> {
                        BitwiseInstructions.shiftRight(s, sp - 4, code[pc + 1] & 0xff, 0);
                        pc += 2;
                    }
                    case Fusion.PUSH4_EQ -> {
                        FusedInstructions.equalsSmall(s, sp, FusedInstructions.push4(code, pc));
                        pc += 5;
                    }
                    case Fusion.PUSH4_AND -> {
                        put(s, sp - 4, s[sp - 4] & FusedInstructions.push4(code, pc));
                        pc += 5;
                    }
                    case Fusion.SWAP1_POP -> {
                        FusedInstructions.move(s, sp - 4, sp - 8);
                        sp -= 4;
                        pc++;
                    }
                    case Fusion.SWAP2_POP -> {
                        FusedInstructions.move(s, sp - 4, sp - 12);
                        sp -= 4;
                        pc++;
                    }
                    case Fusion.SWAP3_POP -> {
                        FusedInstructions.move(s, sp - 4, sp - 16);
                        sp -= 4;
                        pc++;
                    }
                    case Fusion.SWAP1_SUB -> {
                        ArithmeticInstructions.subtract(s, sp - 8, sp - 4);
                        sp -= 4;
                        pc++;
                    }
                    case Fusion.DUP2_ADD -> {
                        ArithmeticInstructions.addInto(s, sp - 4, sp - 8, sp - 4);
                        pc++;
                    }
                    case Fusion.DUP2_LT -> {
                        put(s, sp - 4, BitwiseInstructions.compare(s, sp - 8, sp - 4) < 0 ? 1 : 0);
                        pc++;
                    }
                    case Fusion.ISZERO_ISZERO -> {
                        put(s, sp - 4, isZero(s, sp - 4) ? 0 : 1);
                        pc++;
                    }
                    case Fusion.POP_POP -> {
                        sp -= 8;
                        pc++;
                    }
                    case Opcode.RETURN, Opcode.REVERT -> {
                        Interpreter.leave(f, s, sp, gas, operation == Opcode.RETURN
                                ? Frame.Exit.SUCCESS
                                : Frame.Exit.REVERT);
                        return;
                    }
                    default -> {
                        gas = HeavyInstructions.run(f, s, sp, gas, operation);
                        if (gas < 0) {
                            f.halt(HaltReason.OUT_OF_GAS);
                            return;
                        }
                        sp += rules.heightChange(operation);
                    }
                }
                pc++;
            }
        }
    }

    /** True where the block failed for the size of the array alone, which is now greater. */
    private boolean makesRoom(Frame f, long block) {
        int height = f.sp - f.base;
        int top = height + Program.growth(block);
        if (f.gas < Program.gas(block) || height < Program.requiredLimbs(block)
                || top > OperandStack.FRAME_LIMBS_MAX) {
            return false;
        }
        machine.stack.grow();
        return true;
    }
}
