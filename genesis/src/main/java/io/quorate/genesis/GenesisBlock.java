package io.quorate.genesis;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.Roots;
import io.quorate.state.Account;
import io.quorate.state.StateChanges;
import io.quorate.state.StateChanges.AccountChange;
import io.quorate.state.StateRoot;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Block 0 and the state it starts with, by the rules of geth's {@code core/genesis.go}: each header field
 * that a fork brought is there when the fork is active at block 0.
 *
 * @param changes the whole state, as a change of the empty one
 */
public record GenesisBlock(Block block, StateChanges changes) {
    /** EIP-1559: the base fee of a chain that starts with London. */
    private static final UInt256 INITIAL_BASE_FEE = UInt256.of(1_000_000_000);

    /** Works out the state root and the hash; the cost grows with the number of accounts and slots. */
    static GenesisBlock of(Genesis genesis) {
        SortedMap<Address, Account> accounts = new TreeMap<>();
        SortedMap<Address, SortedMap<UInt256, UInt256>> storage = new TreeMap<>();
        SortedMap<Address, AccountChange> changes = new TreeMap<>();
        SortedMap<Hash, Bytes> code = new TreeMap<>();
        genesis.accounts().forEach((address, entry) -> {
            Account account = new Account(entry.nonce(), entry.balance(),
                    Keccak256.hash(entry.code()));
            accounts.put(address, account);
            storage.put(address, entry.storage());
            changes.put(address, new AccountChange(Optional.of(account), false, entry.storage()));
            if (account.hasCode()) {
                code.put(account.codeHash(), entry.code());
            }
        });
        BlockHeader header = header(genesis, StateRoot.of(accounts, storage));
        boolean withdrawals = header.withdrawalsRoot().isPresent();
        Block block = new Block(BlockHeaderCodec.hash(header), header, List.of(), List.of(),
                withdrawals ? Optional.of(List.of()) : Optional.empty());
        return new GenesisBlock(block, new StateChanges(changes, code));
    }

    private static BlockHeader header(Genesis genesis, Hash stateRoot) {
        GenesisHeader chosen = genesis.header();
        Fork fork = genesis.forks().forkAt(0, chosen.timestamp());
        return new BlockHeader(Hash.ZERO, Hash.EMPTY_LIST, chosen.coinbase(), stateRoot,
                Hash.EMPTY_TRIE_ROOT, Hash.EMPTY_TRIE_ROOT, Bytes.wrap(new byte[256]),
                chosen.difficulty(), 0, chosen.gasLimit(), 0, chosen.timestamp(),
                chosen.extraData(), chosen.mixHash(), chosen.nonce(),
                since(Fork.LONDON, fork, chosen.baseFeePerGas().orElse(INITIAL_BASE_FEE)),
                since(Fork.SHANGHAI, fork, Hash.EMPTY_TRIE_ROOT),
                since(Fork.CANCUN, fork, chosen.blobGasUsed()),
                since(Fork.CANCUN, fork, chosen.excessBlobGas()),
                since(Fork.CANCUN, fork, Hash.ZERO), since(Fork.PRAGUE, fork, Roots.NO_REQUESTS));
    }

    private static <T> Optional<T> since(Fork first, Fork fork, T value) {
        return fork.isAtLeast(first) ? Optional.of(value) : Optional.empty();
    }
}
