package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import io.quorate.state.StateChanges;
import io.quorate.state.StateRoot;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** Block 0 and the state it starts with. */
public record GenesisBlock(Block block, StateChanges state) {
    /** London's first base fee: 1 gwei (EIP-1559). */
    private static final UInt256 INITIAL_BASE_FEE = UInt256.of(1_000_000_000L);

    /**
     * What a genesis file chooses of the header.
     *
     * @param nonce 8 bytes
     * @param timestamp in seconds
     * @param baseFeePerGas in wei; where it is empty and the fork has one, 1 gwei
     */
    public record Fields(Bytes nonce, long timestamp, Bytes extraData, long gasLimit,
            UInt256 difficulty, Hash mixHash, Address beneficiary,
            Optional<UInt256> baseFeePerGas, long excessBlobGas, long blobGasUsed) {}

    /**
     * An account that exists from the start.
     *
     * @param balance in wei
     */
    public record Allocation(long nonce, UInt256 balance, Bytes code,
            SortedMap<UInt256, UInt256> storage) {
        public Allocation {
            TreeMap<UInt256, UInt256> slots = new TreeMap<>(storage);
            slots.values().removeIf(UInt256::isZero);
            storage = Collections.unmodifiableSortedMap(slots);
        }

        Account account() {
            return new Account(nonce, balance, code.isEmpty() ? Hash.EMPTY : Keccak256.hash(code));
        }
    }

    /** The same block that geth and Besu make of the same file. */
    public static GenesisBlock of(Fields fields, ForkSchedule forks,
            SortedMap<Address, Allocation> allocations) {
        StateChanges state = changesOf(allocations);
        Map<Address, Account> accounts = new HashMap<>();
        Map<Address, SortedMap<UInt256, UInt256>> storage = new HashMap<>();
        allocations.forEach((address, allocation) -> {
            accounts.put(address, allocation.account());
            storage.put(address, allocation.storage());
        });
        return of(fields, forks, StateRoot.of(accounts, storage), state);
    }

    /** A block 0 whose state is in the store already, with this root. */
    public static GenesisBlock ofLoaded(Fields fields, ForkSchedule forks, Hash stateRoot) {
        return of(fields, forks, stateRoot, new StateChanges(new TreeMap<>(), new TreeMap<>()));
    }

    private static GenesisBlock of(Fields fields, ForkSchedule forks, Hash stateRoot,
            StateChanges state) {
        Fork fork = forks.forkAt(0, fields.timestamp());
        BlockHeader header = headerOf(fields, fork, stateRoot);
        Optional<List<Withdrawal>> withdrawals = fork.isAtLeast(Fork.SHANGHAI)
                ? Optional.of(List.of())
                : Optional.empty();
        return new GenesisBlock(new Block(BlockHeaderCodec.hash(header), header, List.of(),
                List.of(), withdrawals), state);
    }

    private static StateChanges changesOf(SortedMap<Address, Allocation> allocations) {
        SortedMap<Address, StateChanges.AccountChange> accounts = new TreeMap<>();
        SortedMap<Hash, Bytes> codes = new TreeMap<>();
        allocations.forEach((address, allocation) -> {
            Account account = allocation.account();
            accounts.put(address, new StateChanges.AccountChange(Optional.of(account), false,
                    allocation.storage()));
            if (account.hasCode()) {
                codes.put(account.codeHash(), allocation.code());
            }
        });
        return new StateChanges(accounts, codes);
    }

    private static BlockHeader headerOf(Fields fields, Fork fork, Hash stateRoot) {
        boolean cancun = fork.isAtLeast(Fork.CANCUN);
        return new BlockHeader(Hash.ZERO, Hash.EMPTY_LIST, fields.beneficiary(), stateRoot,
                Hash.EMPTY_TRIE_ROOT, Hash.EMPTY_TRIE_ROOT, LogsBloom.EMPTY, fields.difficulty(),
                0, fields.gasLimit(), 0, fields.timestamp(), fields.extraData(), fields.mixHash(),
                fields.nonce(),
                fork.isAtLeast(Fork.LONDON)
                        ? Optional.of(fields.baseFeePerGas().orElse(INITIAL_BASE_FEE))
                        : Optional.empty(),
                fork.isAtLeast(Fork.SHANGHAI) ? Optional.of(Hash.EMPTY_TRIE_ROOT)
                        : Optional.empty(),
                cancun ? Optional.of(fields.blobGasUsed()) : Optional.empty(),
                cancun ? Optional.of(fields.excessBlobGas()) : Optional.empty(),
                cancun ? Optional.of(Hash.ZERO) : Optional.empty(),
                fork.isAtLeast(Fork.PRAGUE) ? Optional.of(Roots.NO_REQUESTS) : Optional.empty());
    }
}
