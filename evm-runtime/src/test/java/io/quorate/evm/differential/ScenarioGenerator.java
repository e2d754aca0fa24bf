package io.quorate.evm.differential;

import static io.quorate.evm.Opcode.*;

import io.quorate.evm.primitives.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Makes the scenario of a seed: contracts that compute, store, log, call, create, delegate to and destroy one
 * another, and transactions that start them with gas that is ample, tight or too little.
 */
final class ScenarioGenerator {
    private static final int CREATION_DEPTH_MAX = 2;
    private static final int[] UNARY_TO_TERNARY = {ADD, MUL, SUB, DIV, SDIV, MOD, SMOD, ADDMOD,
            MULMOD, EXP, SIGNEXTEND, LT, GT, SLT, SGT, EQ, ISZERO, AND, OR, XOR, NOT, BYTE, SHL,
            SHR, SAR};
    private static final int[] ENVIRONMENT = {ADDRESS, ORIGIN, CALLER, CALLVALUE, CALLDATASIZE,
            CODESIZE, GASPRICE, RETURNDATASIZE, COINBASE, TIMESTAMP, NUMBER, PREVRANDAO, GASLIMIT,
            CHAINID, SELFBALANCE, PC, MSIZE, GAS};
    private static final int[] OF_LATER_FORKS = {BASEFEE, PUSH0, TLOAD, TSTORE, MCOPY, BLOBHASH,
            BLOBBASEFEE, CLZ, INVALID, 0x0c, 0x21, 0xa5, 0xef, 0xf6, 0xfb};

    private final Random random;
    private final PrecompileInputs inputs;

    private ScenarioGenerator(long seed) {
        random = new Random(seed);
        inputs = new PrecompileInputs(random);
    }

    static Scenario of(long seed) {
        return new ScenarioGenerator(seed).scenario();
    }

