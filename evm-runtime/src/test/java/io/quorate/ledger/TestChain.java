package io.quorate.ledger;

import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** A genesis with funded keys and the system contracts, and transactions that those keys sign. */
public final class TestChain {
    public static final UInt256 CHAIN_ID = UInt256.of(1337);
    public static final UInt256 ETHER = UInt256.of(1_000_000_000_000_000_000L);
    /** Stores the call's first word in the slot that the second names, and logs both: 1 topic, 1 word. */
    public static final Address STORE = Address
            .fromHex("0x00000000000000000000000000000000005702e5");
    private static final Bytes STORE_CODE = Bytes
            .fromHexString("0x6000356020355560003560005260203560206000a100");
    private static final Address BLOCK_HASHES = Address
            .fromHex("0x0000f90827f1c53a10cb7a02335b175320002935");
    private static final Bytes BLOCK_HASHES_CODE = Bytes.fromHexString(
            "0x3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff81430311604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500");

    private TestChain() {}

    public static GenesisBlock genesis() {
        return genesis(new TreeMap<>());
    }

    /** With more accounts. */
    public static GenesisBlock genesis(SortedMap<Address, GenesisBlock.Allocation> more) {
        SortedMap<Address, GenesisBlock.Allocation> allocations = new TreeMap<>(more);
        for (int key = 1; key <= 4; key++) {
            allocations.put(address(key), new GenesisBlock.Allocation(0,
                    ETHER.times(UInt256.of(1000)), Bytes.EMPTY, new TreeMap<>()));
        }
        allocations.put(STORE,
                new GenesisBlock.Allocation(1, UInt256.ZERO, STORE_CODE, new TreeMap<>()));
        allocations.put(BLOCK_HASHES,
                new GenesisBlock.Allocation(1, UInt256.ZERO, BLOCK_HASHES_CODE, new TreeMap<>()));
        return GenesisBlock.of(
                new GenesisBlock.Fields(Bytes.wrap(new byte[8]), 0, Bytes.EMPTY, 60_000_000,
                        UInt256.ZERO, Hash.ZERO, Address.ZERO, Optional.empty(), 0, 0),
                ForkSchedule.allFrom(Fork.OSAKA), allocations);
    }

    public static Bytes key(int number) {
        return UInt256.of(number).toBytes();
    }

    public static Address address(int key) {
        return Secp256k1.addressOf(Secp256k1.publicKey(key(key)));
    }

    public static RecoveredTransaction transfer(int key, long nonce, Address to, UInt256 value) {
        return signed(key, nonce, Optional.of(to), value, Bytes.EMPTY, 21_000);
    }

    /** Calls {@link #STORE}. */
    public static RecoveredTransaction store(int key, long nonce, long value, long slot) {
        return signed(key, nonce, Optional.of(STORE), UInt256.ZERO, Bytes
                .concatenate(UInt256.of(value).toBytes(), UInt256.of(slot).toBytes()), 100_000);
    }

    public static RecoveredTransaction signed(int key, long nonce, Optional<Address> to,
            UInt256 value, Bytes data, long gasLimit) {
        UInt256 price = UInt256.of(2_000_000_000L);
        Transaction unsigned = new Transaction.DynamicFee(Optional.of(CHAIN_ID), nonce,
                UInt256.ONE, price, gasLimit, to, value, data, List.of(),
                new Signature(UInt256.ZERO, UInt256.ZERO, 0));
        EcdsaSignature signature = Secp256k1.sign(TransactionCodec.signingHash(unsigned),
                key(key));
        try {
            return TransactionCodec.recover(new Transaction.DynamicFee(Optional.of(CHAIN_ID),
                    nonce, UInt256.ONE, price, gasLimit, to, value, data, List.of(),
                    new Signature(signature.r(), signature.s(), signature.yParity())));
        } catch (DecodeException e) {
            throw new IllegalStateException("our own transaction does not decode", e);
        }
    }
}
