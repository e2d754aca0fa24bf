package io.quorate.evm;

import static io.quorate.evm.Opcode.*;

import io.quorate.evm.fork.Fork;
import java.util.Arrays;

/**
 * What must hold before an instruction, per fork: the fixed part of its price and the heights of the stack it
 * takes. One number an opcode: gas in the upper 16 bits, in bit 13 whether the stack grows by a word, below
 * that how many limbs must be there. An opcode the fork lacks wants more limbs than any stack has, so that no
 * instruction pays for the question whether it exists.
 */
final class InstructionTable {
    static final int REQUIRED_LIMBS = 0x1fff;
    static final int GAS_SHIFT = 16;
    private static final int GROWS = 1 << 13;
    private static final int UNDEFINED = REQUIRED_LIMBS;

    private static final int ZERO = 0;
    private static final int BASE = 2;
    private static final int VERY_LOW = 3;
    private static final int LOW = 5;
    private static final int MID = 8;
    private static final int HIGH = 10;
    private static final int WARM_ACCESS = 100;

    private final int[] entries = new int[256];
    private final byte[] heightChanges = new byte[256];

    private InstructionTable(Fork fork) {
        Arrays.fill(entries, UNDEFINED);
        defineArithmetic();
        defineEnvironment();
        defineStackAndMemory();
        defineFrontierSystem();
        amendUpToIstanbul(fork);
        amendFromBerlin(fork);
    }

    static InstructionTable of(Fork fork) {
        return new InstructionTable(fork);
    }

    /** Where every entry sends the interpreter to its slow path, which is where tracers are called. */
    static int[] tracing() {
        int[] entries = new int[256];
        Arrays.fill(entries, UNDEFINED);
        return entries;
    }

    int[] entries() {
        return entries;
    }

    static boolean isDefined(int entry) {
        return (entry & REQUIRED_LIMBS) != UNDEFINED;
    }

    /** Limbs by which the stack is higher after the instruction than before. */
    int heightChange(int opcode) {
        return heightChanges[opcode];
    }

    /** Limbs that must be on the stack. */
    static int required(int entry) {
        return entry & REQUIRED_LIMBS;
    }

    /** Limbs by which the stack grows: 4 or 0. */
    static int growth(int entry) {
        return entry >>> 11 & 4;
    }

    private void define(int opcode, int gas, int taken, int given) {
        entries[opcode] = gas << GAS_SHIFT | (given > taken ? GROWS : 0)
                | taken * OperandStack.WORD_LIMBS;
        heightChanges[opcode] = (byte) ((given - taken) * OperandStack.WORD_LIMBS);
    }

    private void price(int opcode, int gas) {
        entries[opcode] = gas << GAS_SHIFT | entries[opcode] & 0xffff;
    }

    private void defineArithmetic() {
        for (int opcode : new int[]{ADD, SUB, LT, GT, SLT, SGT, EQ, AND, OR, XOR, BYTE}) {
            define(opcode, VERY_LOW, 2, 1);
        }
        for (int opcode : new int[]{MUL, DIV, SDIV, MOD, SMOD, SIGNEXTEND}) {
            define(opcode, LOW, 2, 1);
        }
        define(ISZERO, VERY_LOW, 1, 1);
        define(NOT, VERY_LOW, 1, 1);
        define(ADDMOD, MID, 3, 1);
        define(MULMOD, MID, 3, 1);
        define(EXP, HIGH, 2, 1);
        define(KECCAK256, 30, 2, 1);
    }

    private void defineEnvironment() {
        for (int opcode : new int[]{ADDRESS, ORIGIN, CALLER, CALLVALUE, CALLDATASIZE, CODESIZE,
                GASPRICE, COINBASE, TIMESTAMP, NUMBER, PREVRANDAO, GASLIMIT, PC, MSIZE, GAS}) {
            define(opcode, BASE, 0, 1);
        }
        define(BALANCE, 20, 1, 1);
        define(CALLDATALOAD, VERY_LOW, 1, 1);
        define(CALLDATACOPY, VERY_LOW, 3, 0);
        define(CODECOPY, VERY_LOW, 3, 0);
        define(EXTCODESIZE, 20, 1, 1);
        define(EXTCODECOPY, 20, 4, 0);
        define(BLOCKHASH, 20, 1, 1);
    }