    private Scenario scenario() {
        List<Scenario.Contract> contracts = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            SortedMap<Long, Long> slots = new TreeMap<>();
            for (int slot = random.nextInt(4); slot > 0; slot--) {
                slots.put((long) random.nextInt(4), 1L + random.nextInt(3));
            }
            contracts.add(new Scenario.Contract(Address.ofLow(0xc000 + i),
                    random.nextInt(3) * 500L, program(3 + random.nextInt(25), 0), slots));
        }
        List<Scenario.Call> calls = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            calls.add(call());
        }
        return new Scenario(contracts, calls);
    }

    private Scenario.Call call() {
        boolean creates = random.nextInt(4) == 0;
        long least = creates ? 60_000 : 22_000;
        long gas = switch (random.nextInt(40)) {
            case 0 -> 20_000 + random.nextInt(4_000);
            case 1, 2, 3, 4 -> least + random.nextInt(60_000);
            case 5, 6 -> 8_000_000;
            default -> 800_000 + random.nextInt(2_000_000);
        };
        long value = random.nextInt(3) == 0 ? random.nextInt(1_000) : 0;
        if (creates) {
            return new Scenario.Call(Optional.empty(), gas, value,
                    program(2 + random.nextInt(15), 1));
        }
        byte[] data = new byte[random.nextInt(4) * random.nextInt(70)];
        random.nextBytes(data);
        Address to = random.nextInt(10) == 0 ? anyAddress() : contract();
        return new Scenario.Call(Optional.of(to), gas, value, List.of(Bytes.wrap(data)));
    }

    private Address contract() {
        return Address.ofLow(0xc000 + random.nextInt(4));
    }

    private Address anyAddress() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> Address.ofLow(random.nextInt(11));
            case 3 -> Scenario.SENDER;
            case 4 -> Scenario.BENEFICIARY;
            case 5 -> Address.ofLow(0xe000 + random.nextInt(3));
            default -> contract();
        };
    }

    /** Ends with what the pieces have left on the stack and in memory being returned. */
    private List<Bytes> program(int pieces, int creationDepth) {
        List<Bytes> program = new ArrayList<>();
        if (random.nextInt(4) != 0) {
            program.add(fewWords());
        }
        for (int i = 0; i < pieces; i++) {
            Piece piece = piece(creationDepth);
            if (random.nextInt(12) == 0) {
                program.add(skip(piece.bytes()));
            } else if (random.nextInt(25) == 0) {
                program.add(repeat(piece.bytes()));
            } else {
                program.add(piece.bytes());
            }
        }
        program.add(ending().bytes());
        return program;
    }

    /** So that not every second program ends for want of words on the stack. */
    private Bytes fewWords() {
        Piece piece = start();
        for (int i = 0; i < 17; i++) {
            piece.push(random.nextInt(256));
        }
        return piece.bytes();
    }

    private Piece start() {
        return new Piece(random);
    }

    private Piece piece(int creationDepth) {
        return switch (random.nextInt(130)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 -> arithmetic();
            case 14, 15, 16, 17, 18, 19 -> start().pushAny();
            case 20, 21, 22, 23, 24, 25 -> juggle();
            case 26, 27, 28, 29, 30, 31, 32, 33, 34, 35 -> memory();
            case 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46 -> storage();
            case 47, 48, 49, 50, 51, 52 -> start().op(ENVIRONMENT[random.nextInt(
                    ENVIRONMENT.length)]);
            case 53, 54, 55, 56 -> account();
            case 57, 58, 59 -> log();
            case 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74 -> callPiece();
            case 75, 76, 77, 78, 79, 80, 81 -> precompile();
            case 82, 83, 84, 85, 86, 87, 88 -> creationDepth < CREATION_DEPTH_MAX
                    ? create(creationDepth)
                    : storage();
            case 89, 90, 91 -> returnData();
            case 92, 93 -> start().op(RETURNDATASIZE).push(0).pushOffset().op(RETURNDATACOPY);
            case 94 -> random.nextInt(3) == 0 ? jump() : arithmetic();
            case 95 -> random.nextInt(3) == 0 ? fillStack() : juggle();
            case 96 -> random.nextInt(5) != 0 ? memory()
                    : start().op(OF_LATER_FORKS[random.nextInt(OF_LATER_FORKS.length)]);
            case 97 -> guardedEnding();
            case 98 -> random.nextInt(4) == 0 ? noise() : storage();
            case 99, 100, 101 -> start().op(GAS).push(random.nextInt(4)).op(SSTORE);
            case 102, 103, 104, 105, 106, 107, 108, 109, 110, 111 -> callPiece();
            case 112, 113, 114, 115, 116 -> storage();
            default -> arithmetic();
        };
    }

    private Piece arithmetic() {
        Piece piece = start().pushAny();
        if (random.nextBoolean()) piece.pushAny();
        if (random.nextBoolean()) piece.pushAny();
        return piece.op(UNARY_TO_TERNARY[random.nextInt(UNARY_TO_TERNARY.length)]);
    }

    private Piece juggle() {
        int depth = random.nextInt(random.nextInt(6) == 0 ? 16 : 4);
        Piece piece = start();
        for (int i = random.nextInt(3); i > 0; i--) {
            piece.pushAny();
        }
        return piece.op(switch (random.nextInt(3)) {
            case 0 -> DUP1 + depth;
            case 1 -> SWAP1 + depth;
            default -> POP;
        });
    }

    private Piece memory() {
        return switch (random.nextInt(8)) {
            case 0 -> start().pushAny().pushOffset().op(MSTORE);
            case 1 -> start().pushAny().pushOffset().op(MSTORE8);
            case 2 -> start().pushOffset().op(MLOAD);
            case 3 -> start().pushOffset().pushOffset().op(KECCAK256);
            case 4 -> start().pushOffset().pushOffset().pushOffset().op(CALLDATACOPY);
            case 5 -> start().pushOffset().pushOffset().pushOffset().op(CODECOPY);
            case 6 -> start().pushOffset().op(CALLDATALOAD);
            default -> start().pushAny().push(32L * random.nextInt(4)).op(MSTORE);
        };
    }

    private Piece storage() {
        int key = random.nextInt(4);
        return switch (random.nextInt(6)) {
            case 0 -> start().push(key).op(SLOAD);
            case 1 -> start().pushAny().pushAny().op(SSTORE);
            case 2 -> start().pushAny().op(SLOAD);
            default -> start().push(random.nextInt(4)).push(key).op(SSTORE);
        };
    }

    private Piece account() {
        Piece piece = random.nextInt(8) == 0 ? start().pushAny() : start().push(anyAddress());
        return switch (random.nextInt(5)) {
            case 0 -> piece.op(BALANCE);
            case 1 -> piece.op(EXTCODESIZE);
            case 2 -> piece.op(EXTCODEHASH);
            case 3 -> start().pushOffset().pushOffset().pushOffset().push(anyAddress())
                    .op(EXTCODECOPY);
            default -> start().push(Scenario.BLOCK_NUMBER - random.nextInt(270) + 5)
                    .op(BLOCKHASH);
        };
    }

    /** A part of what was returned, or seldom more than that. */
    private Piece returnData() {
        return random.nextInt(12) == 0
                ? start().push(random.nextInt(100)).pushOffset().pushOffset().op(RETURNDATACOPY)
                : start().op(RETURNDATASIZE).push(1).op(SHR, RETURNDATASIZE).push(2).op(SHR)
                        .pushOffset().op(RETURNDATACOPY);
    }

    private Piece log() {
        int topics = random.nextInt(5);
        Piece piece = start();
        for (int i = 0; i < topics; i++) {
            piece.pushAny();
        }
        return piece.pushOffset().pushOffset().op(LOG0 + topics);
    }

    private Piece callPiece() {
        Address to = random.nextInt(3) == 0 ? anyAddress() : contract();
        boolean itself = random.nextInt(12) == 0;
        int kind = new int[]{CALL, CALL, CALLCODE, DELEGATECALL, STATICCALL}[random.nextInt(5)];
        return finishCall(ranges(start()), kind, itself ? null : to);
    }

    private Piece ranges(Piece piece) {
        return piece.pushOffset().pushOffset().pushOffset().pushOffset();
    }

    private Piece finishCall(Piece piece, int kind, Address to) {
        if (kind == CALL || kind == CALLCODE) {
            piece.push(random.nextInt(3) == 0 ? random.nextInt(700) : 0);
        }
        if (to == null) {
            piece.op(ADDRESS);
        } else {
            piece.push(to);
        }
        switch (random.nextInt(24)) { // what is called may well call back, and burn all it has
            case 0, 1, 2 -> piece.push(random.nextInt(3_000));
            case 3, 4 -> piece.op(GAS);
            case 5 -> piece.pushAny();
            case 6, 7, 8, 9 -> piece.push(2).op(GAS, DIV);
            default -> piece.push(10_000 + random.nextInt(200_000));
        }
        return keep(piece.op(kind));
    }

    /** Makes a result last, so that a wrong one shows. */
    private Piece keep(Piece piece) {
        return switch (random.nextInt(5)) {
            case 0 -> piece.push(random.nextInt(4)).op(SSTORE);
            case 1 -> piece.push(32L * random.nextInt(4)).op(MSTORE);
            case 2 -> piece.op(POP);
            default -> piece;
        };
    }

    private Piece precompile() {
        int any = 1 + random.nextInt(9);
        int address = any == 8 && random.nextInt(12) != 0 ? 6 : any; // Besu pairs slowly
        Bytes input = inputs.forAddress(address);
        int kind = new int[]{CALL, CALLCODE, DELEGATECALL, STATICCALL}[random.nextInt(4)];
        Piece piece = start().store(0, input).push(random.nextInt(70)).push(random.nextInt(80))
                .push(input.size()).push(0);
        finishCall(piece, kind, Address.ofLow(address));
        if (random.nextBoolean()) {
            piece.op(RETURNDATASIZE).push(0).push(0).op(RETURNDATACOPY).op(RETURNDATASIZE).push(0)
                    .op(KECCAK256);
        }
        return piece;
    }

    private Piece create(int creationDepth) {
        Bytes initcode = Bytes.concatenate(program(random.nextInt(8), creationDepth + 1));
        if (random.nextInt(4) == 0) {
            byte[] deployed = new byte[random.nextInt(30)];
            random.nextBytes(deployed);
            initcode = start().store(0, Bytes.wrap(deployed)).push(random.nextInt(60)).push(0)
                    .op(RETURN).bytes();
        }
        boolean salted = random.nextBoolean();
        Piece piece = start().store(0, initcode);
        if (salted) {
            piece.push(random.nextInt(2));
        }
        piece.push(random.nextInt(12) == 0 ? random.nextInt(30_000) : initcode.size()).push(0)
                .push(random.nextInt(4) == 0 ? random.nextInt(700) : 0)
                .op(salted ? CREATE2 : CREATE);
        if (random.nextBoolean()) {
            return piece.op(DUP1).push(0).push(0).push(0).push(0).push(random.nextInt(2) * 5L)
                    .op(DUP1 + 5, GAS, CALL);
        }
        return keep(piece);
    }

    /** Jumps past {@code body}, or not: relative, so that it works wherever it stands. */
    private Bytes skip(Bytes body) {
        Piece piece = start();
        if (random.nextBoolean()) {
            piece.push(random.nextInt(2));
            return piece.op(PC).push(new byte[]{(byte) (6 + body.size() >>> 8),
                    (byte) (6 + body.size())}).op(ADD, JUMPI).raw(body).op(JUMPDEST).bytes();
        }
        int past = 6 + body.size();
        return piece.op(PC).push(new byte[]{(byte) (past >>> 8), (byte) past}).op(ADD, JUMP)
                .raw(body).op(JUMPDEST).bytes();
    }

    /** A loop that counts in memory at 0x1e0; nothing ends it where the body writes there, but the gas. */
    private Bytes repeat(Bytes body) {
        Piece head = start().push(1 + random.nextInt(6)).push(0x1e0).op(MSTORE).op(JUMPDEST);
        Piece tail = start().push(1).push(0x1e0).op(MLOAD, SUB).op(DUP1).push(0x1e0).op(MSTORE)
                .op(PC);
        int back = body.size() + tail.size();
        return Bytes.concatenate(head.bytes(), body, tail.bytes(),
                start().push(new byte[]{(byte) (back >>> 8), (byte) back}).op(SWAP1, SUB, JUMPI)
                        .bytes());
    }

    private Piece jump() {
        return switch (random.nextInt(3)) {
            case 0 -> start().pushAny().op(JUMP);
            case 1 -> start().push(1).pushAny().op(JUMPI);
            default -> start().push(random.nextInt(200)).op(JUMP);
        };
    }

    /** Up to the limit of the stack or one beyond. */
    private Piece fillStack() {
        Piece piece = start().pushAny();
        int count = 1_010 + random.nextInt(16);
        for (int i = 0; i < count; i++) {
            piece.op(DUP1);
        }
        return random.nextBoolean() ? piece.pushAny().op(random.nextInt(256)) : piece;
    }

    private Piece guardedEnding() {
        return start().op(CALLVALUE).op(PC).push(new byte[]{0, 7}).op(ADD, JUMPI)
                .op(random.nextBoolean() ? STOP : INVALID).op(JUMPDEST);
    }

    private Piece noise() {
        byte[] bytes = new byte[1 + random.nextInt(12)];
        random.nextBytes(bytes);
        return start().raw(Bytes.wrap(bytes));
    }

    private Piece ending() {
        Piece piece = start();
        switch (random.nextInt(12)) {
            case 0 -> piece.op(STOP);
            case 1 -> piece.push(anyAddress()).op(SELFDESTRUCT);
            case 2 -> piece.op(ADDRESS, SELFDESTRUCT);
            case 3, 4, 8 -> piece.op(MSIZE).push(0).op(REVERT);
            case 5 -> piece.pushOffset().pushOffset().op(random.nextBoolean() ? RETURN : REVERT);
            case 6 -> piece.op(random.nextInt(4) == 0 ? INVALID : STOP);
            case 7 -> piece.push(0x20).op(MSTORE).op(MSIZE).push(0).op(RETURN);
            default -> piece.op(MSIZE).push(0).op(RETURN);
        }
        return piece;
    }
}
