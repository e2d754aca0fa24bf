package io.quorate.node.bench.ledger;

import io.quorate.contracts.Contracts;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.BlockImporter;
import io.quorate.execution.Epochs;
import io.quorate.execution.ExecutedBlock;
import io.quorate.execution.ImportOutcome;
import io.quorate.execution.Parallelism;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.node.bench.BenchException;
import io.quorate.node.bench.Token;
import io.quorate.node.bench.Wallet;
import io.quorate.state.AccountLoad;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Imports a chain of signed ERC-20 transfers, as {@code quorate import} does, each block decoded from its RLP. */
final class ImportRun {
    private static final long SEED = 0x6c65_6467_6572L;
    private static final int WALLETS = 200;
    private static final UInt256 SUPPLY = UInt256.of(1_000_000_000_000L);
    private static final UInt256 SHARE = UInt256.of(1_000_000);

    private final GenesisBlock genesis;
    private final List<Bytes> blocks = new ArrayList<>();
    private long gas;

    /** Makes the chain: {@code count} transfers, {@code blockLength} in a block. */
    ImportRun(int count, int blockLength) {
        GeneratedAccounts contracts = new GeneratedAccounts(0);
        InMemoryKeyValueStore store = new InMemoryKeyValueStore();
        genesis = KeptState.genesis(
                new AccountLoad(store, contracts, (_, _) -> {}).run(contracts.codes()));
        MeasuredChain chain = new MeasuredChain(store, genesis, Parallelism.NONE);
        List<Wallet> wallets = new ArrayList<>();
        for (int i = 0; i < WALLETS; i++) {
            wallets.add(Wallet.numbered(SEED, i, MeasuredChain.CHAIN_ID.toBigInteger()
                    .longValueExact()));
        }
        Address token = deploy(chain, wallets.getFirst());
        List<RecoveredTransaction> block = new ArrayList<>();
        for (Wallet holder : wallets) {
            block.add(transfer(wallets.getFirst(), token, holder.address(), SHARE));
        }
        append(chain, block);
        block.clear();
        for (int i = 0; i < count; i++) {
            Address to = wallets.get((7 * i + 3) % WALLETS).address();
            block.add(transfer(wallets.get(i % WALLETS), token, to, UInt256.ONE));
            if (block.size() == blockLength || i == count - 1) {
                append(chain, block);
                block.clear();
            }
        }
    }

    private Address deploy(MeasuredChain chain, Wallet deployer) {
        Bytes code = Bytes.fromHexString(Contracts.exampleToken().bytecode().orElseThrow());
        return append(chain, List.of(recovered(deployer.sign(Optional.empty(),
                Token.deployment(code, SUPPLY), Token.DEPLOY_GAS)))).outcomes().getFirst()
                .createdAddress().orElseThrow();
    }

    private static RecoveredTransaction transfer(Wallet from, Address token, Address to,
            UInt256 amount) {
        return recovered(from.sign(Optional.of(token), Token.transfer(to, amount),
                Token.TRANSFER_GAS));
    }

    private static RecoveredTransaction recovered(Bytes encoded) {
        try {
            return TransactionCodec.recover(encoded);
        } catch (DecodeException e) {
            throw new IllegalStateException("a transaction of our own does not decode", e);
        }
    }

    private ExecutedBlock append(MeasuredChain chain, List<RecoveredTransaction> transactions) {
        ExecutedBlock made = chain.append(transactions);
        blocks.add(BlockCodec.encode(made.block()));
        gas += made.block().header().gasUsed();
        return made;
    }

    /** Million gas a second into a new database in {@code folder}. */
    double run(Path folder, RocksDbConfig config, Parallelism parallelism) throws IOException {
        Folders.delete(folder);
        try (KeyValueStore store = RocksDbKeyValueStore.open(folder, config)) {
            GeneratedAccounts contracts = new GeneratedAccounts(0);
            new AccountLoad(store, contracts, (_, _) -> {}).run(contracts.codes());
            Ledger ledger = Ledger.open(store, genesis);
            BlockImporter importer = BlockImporter.ofOrderedChain(MeasuredChain.RULES, ledger,
                    parallelism, Epochs.NONE);
            long start = System.nanoTime();
            for (Bytes encoded : blocks) {
                importBlock(ledger, importer, BlockCodec.decode(encoded));
            }
            return gas / 1e6 / ((System.nanoTime() - start) / 1e9);
        } catch (DecodeException e) {
            throw new IllegalStateException("a block of our own does not decode", e);
        } finally {
            Folders.delete(folder);
        }
    }

    private static void importBlock(Ledger ledger, BlockImporter importer, Block block) {
        switch (importer.execute(block)) {
            case ImportOutcome.Valid(var commit) -> ledger.importBlock(commit);
            case ImportOutcome.Invalid(String reason) ->
                    throw new BenchException("a block of our own was refused: " + reason);
        }
    }
}
