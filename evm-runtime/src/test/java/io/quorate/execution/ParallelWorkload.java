package io.quorate.execution;

import io.quorate.evm.Bytecode;
import io.quorate.evm.ContractAddress;
import io.quorate.evm.Opcode;
import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.ledger.AccessListEntry;
import io.quorate.ledger.Authorization;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.TestChain;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Random batches over few accounts and contracts, so that transactions get in each other's way in all the ways there
 * are. Senders are made up: nothing here looks at a transaction's signature. Mutable, for one thread.
 */
final class ParallelWorkload {
    static final Address BENEFICIARY = Address.ofLow(0xbe);
    private static final UInt256 FUNDS = TestChain.ETHER.times(UInt256.of(1_000));
    private static final Signature NO_SIGNATURE = new Signature(UInt256.ONE, UInt256.ONE, 0);

    /** Adds its argument to slot 0 and logs what it was. */
    static final Address COUNTER = Address.ofLow(0xc0_0001);
    /** Moves its second word from the caller's slot to that of its first; reverts where there is too little. */
    static final Address TOKEN = Address.ofLow(0xc0_0002);
    /** Stores balance and code hash of its argument and of the beneficiary. */
    static final Address WATCHER = Address.ofLow(0xc0_0003);
    /** Makes a child by CREATE2 with its first word as salt, and calls it with its second one. */
    static final Address FACTORY = Address.ofLow(0xc0_0004);
    /** Sends what it has to its argument and is gone, where the rules let it. */
    static final Address MORTAL = Address.ofLow(0xc0_0005);
    /** Runs out of gas where the counter is odd, else reverts where its argument is odd. */
    static final Address MOODY = Address.ofLow(0xc0_0006);
    /** Calls the contract in its first word with the second one, and pays it the third. */
    static final Address ROUTER = Address.ofLow(0xc0_0007);

    private final Random random;
    private final int senders;
    private final Fork fork;
    private final Map<Integer, Long> nonces = new HashMap<>();

    ParallelWorkload(long seed, int senders, Fork fork) {
        random = new Random(seed);
        this.fork = fork;
        this.senders = senders;
    }

    static GenesisBlock genesis(Fork fork) {
        return genesis(fork, new TreeMap<>());
    }

    static GenesisBlock genesis(Fork fork, Map<Address, GenesisBlock.Allocation> more) {
        SortedMap<Address, GenesisBlock.Allocation> allocations = new TreeMap<>();
        for (int i = 0; i < 64; i++) {
            allocations.put(sender(i), allocation(Bytes.EMPTY));
        }
        for (int key = 1; key <= 3; key++) {
            allocations.put(TestChain.address(key), allocation(Bytes.EMPTY));
        }
        allocations.put(COUNTER, allocation(counter()));
        allocations.put(TOKEN, allocation(token()));
        allocations.put(WATCHER, allocation(watcher()));
        allocations.put(FACTORY, allocation(factory()));
        allocations.put(MORTAL, allocation(mortal()));
        allocations.put(MOODY, allocation(moody()));
        allocations.put(ROUTER, allocation(router()));
        allocations.putAll(more);
        return GenesisBlock.of(
                new GenesisBlock.Fields(Bytes.wrap(new byte[8]), 0, Bytes.EMPTY, 60_000_000,
                        UInt256.ZERO, Hash.ZERO, Address.ZERO, Optional.empty(), 0, 0),
                ForkSchedule.allFrom(fork), allocations);
    }

    private static GenesisBlock.Allocation allocation(Bytes code) {
        SortedMap<UInt256, UInt256> storage = new TreeMap<>();
        if (!code.isEmpty()) {
            for (int i = 0; i < 64; i++) {
                storage.put(UInt256.of(sender(i).bytes()), UInt256.of(100));
            }
        }
        return new GenesisBlock.Allocation(code.isEmpty() ? 0 : 1, FUNDS, code, storage);
    }

    static Address sender(int index) {
        return Address.ofLow(0xa0_0000 + index);
    }

    private static Bytes counter() {
        return new Bytecode().push(0).op(Opcode.SLOAD, Opcode.DUP1).push(0)
                .op(Opcode.MSTORE).push(0).op(Opcode.CALLDATALOAD, Opcode.ADD).sstore(0)
                .push(7).push(32).push(0).op(Opcode.LOG1).bytes();
    }

    /** The codes that revert do so from their last five bytes. */
    private static Bytes token() {
        return token(token(0).size() - 5);
    }

    private static Bytes token(int reverting) {
        return new Bytecode().push(32).op(Opcode.CALLDATALOAD, Opcode.CALLER, Opcode.SLOAD)
                .op(Opcode.DUP1 + 1, Opcode.DUP1 + 1, Opcode.LT).push(reverting).op(Opcode.JUMPI)
                .op(Opcode.SUB, Opcode.CALLER, Opcode.SSTORE).push(32).op(Opcode.CALLDATALOAD)
                .push(0).op(Opcode.CALLDATALOAD, Opcode.SLOAD, Opcode.ADD).push(0)
                .op(Opcode.CALLDATALOAD, Opcode.SSTORE, Opcode.STOP)
                .op(Opcode.JUMPDEST).push(0).op(Opcode.DUP1, Opcode.REVERT).bytes();
    }

