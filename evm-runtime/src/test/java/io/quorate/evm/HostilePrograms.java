package io.quorate.evm;

import static io.quorate.evm.Opcode.*;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.FakeStateView;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/** Programs that want more of the machine than they pay for, by name, and the state that they run in. */
final class HostilePrograms {
    /** Code, and the gas that it is called with. */
    record Program(Bytes code, long gas) {}

    /** The most that a transaction may have (EIP-7825). */
    static final long TRANSACTION_GAS = 1 << 24;
    /** A block's: what a call over JSON-RPC may have, and a transaction before Osaka. */
    static final long BLOCK_GAS = 60_000_000;
    /** So much that only the depth ends a recursion, whatever share of it a call keeps back. */
    private static final long ENDLESS_GAS = 1L << 50;

    private static final int GAS_OPCODE = Opcode.GAS;
    private static final int MEGABYTE = 1 << 20;
    private static final int INITCODE_SIZE_MAX = 49_152;
    private static final int INITCODE_AT = 64;
    /** {@link UInt256#hashCode} adds the highest limb to this multiple of the lowest. */
    private static final BigInteger UINT256_HASH_FACTOR = new BigInteger("9e3779b97f4a7c15", 16);
    private static final int STACK_FILL = 1_000;
    private static final Address RETURNER = Address.ofLow(0x4e7);
    private static final Address STOPPER = Address.ofLow(0x5709);
    private static final Address DESTRUCTIBLE = Address.ofLow(0xde57);
    private static final Address BLAKE2F = Address.ofLow(9);
    private static final int[] COPIES = {CALLDATACOPY, CODECOPY, EXTCODECOPY, RETURNDATACOPY,
            MCOPY};
    private static final int[] HUGE_BITS = {31, 32, 63, 64, 255};

    private HostilePrograms() {}

    /** What the programs call, and {@code code} at {@code contract}. */
    static FakeStateView stateWith(Address contract, Bytes code) {
        return new FakeStateView().contract(contract, code)
                .contract(RETURNER, new Bytecode().push(MEGABYTE).push(0).op(RETURN).bytes())
                .contract(STOPPER, new Bytecode().op(STOP).bytes())
                .contract(DESTRUCTIBLE, new Bytecode().push(0).op(CALLDATALOAD, SELFDESTRUCT)
                        .bytes());
    }

    static Map<String, Program> programs() {
        Map<String, Program> programs = new LinkedHashMap<>();
        addStorms(programs);
        addCopies(programs);
        addRecursions(programs);
        addCreations(programs);
        addPrecompiles(programs);
        return programs;
    }

    /** What the journal, the warm sets and the logs have to hold until the end. */
    private static void addStorms(Map<String, Program> programs) {
        addLoop(programs, "TSTORE storm", new Bytecode().op(GAS_OPCODE, GAS_OPCODE, TSTORE));
        addLoop(programs, "TSTORE again", new Bytecode().op(GAS_OPCODE, PUSH0, TSTORE));
        addLoop(programs, "TSTORE after a call", call(new Bytecode(), Address.ZERO, STATICCALL, 0)
                .op(POP, GAS_OPCODE, PUSH0, TSTORE));
        addLoop(programs, "TSTORE of powers of two", new Bytecode().op(DUP1).push(1)
                .op(DUP1 + 1).push(255).op(AND, SHL, TSTORE));
        addLoop(programs, "TSTORE of keys with one hash", new Bytecode().op(DUP1, DUP1)
                .push(UINT256_HASH_FACTOR).op(MUL, PUSH0, SUB).push(192).op(SHL, DUP1 + 1, OR,
                        TSTORE));
        addLoop(programs, "SSTORE storm", new Bytecode().op(DUP1, DUP1, SSTORE));
        addLoop(programs, "SSTORE again", new Bytecode().op(GAS_OPCODE, PUSH0, SSTORE));
        addLoop(programs, "SSTORE with refunds", new Bytecode().op(DUP1).push(1).op(AND, PUSH0,
                SSTORE));
        addLoop(programs, "SLOAD storm", new Bytecode().op(DUP1, SLOAD, POP));
        addLoop(programs, "BALANCE storm", new Bytecode().op(DUP1, BALANCE, POP));
        addLoop(programs, "call storm",
                new Bytecode().op(PUSH0, PUSH0, PUSH0, PUSH0, PUSH0, DUP1 + 5)
                        .op(GAS_OPCODE, CALL, POP));
        addLoop(programs, "call again", call(new Bytecode(), STOPPER, CALL, 0).op(POP));
        for (int topics : new int[]{0, 1, 4}) {
            Bytecode log = new Bytecode();
            for (int i = -2; i < topics; i++) {
                log.op(PUSH0);
            }
            addLoop(programs, "LOG" + topics + " storm", log.op(LOG0 + topics));
        }
        addLoop(programs, "LOG bomb", new Bytecode().push(1 << 16).push(0).op(LOG0));
        addLoop(programs, "EXP storm", new Bytecode().push(0).op(NOT, DUP1, EXP, POP));
        addLoop(programs, "selfdestruct storm", new Bytecode().op(DUP1, PUSH0, MSTORE)
                .op(PUSH0, PUSH0).push(32).op(PUSH0, PUSH0).push(DESTRUCTIBLE)
                .op(GAS_OPCODE, CALL, POP));
        addLoop(programs, "selfdestruct at creation",
                new Bytecode().push(ADDRESS << 8 | SELFDESTRUCT)
                        .op(PUSH0, MSTORE).push(2).push(30).op(PUSH0, CREATE, POP));
    }

