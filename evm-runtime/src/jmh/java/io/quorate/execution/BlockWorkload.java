package io.quorate.execution;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.TestChain;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** A block's worth of transactions. Senders are made up: signatures are no part of what is measured. */
enum BlockWorkload {
    /** Each from another account to another account. */
    TRANSFERS_INDEPENDENT(2_000),
    /** Between 200 accounts, so that a tenth of a block is one chain in places. */
    TRANSFERS_AMONG_200(2_000),
    /** All to one account. */
    TRANSFERS_TO_ONE(2_000),
    /** All from one account. */
    TRANSFERS_FROM_ONE(2_000),
    /** An ERC-20 token, each from another holder to another one. */
    TOKEN_INDEPENDENT(1_000),
    /** The same between 200 holders. */
    TOKEN_AMONG_200(1_000),
    /** An ERC-20 token, all to one holder: nothing shows that beforehand. */
    TOKEN_TO_ONE(1_000),
    /** 300 KECCAK256 in a loop each. */
    COMPUTATION(500);

    private static final Address TOKEN = Address.ofLow(0xa1);
    private static final Address LOOP = Address.ofLow(0xc0de);
    private static final UInt256 PRICE = UInt256.of(3_000_000_000L);
    private static final Signature NO_SIGNATURE = new Signature(UInt256.ONE, UInt256.ONE, 0);
    private static final Bytes TRANSFER = Bytes.fromHexString("0xa9059cbb");

    final int length;

    BlockWorkload(int length) {
        this.length = length;
    }

    static final int ACCOUNTS = 4_000;

    static Address account(int index) {
        return Address.ofLow(0xacc_0000 + index);
    }

    static GenesisBlock genesis(Bytes token, Bytes loop) {
        return genesis(token, loop, new TreeMap<>());
    }

    static GenesisBlock genesis(Bytes token, Bytes loop,
            Map<Address, GenesisBlock.Allocation> more) {
        SortedMap<Address, GenesisBlock.Allocation> allocations = new TreeMap<>();
        SortedMap<UInt256, UInt256> balances = new TreeMap<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            allocations.put(account(i), new GenesisBlock.Allocation(0,
                    TestChain.ETHER.times(UInt256.of(1_000)), Bytes.EMPTY, new TreeMap<>()));
            balances.put(Keccak256.hash(Bytes.concatenate(word(account(i)),
                    UInt256.ZERO.toBytes())).toUInt256(), UInt256.of(1_000_000));
        }
        allocations.put(TOKEN, new GenesisBlock.Allocation(1, UInt256.ZERO, token, balances));
        allocations.put(LOOP,
                new GenesisBlock.Allocation(1, UInt256.ZERO, loop, new TreeMap<>()));
        allocations.putAll(more);
        return GenesisBlock.of(new GenesisBlock.Fields(Bytes.wrap(new byte[8]), 0, Bytes.EMPTY,
                ChainRules.DEFAULT_BLOCK_GAS_LIMIT, UInt256.ZERO,
                Hash.ZERO,
                Address.ZERO, Optional.empty(), 0, 0),
                ForkSchedule.allFrom(Fork.OSAKA),
                allocations);
    }

    List<RecoveredTransaction> transactions() {
        List<RecoveredTransaction> block = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            block.add(switch (this) {
                case TRANSFERS_INDEPENDENT -> transfer(i, 0, 2_000 + i);
                case TRANSFERS_AMONG_200 -> transfer(i % 200, i / 200, (7 * i + 1) % 200);
                case TRANSFERS_TO_ONE -> transfer(i, 0, 3_999);
                case TRANSFERS_FROM_ONE -> transfer(0, i, 2_000 + i);
                case TOKEN_INDEPENDENT -> token(i, 0, 2_000 + i);
                case TOKEN_AMONG_200 -> token(i % 200, i / 200, (7 * i + 1) % 200);
                case TOKEN_TO_ONE -> token(i, 0, 3_999);
                case COMPUTATION -> transaction(i, 0, LOOP, 0, UInt256.of(300).toBytes(),
                        110_000);
            });
        }
        return block;
    }

    private static RecoveredTransaction transfer(int from, long nonce, int to) {
        return transaction(from, nonce, account(to), 1, Bytes.EMPTY, 21_000);
    }

    private static RecoveredTransaction token(int from, long nonce, int to) {
        return transaction(from, nonce, TOKEN, 0, Bytes.concatenate(TRANSFER, word(account(to)),
                UInt256.ONE.toBytes()), 60_000);
    }

    private static Bytes word(Address address) {
        return UInt256.of(address.bytes()).toBytes();
    }

    private static RecoveredTransaction transaction(int from, long nonce, Address to, long value,
            Bytes data, long gas) {
        Transaction transaction = new Transaction.DynamicFee(Optional.of(TestChain.CHAIN_ID),
                nonce, UInt256.ONE, PRICE, gas, Optional.of(to), UInt256.of(value), data,
                List.of(), NO_SIGNATURE);
        Bytes encoded = TransactionCodec.encode(transaction);
        return new RecoveredTransaction(transaction, account(from), Keccak256.hash(encoded),
                encoded);
    }
}
