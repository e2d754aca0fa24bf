package io.quorate.node;

import io.quorate.bft.MemberId;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockImporter;
import io.quorate.execution.ChainRules;
import io.quorate.execution.Epochs;
import io.quorate.execution.FeeMode;
import io.quorate.execution.Parallelism;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.QuorateConfig;
import io.quorate.ledger.Ledger;
import io.quorate.node.recovery.RecoveryFolder;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The chain in a data folder, opened by itself, without ordering. Nobody else may use the folder meanwhile. */
public final class ChainFolder implements AutoCloseable {
    private static final String GENESIS_FILE = "genesis.json";

    private final Closing closing;
    private final Path folder;
    private final Genesis genesis;
    private final Ledger ledger;

    private ChainFolder(Path folder, Genesis genesis, Ledger ledger, Closing closing) {
        this.folder = folder;
        this.genesis = genesis;
        this.ledger = ledger;
        this.closing = closing;
    }

    /**
     * Opens the chain that is there; fails with {@link OperatorException} where there is none.
     *
     * @param genesisFile where it is empty, the copy that {@link #create} left in the folder
     */
    public static ChainFolder open(Path folder, Optional<Path> genesisFile) {
        if (!Files.isDirectory(chain(folder))) {
            throw new OperatorException("There is no chain in " + folder
                    + ": that needs a folder 'chain', which 'quorate import' or a replica makes.");
        }
        Path file = genesisFile.orElse(folder.resolve(GENESIS_FILE));
        if (genesisFile.isEmpty() && !Files.exists(file)) {
            throw new OperatorException("There is no " + GENESIS_FILE + " in " + folder
                    + "; name the chain's genesis file with --genesis.");
        }
        return open(folder, Genesis.read(file));
    }

    /** Opens the chain, or begins one where the folder has none; keeps a copy of the genesis file. */
    public static ChainFolder create(Path folder, Path genesisFile) {
        Genesis genesis = Genesis.read(genesisFile);
        ChainFolder opened = open(folder, genesis);
        try {
            Path copy = folder.resolve(GENESIS_FILE);
            if (!Files.exists(copy)) {
                WholeFile.write(copy, Files.readAllBytes(genesisFile));
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw new OperatorException("The genesis file cannot be copied to " + folder + ": "
                    + e.getMessage() + ".", e);
        }
    }

    private static ChainFolder open(Path folder, Genesis genesis) {
        Closing closing = new Closing();
        try {
            closing.add(DataDirLock.acquire(folder));
            KeyValueStore store = closing.add(
                    RocksDbKeyValueStore.open(chain(folder), RocksDbConfig.SMALL));
            return new ChainFolder(folder, genesis, Ledger.open(store, genesis.block()), closing);
        } catch (StorageException e) {
            closing.close();
            throw Damage.unusable(folder, e);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private static Path chain(Path folder) {
        return folder.resolve("chain");
    }

    public Genesis genesis() {
        return genesis;
    }

    public Ledger ledger() {
        return ledger;
    }

    Path folder() {
        return folder;
    }

    /**
     * Whether validators ordered its blocks; else it is a chain of Ethereum's own kind. The genesis file of an ordered one
     * has a section of ours, but need not name the validators: those of {@code dev} are not in it.
     */
    public boolean isOrdered() {
        return !genesis.quorate().equals(QuorateConfig.ABSENT) || ledger.appliedSeq() > 0;
    }

    /** Where EIP-6110's logs come from; a chain that validators ordered has no such thing. */
    Optional<Address> depositContract() {
        return isOrdered() ? Optional.empty()
                : Optional.of(genesis.depositContract().orElse(Address.ZERO));
    }

    /** For blocks of another ledger of this chain, of either kind. */
    public BlockImporter importer() {
        return isOrdered()
                ? BlockImporter.ofOrderedChain(rules(genesis), ledger, Parallelism.NONE, epochs())
                : new BlockImporter(rules(), depositContract().orElseThrow(), ledger);
    }

    /** A genesis file that names no validators has no epochs that could follow. */
    Epochs epochs() {
        return genesis.quorate().validators().isEmpty() ? Epochs.NONE
                : new LedgerEpochs(ledger, new OwnPlace(Orders.firstEpoch(genesis.quorate()),
                        new MemberId(0),
                        new RecoveryFolder(folder).ceremonies(Orders.hash(genesis))), _ -> {});
    }

    /** A chain that is not ordered here pays for gas, and may have blobs, as Ethereum's do. */
    ChainRules rules() {
        ChainRules own = rules(genesis);
        return isOrdered() ? own
                : new ChainRules(own.chainId(), own.forks(), FeeMode.EIP1559, true,
                        ledger.head().header().gasLimit(), own.beneficiary());
    }

    static ChainRules rules(Genesis genesis) {
        FeeMode fees = switch (genesis.quorate().feeMode()) {
            case BLIND -> FeeMode.FEE_BLIND;
            case EIP1559 -> FeeMode.EIP1559;
        };
        return new ChainRules(UInt256.of(genesis.chainId()), genesis.forks(), fees,
                genesis.quorate().blobs(), genesis.header().gasLimit(),
                genesis.header().beneficiary());
    }

    @Override
    public void close() {
        closing.close();
    }
}