    /** Lengths and offsets beyond all memory, and offsets beyond what there is to copy. */
    private static void addCopies(Map<String, Program> programs) {
        addLoop(programs, "memory bomb", new Bytecode().op(DUP1).push(13).op(SHL, DUP1, MSTORE));
        addLoop(programs, "MCOPY storm", new Bytecode().push(MEGABYTE).push(1).push(0).op(MCOPY));
        addLoop(programs, "return data storm", call(new Bytecode(), RETURNER, STATICCALL, 0)
                .op(POP, RETURNDATASIZE).push(0).push(0).op(RETURNDATACOPY));
        for (int copy : COPIES) {
            for (int bits : HUGE_BITS) {
                BigInteger huge = BigInteger.TWO.pow(bits);
                String name = nameOf(copy) + " %s 2^" + bits;
                programs.put(name.formatted("of size"),
                        once(copy, huge, BigInteger.ZERO, BigInteger.ZERO));
                programs.put(name.formatted("from"),
                        once(copy, BigInteger.ONE, huge, BigInteger.ZERO));
                programs.put(name.formatted("to"),
                        once(copy, BigInteger.ONE, BigInteger.ZERO, huge));
            }
        }
        for (int copy : new int[]{CALLDATACOPY, CODECOPY, EXTCODECOPY}) {
            addLoop(programs, nameOf(copy) + " of zeros, again and again",
                    copy(copy, BigInteger.valueOf(MEGABYTE), BigInteger.TWO.pow(255),
                            BigInteger.ZERO));
        }
    }

    private static Program once(int copy, BigInteger size, BigInteger from, BigInteger to) {
        return new Program(copy(copy, size, from, to).op(STOP).bytes(), BLOCK_GAS);
    }

    private static Bytecode copy(int copy, BigInteger size, BigInteger from, BigInteger to) {
        Bytecode code = new Bytecode().push(size).push(from).push(to);
        return copy == EXTCODECOPY ? code.push(STOPPER).op(copy) : code.op(copy);
    }

    /** To the depth of 1024, with a full stack and 8 KB of memory in each frame; a call returns how many there were. */
    private static void addRecursions(Map<String, Program> programs) {
        for (int kind : new int[]{CALL, CALLCODE, DELEGATECALL, STATICCALL}) {
            Bytes code = recursion(kind);
            programs.put("recursion by " + nameOf(kind), new Program(code, TRANSACTION_GAS));
            programs.put("depth by " + nameOf(kind), new Program(code, ENDLESS_GAS));
        }
        for (int kind : new int[]{CREATE, CREATE2}) {
            Bytes code = recursiveCreation(kind);
            programs.put("recursion by " + nameOf(kind), new Program(code, TRANSACTION_GAS));
            programs.put("depth by " + nameOf(kind), new Program(code, ENDLESS_GAS));
        }
    }