    private static Bytes watcher() {
        return new Bytecode().push(0).op(Opcode.CALLDATALOAD, Opcode.DUP1, Opcode.BALANCE)
                .sstore(1).op(Opcode.EXTCODEHASH).sstore(2).op(Opcode.COINBASE, Opcode.BALANCE)
                .sstore(3).bytes();
    }

    /** Its child, called with a word, stores it; created or called with zero, it is gone. */
    private static Bytes factory() {
        Bytes child = new Bytecode().push(0).op(Opcode.CALLDATALOAD, Opcode.DUP1).push(9)
                .op(Opcode.JUMPI, Opcode.CALLER, Opcode.SELFDESTRUCT, Opcode.JUMPDEST).sstore(5)
                .bytes();
        Bytes init = Bytes.concatenate(new Bytecode().push(UInt256.of(Bytes.concatenate(child,
                Bytes.wrap(new byte[32 - child.size()]))).toBigInteger()).push(0)
                .op(Opcode.MSTORE).push(child.size()).push(0).op(Opcode.RETURN).bytes());
        Bytecode code = new Bytecode();
        for (int i = 0; i < init.size(); i++) {
            code.push(init.get(i) & 0xff).push(i).op(Opcode.MSTORE8);
        }
        return code.push(0).op(Opcode.CALLDATALOAD).push(init.size()).push(0).push(1)
                .op(Opcode.CREATE2).push(32).op(Opcode.CALLDATALOAD).push(0).op(Opcode.MSTORE)
                .push(0).push(0).push(32).push(0).push(0)
                .op(Opcode.DUP1 + 5, Opcode.GAS, Opcode.CALL)
                .op(Opcode.POP).sstore(9).bytes();
    }

    private static Bytes mortal() {
        return new Bytecode().push(3).op(Opcode.SLOAD).push(1).op(Opcode.ADD).sstore(3).push(0)
                .op(Opcode.CALLDATALOAD, Opcode.SELFDESTRUCT).bytes();
    }

    private static Bytes moody() {
        return moody(moody(0).size() - 5);
    }

    private static Bytes moody(int reverting) {
        Bytecode code = new Bytecode().push(0).push(0).push(32).push(0).push(0).push(COUNTER)
                .op(Opcode.GAS, Opcode.CALL, Opcode.POP).push(COUNTER)
                .op(Opcode.BALANCE).push(1).op(Opcode.AND).push(0).op(Opcode.MSTORE8);
        int loop = code.bytes().size();
        return code.op(Opcode.JUMPDEST).push(0).op(Opcode.MLOAD).push(loop).op(Opcode.JUMPI).push(0)
                .op(Opcode.CALLDATALOAD).push(1).op(Opcode.AND).push(reverting)
                .op(Opcode.JUMPI, Opcode.STOP, Opcode.JUMPDEST).push(0)
                .op(Opcode.DUP1, Opcode.REVERT).bytes();
    }

    private static Bytes router() {
        return new Bytecode().push(32).op(Opcode.CALLDATALOAD).push(0).op(Opcode.MSTORE).push(0)
                .push(0).push(64).push(0).push(64).op(Opcode.CALLDATALOAD).push(0)
                .op(Opcode.CALLDATALOAD, Opcode.GAS, Opcode.CALL).sstore(1).bytes();
    }

