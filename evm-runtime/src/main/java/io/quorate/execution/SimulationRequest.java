package io.quorate.execution;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Withdrawal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Blocks that are to be simulated on top of each other (execution-apis, eth_simulateV1).
 *
 * @param validation whether nonces and fees must be as a transaction's; who sends and the signature are not looked at
 * @param traceTransfers whether ether that moves is told as a log of an ERC-20 transfer
 * @param gasCap the most gas of all calls together
 */
public record SimulationRequest(List<Block> blocks, boolean validation, boolean traceTransfers,
        long gasCap) {
    /** The most blocks after the base, those that fill gaps included. */
    public static final int BLOCKS_MAX = 256;

    /**
     * The most bytes that all calls return and log together. An answer of JSON-RPC, which has two digits for each, may be
     * no longer; without a bound some 100 MB can be had for the gas.
     */
    public static final int RESULT_BYTES_MAX = 16 << 20;

    public SimulationRequest {
        blocks = List.copyOf(blocks);
    }

    /** What is absent follows from the block before. */
    public record Block(Fields fields, SortedMap<Address, Account> accounts,
            List<SimulatedCall> calls) {
        public Block {
            accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts));
            calls = List.copyOf(calls);
        }

        Block at(long number, long timestamp) {
            return new Block(fields.at(number, timestamp), accounts, calls);
        }

        /** One that fills a gap. */
        static Block empty() {
            return new Block(Fields.NONE, new TreeMap<>(), List.of());
        }
    }

    /** The timestamp is in seconds, prices are in wei. */
    public record Fields(Optional<Long> number, Optional<Long> timestamp, Optional<Long> gasLimit,
            Optional<Address> beneficiary, Optional<Hash> prevRandao,
            Optional<UInt256> baseFeePerGas, Optional<UInt256> blobBaseFee,
            Optional<Hash> parentBeaconBlockRoot, List<Withdrawal> withdrawals) {
        public static final Fields NONE = new Fields(Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), List.of());

        public Fields {
            withdrawals = List.copyOf(withdrawals);
        }

        Fields at(long blockNumber, long blockTimestamp) {
            return new Fields(Optional.of(blockNumber), Optional.of(blockTimestamp), gasLimit,
                    beneficiary, prevRandao, baseFeePerGas, blobBaseFee, parentBeaconBlockRoot,
                    withdrawals);
        }
    }

    /**
     * What an account is made to be before the block.
     *
     * @param nonce unsigned
     * @param storage where present, all slots not named become zero
     * @param storageDiff only the named slots change
     * @param movePrecompileTo the precompile of this address runs at that one instead
     */
    public record Account(Optional<Long> nonce, Optional<UInt256> balance, Optional<Bytes> code,
            Optional<SortedMap<UInt256, UInt256>> storage,
            SortedMap<UInt256, UInt256> storageDiff, Optional<Address> movePrecompileTo) {
        public Account {
            storage = storage
                    .map(slots -> Collections.unmodifiableSortedMap(new TreeMap<>(slots)));
            storageDiff = Collections.unmodifiableSortedMap(new TreeMap<>(storageDiff));
        }

        boolean changesState() {
            return nonce.isPresent() || balance.isPresent() || code.isPresent()
                    || storage.isPresent() || !storageDiff.isEmpty();
        }
    }
}