    private void defineStackAndMemory() {
        define(POP, BASE, 1, 0);
        define(MLOAD, VERY_LOW, 1, 1);
        define(MSTORE, VERY_LOW, 2, 0);
        define(MSTORE8, VERY_LOW, 2, 0);
        define(SLOAD, 50, 1, 1);
        define(SSTORE, ZERO, 2, 0);
        define(JUMP, MID, 1, 0);
        define(JUMPI, HIGH, 2, 0);
        define(JUMPDEST, 1, 0, 0);
        for (int opcode = PUSH1; opcode <= PUSH32; opcode++) {
            define(opcode, VERY_LOW, 0, 1);
        }
        for (int i = 0; i < 16; i++) {
            define(DUP1 + i, VERY_LOW, i + 1, i + 2);
            define(SWAP1 + i, VERY_LOW, i + 2, i + 2);
        }
    }

    private void defineFrontierSystem() {
        define(STOP, ZERO, 0, 0);
        for (int topics = 0; topics <= 4; topics++) {
            define(LOG0 + topics, 375 * (topics + 1), topics + 2, 0);
        }
        define(CREATE, 32_000, 3, 1);
        define(CALL, 40, 7, 1);
        define(CALLCODE, 40, 7, 1);
        define(RETURN, ZERO, 2, 0);
        define(SELFDESTRUCT, ZERO, 1, 0);
    }

    private void amendUpToIstanbul(Fork fork) {
        if (fork.isAtLeast(Fork.HOMESTEAD)) {
            define(DELEGATECALL, 40, 6, 1); // EIP-7
        }
        if (fork.isAtLeast(Fork.TANGERINE_WHISTLE)) { // EIP-150
            price(BALANCE, 400);
            price(EXTCODESIZE, 700);
            price(EXTCODECOPY, 700);
            price(SLOAD, 200);
            price(CALL, 700);
            price(CALLCODE, 700);
            price(DELEGATECALL, 700);
            price(SELFDESTRUCT, 5000);
        }
        if (fork.isAtLeast(Fork.BYZANTIUM)) {
            define(RETURNDATASIZE, BASE, 0, 1); // EIP-211
            define(RETURNDATACOPY, VERY_LOW, 3, 0);
            define(STATICCALL, 700, 6, 1); // EIP-214
            define(REVERT, ZERO, 2, 0); // EIP-140
        }
        if (fork.isAtLeast(Fork.CONSTANTINOPLE)) {
            define(SHL, VERY_LOW, 2, 1); // EIP-145
            define(SHR, VERY_LOW, 2, 1);
            define(SAR, VERY_LOW, 2, 1);
            define(EXTCODEHASH, 400, 1, 1); // EIP-1052
            define(CREATE2, 32_000, 4, 1); // EIP-1014
        }
        if (fork.isAtLeast(Fork.ISTANBUL)) {
            define(CHAINID, BASE, 0, 1); // EIP-1344
            define(SELFBALANCE, LOW, 0, 1); // EIP-1884
            price(BALANCE, 700);
            price(EXTCODEHASH, 700);
            price(SLOAD, 800);
        }
    }

    private void amendFromBerlin(Fork fork) {
        if (fork.isAtLeast(Fork.BERLIN)) { // EIP-2929; GasSchedule has the surcharges of cold access
            for (int opcode : new int[]{BALANCE, EXTCODESIZE, EXTCODECOPY, EXTCODEHASH, SLOAD, CALL,
                    CALLCODE, DELEGATECALL, STATICCALL}) {
                price(opcode, WARM_ACCESS);
            }
        }
        if (fork.isAtLeast(Fork.LONDON)) {
            define(BASEFEE, BASE, 0, 1); // EIP-3198
        }
        if (fork.isAtLeast(Fork.SHANGHAI)) {
            define(PUSH0, BASE, 0, 1); // EIP-3855
        }
        if (fork.isAtLeast(Fork.CANCUN)) {
            define(TLOAD, WARM_ACCESS, 1, 1); // EIP-1153
            define(TSTORE, WARM_ACCESS, 2, 0);
            define(MCOPY, VERY_LOW, 3, 0); // EIP-5656
            define(BLOBHASH, VERY_LOW, 1, 1); // EIP-4844
            define(BLOBBASEFEE, BASE, 0, 1); // EIP-7516
        }
        if (fork.isAtLeast(Fork.OSAKA)) {
            define(CLZ, LOW, 1, 1); // EIP-7939
        }
    }
}