    private static Bytes recursion(int kind) {
        Bytecode code = new Bytecode();
        for (int i = 0; i < STACK_FILL; i++) {
            code.op(PUSH0);
        }
        code.push(1).push(8_000).op(MSTORE).push(32).op(PUSH0, PUSH0, PUSH0);
        if (kind == CALL || kind == CALLCODE) {
            code.op(PUSH0);
        }
        return code.op(ADDRESS, GAS_OPCODE, kind, POP, PUSH0, MLOAD).push(1).op(ADD, PUSH0, MSTORE)
                .push(32).op(PUSH0, RETURN).bytes();
    }

    private static Bytes recursiveCreation(int kind) {
        Bytecode code = new Bytecode();
        for (int i = 0; i < STACK_FILL; i++) {
            code.op(PUSH0);
        }
        code.op(CODESIZE, PUSH0, PUSH0, CODECOPY);
        if (kind == CREATE2) {
            code.op(PUSH0);
        }
        return code.op(CODESIZE, PUSH0, PUSH0, kind, STOP).bytes();
    }

    /** Initcode of the greatest size, all of it to be analysed, different each time in the second. */
    private static void addCreations(Map<String, Program> programs) {
        addLoop(programs, "initcode of full size", new Bytecode().push(INITCODE_SIZE_MAX).push(0)
                .push(0).op(CREATE, POP));
        Bytes code = new Bytecode().push(INITCODE_SIZE_MAX).push(INITCODE_AT).op(PUSH0, CODECOPY)
                .op(JUMPDEST, GAS_OPCODE).push(INITCODE_SIZE_MAX - 32).op(MSTORE)
                .push(INITCODE_SIZE_MAX).op(PUSH0, PUSH0, CREATE, POP).push(7).op(JUMP).bytes();
        byte[] padded = new byte[INITCODE_AT + INITCODE_SIZE_MAX];
        Arrays.fill(padded, INITCODE_AT + 1, padded.length, (byte) JUMPDEST); // after a STOP
        System.arraycopy(code.toArrayUnsafe(), 0, padded, 0, code.size());
        programs.put("ever other initcode", new Program(Bytes.wrap(padded), BLOCK_GAS));
    }

    private static void addPrecompiles(Map<String, Program> programs) {
        programs.put("modexp of full size", new Program(modexp(), TRANSACTION_GAS));
        addLoop(programs, "blake2f of 2^32 - 1 rounds", call(new Bytecode().push(0xffff_ffffL)
                .push(224).op(SHL, PUSH0, MSTORE), BLAKE2F, STATICCALL, 213).op(POP));
        for (long to : new long[]{1, 2, 3, 4, 5, 6, 8, 9, 0x0a, 0x0b, 0x0c, 0x0f, 0x11, 0x100,
                0x5709, 0xeeee}) {
            addLoop(programs, "2 MB of input to 0x" + Long.toHexString(to), call(new Bytecode(),
                    Address.ofLow(to), STATICCALL, 2 * MEGABYTE).op(POP));
        }
    }

    /** {@code body} for ever, with a counter on the stack. */
    private static void addLoop(Map<String, Program> programs, String name, Bytecode body) {
        Bytes code = Bytes.concatenate(new Bytecode().push(0).op(JUMPDEST).bytes(), body.bytes(),
                new Bytecode().push(1).op(ADD).push(2).op(JUMP).bytes());
        programs.put(name, new Program(code, BLOCK_GAS));
    }

    private static Bytecode call(Bytecode code, Address to, int kind, int inputSize) {
        code.op(PUSH0, PUSH0).push(inputSize).op(PUSH0);
        if (kind == CALL) {
            code.op(PUSH0);
        }
        return code.push(to).op(GAS_OPCODE, kind);
    }

    private static Bytes modexp() {
        Bytecode code = new Bytecode().push(1024).push(0).op(MSTORE).push(1024).push(32)
                .op(MSTORE).push(1024).push(64).op(MSTORE);
        for (int at = 96; at < 96 + 3 * 1024; at += 32) {
            code.push(0).op(NOT).push(at).op(MSTORE);
        }
        return call(code, Address.ofLow(5), STATICCALL, 96 + 3 * 1024).op(STOP).bytes();
    }
}
