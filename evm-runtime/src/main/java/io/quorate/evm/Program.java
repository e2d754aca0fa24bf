package io.quorate.evm;

/**
 * Code made ready for {@link BlockInterpreter} under one fork's rules. It is cut into blocks that are entered
 * at their start alone: at a JUMPDEST, behind a JUMPI or SLOAD, and around every instruction that {@link #isExact has to
 * see the exact gas}. What a block's instructions cost and what they need of the stack is added up here, so that
 * it is checked once a block. Everything is indexed by the program counter of the code. Immutable.
 */
final class Program {
    /** Of a block's word: 1 where its first instruction is a JUMPDEST, which entering it has done. */
    static final int SKIPS_JUMPDEST = 1;
    private static final int GROWTH_SHIFT = 1;
    private static final int REQUIRED_SHIFT = 16;
    private static final int GAS_SHIFT = 32;
    private static final int LIMBS_MASK = 0x7fff;
    /** More than any stack has, so that such a block goes to the plain loop, which finds the halt. */
    private static final int LIMBS_MAX = 0x7ffc;

    private final InstructionTable rules;
    private final byte[] operations;
    private final long[] blocks;

    private Program(InstructionTable rules, byte[] operations, long[] blocks) {
        this.rules = rules;
        this.operations = operations;
        this.blocks = blocks;
    }

    static Program of(Code code, InstructionTable rules) {
        byte[] padded = code.padded();
        byte[] operations = new byte[padded.length];
        long[] blocks = new long[padded.length];
        int[] entries = rules.entries();
        int start = 0;
        long gas = 0;
        int height = 0;
        int required = 0;
        int growth = 0;
        int next;
        for (int pc = 0; pc < code.sizeBytes(); pc = next) {
            int opcode = padded[pc] & 0xff;
            int entry = entries[opcode];
            boolean isExact = !InstructionTable.isDefined(entry) || isExact(opcode);
            next = pc + 1 + Math.max(0, pushedBytes(opcode));
            if (isExact || opcode == Opcode.JUMPDEST) {
                blocks[start] |= block(gas, required, growth);
                start = pc;
                gas = 0;
                height = 0;
                required = 0;
                growth = 0;
            }
            if (isExact) {
                operations[pc] = (byte) Fusion.EXACT;
                start = next;
                continue;
            }
            operations[pc] = (byte) opcode;
            gas += entry >>> InstructionTable.GAS_SHIFT;
            required = Math.max(required, (entry & InstructionTable.REQUIRED_LIMBS) - height);
            growth = Math.max(growth, height + InstructionTable.growth(entry));
            height += rules.heightChange(opcode);
            if (opcode == Opcode.JUMPDEST) {
                blocks[pc] = SKIPS_JUMPDEST;
            } else if (endsBlock(opcode)) {
                blocks[start] |= block(gas, required, growth);
                start = next;
                gas = 0;
                height = 0;
                required = 0;
                growth = 0;
            }
        }
        blocks[start] |= block(gas, required, growth);
        Fusion.fuse(code, operations);
        return new Program(rules, operations, blocks);
    }

    /**
     * Whether the instruction can halt for another reason than gas, or passes gas on, so that no gas of
     * instructions behind it may be gone before. The rare ones are here too, to keep the hot loop small.
     */
    private static boolean isExact(int opcode) {
        return switch (opcode) {
            case Opcode.SDIV, Opcode.SMOD, Opcode.ADDMOD, Opcode.EXP, Opcode.CLZ, Opcode.BALANCE,
                    Opcode.ORIGIN, Opcode.CODESIZE, Opcode.GASPRICE, Opcode.EXTCODESIZE,
                    Opcode.EXTCODECOPY, Opcode.RETURNDATACOPY, Opcode.EXTCODEHASH, Opcode.BLOCKHASH,
                    Opcode.COINBASE, Opcode.NUMBER, Opcode.PREVRANDAO, Opcode.GASLIMIT,
                    Opcode.CHAINID, Opcode.SELFBALANCE, Opcode.BASEFEE, Opcode.BLOBHASH,
                    Opcode.BLOBBASEFEE, Opcode.SSTORE, Opcode.PC, Opcode.MSIZE, Opcode.TLOAD,
                    Opcode.TSTORE, Opcode.LOG0, Opcode.LOG1, Opcode.LOG2, Opcode.LOG3, Opcode.LOG4,
                    Opcode.CREATE, Opcode.CALL, Opcode.CALLCODE, Opcode.DELEGATECALL,
                    Opcode.CREATE2, Opcode.STATICCALL, Opcode.SELFDESTRUCT ->
                    true;
            default -> false;
        };
    }

    private static boolean endsBlock(int opcode) {
        return switch (opcode) {
            case Opcode.STOP, Opcode.SLOAD, Opcode.JUMP, Opcode.JUMPI, Opcode.GAS, Opcode.RETURN,
                    Opcode.REVERT ->
                    true;
            default -> false;
        };
    }

    static int pushedBytes(int opcode) {
        return opcode >= Opcode.PUSH1 && opcode <= Opcode.PUSH32 ? opcode - Opcode.PUSH0 : 0;
    }

    private static long block(long gas, int required, int growth) {
        return Math.min(gas, Integer.MAX_VALUE) << GAS_SHIFT
                | (long) Math.min(required, LIMBS_MAX) << REQUIRED_SHIFT
                | (long) Math.min(growth, LIMBS_MAX) << GROWTH_SHIFT;
    }

    /** Whether this was made for the same rules. */
    boolean isFor(InstructionTable table) {
        return rules == table;
    }

    /** One byte an instruction: its opcode, or one of {@link Fusion}. Not to be written. */
    byte[] operations() {
        return operations;
    }

    /** One word at each block's start. Not to be written. */
    long[] blocks() {
        return blocks;
    }

    static long gas(long block) {
        return block >>> GAS_SHIFT;
    }

    static int requiredLimbs(long block) {
        return (int) (block >>> REQUIRED_SHIFT) & LIMBS_MASK;
    }

    /** The most limbs that the stack is higher within the block than at its start. */
    static int growth(long block) {
        return (int) (block >>> GROWTH_SHIFT) & LIMBS_MASK;
    }
}
