package io.quorate.node.conformance;

import io.quorate.evm.CodeCache;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockImporter;
import io.quorate.execution.ChainRules;
import io.quorate.execution.FeeMode;
import io.quorate.execution.ImportOutcome;
import io.quorate.execution.Parallelism;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCommit;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.Receipt;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chain with its forks, as blockchain tests need it: the ledger itself has none. Each of the last few branches
 * has a ledger; a branch that comes back later is executed again from genesis. For one thread.
 */
final class BlockTree {
    /** Of Ethereum's main network (EIP-6110). */
    private static final Address DEPOSIT_CONTRACT = Address
            .fromHex("0x00000000219ab540356cbb839cbe05303d7705fa");
    private static final int LEDGERS_MAX = 3;

    private record Known(Block block, BigInteger totalDifficulty, List<Receipt> receipts) {}

    private final Networks.Network network;
    private final UInt256 chainId;
    private final GenesisBlock genesis;
    private final CodeCache codes;
    private final Parallelism parallelism;
    private final Map<Hash, Known> known = new HashMap<>();
    /** By their heads, the one used last at the end. */
    private final Map<Hash, Ledger> ledgers = new LinkedHashMap<>();
    private Known head;

    /** Where {@code parallelism} has more than one thread, each block is executed both ways. */
    BlockTree(Networks.Network network, UInt256 chainId, GenesisBlock genesis, CodeCache codes,
            Parallelism parallelism) {
        this.parallelism = parallelism;
        this.network = network;
        this.chainId = chainId;
        this.genesis = genesis;
        this.codes = codes;
        head = new Known(genesis.block(), genesis.block().header().difficulty().toBigInteger(),
                List.of());
        known.put(genesis.block().hash(), head);
    }

    Block head() {
        return head.block();
    }

    /** Of a block that was added. */
    List<Receipt> receipts(Hash blockHash) {
        return known.get(blockHash).receipts();
    }

    /** Adds {@code block} on top of any known one; where it is invalid, says why and changes nothing. */
    Optional<String> add(Block block) {
        if (known.containsKey(block.hash())) {
            return Optional.empty();
        }
        Hash parentHash = block.header().parentHash();
        Known parent = known.get(parentHash);
        if (parent == null) {
            return Optional.of("parent " + parentHash + " is unknown");
        }
        Ledger ledger = ledgers.remove(parentHash);
        if (ledger == null) {
            ledger = replay(parent.block());
        }
        ImportOutcome outcome = importer(ledger, parent, Parallelism.NONE).execute(block);
        if (parallelism.threads() > 1) {
            BothWays.requireSame(outcome,
                    importer(ledger, parent, parallelism).execute(block));
        }
        return switch (outcome) {
            case ImportOutcome.Valid(BlockCommit commit) -> {
                ledger.importBlock(commit);
                keep(block.hash(), ledger);
                adopt(block, parent, commit.receipts());
                yield Optional.empty();
            }
            case ImportOutcome.Invalid(String reason) -> {
                keep(parentHash, ledger);
                yield Optional.of(reason);
            }
        };
    }

    /** The most total difficulty wins; from the merge on, where blocks have none, the last block. */
    private void adopt(Block block, Known parent, List<Receipt> receipts) {
        BigInteger difficulty = block.header().difficulty().toBigInteger();
        Known added = new Known(block, parent.totalDifficulty().add(difficulty), receipts);
        known.put(block.hash(), added);
        if (difficulty.signum() == 0
                || added.totalDifficulty().compareTo(head.totalDifficulty()) > 0) {
            head = added;
        }
    }

    private void keep(Hash headHash, Ledger ledger) {
        ledgers.put(headHash, ledger);
        if (ledgers.size() > LEDGERS_MAX) {
            ledgers.remove(ledgers.keySet().iterator().next());
        }
    }

    private Ledger replay(Block last) {
        Deque<Block> path = new ArrayDeque<>();
        for (Block block = last; block.number() > 0; block = known
                .get(block.header().parentHash()).block()) {
            path.push(block);
        }
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), genesis);
        for (Block block : path) {
            switch (importer(ledger, known.get(block.header().parentHash()), Parallelism.NONE)
                    .execute(block)) {
                case ImportOutcome.Valid(BlockCommit commit) -> ledger.importBlock(commit);
                case ImportOutcome.Invalid(String reason) -> throw new IllegalStateException(
                        "was valid the first time: " + reason);
            }
        }
        return ledger;
    }

    private BlockImporter importer(Ledger ledger, Known parent, Parallelism how) {
        ChainRules rules = new ChainRules(chainId, network.forksAfter(parent.totalDifficulty()),
                FeeMode.EIP1559, true, ChainRules.DEFAULT_BLOCK_GAS_LIMIT, Address.ZERO);
        return new BlockImporter(rules, DEPOSIT_CONTRACT, ledger, codes, how);
    }
}