    /** A batch on top of {@code state}, with transactions in it that cannot start. */
    List<RecoveredTransaction> batch(int length, StateView state) {
        for (int i = 0; i < senders; i++) {
            nonces.put(i, state.account(sender(i)).map(Account::nonce).orElse(0L));
        }
        List<RecoveredTransaction> batch = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            batch.add(transaction());
        }
        return batch;
    }

    private RecoveredTransaction transaction() {
        int from = random.nextInt(senders);
        long nonce = nonces.getOrDefault(from, 0L);
        switch (random.nextInt(40)) {
            case 0 -> nonce += 1 + random.nextInt(2); // a gap
            case 1 -> nonce = Math.max(0, nonce - 1); // again
            default -> nonces.put(from, nonce + 1);
        }
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> call(from, nonce, anyone(), random.nextInt(1_000), Bytes.EMPTY,
                    random.nextInt(10) == 0 ? 21_000 : 60_000);
            case 3 -> call(from, nonce, BENEFICIARY, random.nextInt(2), Bytes.EMPTY, 30_000);
            case 4, 5 -> call(from, nonce, COUNTER, 0, words(random.nextInt(3)), 100_000);
            case 6, 7, 8 -> call(from, nonce, TOKEN, 0,
                    words(sender(random.nextInt(senders)), random.nextInt(80)), 120_000);
            case 9 -> call(from, nonce, WATCHER, 0, words(anyone()), 200_000);
            case 10 -> call(from, nonce, FACTORY, 0,
                    words(random.nextInt(4), random.nextInt(3)), 400_000);
            case 11 -> call(from, nonce, MORTAL, random.nextInt(3), words(anyone()), 120_000);
            case 12 -> call(from, nonce, MOODY, 0, words(random.nextInt(4)),
                    100_000 + random.nextInt(5) * 10_000);
            case 13 -> call(from, nonce, ROUTER, random.nextInt(9),
                    words(contract(), random.nextInt(50), random.nextInt(5)), 300_000);
            case 14 -> create(from, nonce);
            default -> fork.isAtLeast(Fork.PRAGUE) ? setCode(from, nonce) : create(from, nonce);
        };
    }

    private Address contract() {
        return Address.ofLow(0xc0_0001 + random.nextInt(7));
    }

    private Address anyone() {
        return switch (random.nextInt(8)) {
            case 0 -> contract();
            case 1 -> BENEFICIARY;
            case 2 -> Address.ofLow(1 + random.nextInt(9)); // precompiles, 3 among them
            case 3 -> TestChain.address(1 + random.nextInt(3));
            case 4 -> ContractAddress.of(sender(random.nextInt(senders)), random.nextInt(8));
            case 5 -> Address.ofLow(0xe0_0000 + random.nextInt(4)); // empty at first
            default -> sender(random.nextInt(senders));
        };
    }

    private static Bytes words(Object... values) {
        Bytes[] words = new Bytes[values.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = (values[i] instanceof Address address ? UInt256.of(address.bytes())
                    : UInt256.of((int) values[i])).toBytes();
        }
        return Bytes.concatenate(words);
    }

    private RecoveredTransaction call(int from, long nonce, Address to, long value, Bytes data,
            long gas) {
        List<AccessListEntry> accessList = random.nextInt(5) == 0
                ? List.of(new AccessListEntry(to, List.of(UInt256.ZERO.toHash())),
                        new AccessListEntry(BENEFICIARY, List.of(UInt256.ONE.toHash())))
                : List.of();
        return recovered(sender(from), new Transaction.DynamicFee(Optional.of(TestChain.CHAIN_ID),
                nonce, UInt256.of(random.nextInt(3)), UInt256.of(3_000_000_000L), gas + 20_000,
                Optional.of(to), UInt256.of(value), data, accessList, NO_SIGNATURE));
    }

    private RecoveredTransaction create(int from, long nonce) {
        Bytes init = new Bytecode().push(random.nextInt(5)).sstore(1).push(0).op(Opcode.SLOAD)
                .sstore(2).op(random.nextInt(3) == 0 ? Opcode.SELFDESTRUCT : Opcode.STOP).bytes();
        return recovered(sender(from), new Transaction.DynamicFee(Optional.of(TestChain.CHAIN_ID),
                nonce, UInt256.ONE, UInt256.of(3_000_000_000L), 300_000, Optional.empty(),
                UInt256.of(random.nextInt(4)), init, List.of(), NO_SIGNATURE));
    }

    /** Delegates one of three accounts that have keys, mostly at a nonce that does not fit. */
    private RecoveredTransaction setCode(int from, long nonce) {
        int key = 1 + random.nextInt(3);
        Address target = random.nextInt(4) == 0 ? Address.ZERO : contract();
        Authorization unsigned = new Authorization(UInt256.ZERO, target, random.nextInt(4), 0,
                UInt256.ZERO, UInt256.ZERO);
        byte[] tuple = new RlpWriter(64).startList().write(unsigned.chainId())
                .write(unsigned.address()).write(unsigned.nonce()).endList().toArray();
        EcdsaSignature signed = Secp256k1.sign(
                Keccak256.hash(Bytes.concatenate(Bytes.of(5), Bytes.wrap(tuple))),
                TestChain.key(key));
        Authorization authorization = new Authorization(UInt256.ZERO, target, unsigned.nonce(),
                signed.yParity(), signed.r(), signed.s());
        return recovered(sender(from), new Transaction.SetCode(Optional.of(TestChain.CHAIN_ID),
                nonce, UInt256.ONE, UInt256.of(3_000_000_000L), 300_000,
                Optional.of(TestChain.address(key)),
                UInt256.of(random.nextInt(3)), words(random.nextInt(3), 1), List.of(),
                List.of(authorization), NO_SIGNATURE));
    }

    static RecoveredTransaction recovered(Address sender, Transaction transaction) {
        Bytes encoded = TransactionCodec.encode(transaction);
        return new RecoveredTransaction(transaction, sender, Keccak256.hash(encoded), encoded);
    }
}
