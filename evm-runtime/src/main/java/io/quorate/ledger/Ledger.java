package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.AccountProof;
import io.quorate.state.EntryHistory;
import io.quorate.state.StateEntry;
import io.quorate.state.StateStore;
import io.quorate.state.StateUpdate;
import io.quorate.state.StateView;
import io.quorate.state.TrieFork;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.KeyValueSnapshot;
import io.quorate.state.storage.KeyValueStore;
import io.quorate.state.storage.Keys;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.StorageException;
import io.quorate.state.storage.WriteBatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * The chain on disk: blocks, receipts, every state, and the decided slots they came from. One thread commits;
 * any thread reads, and sees a block whole or not at all. A commit is one atomic, synced write.
 */
public final class Ledger {

    private final KeyValueStore store;
    private final BlockStore blocks;
    private final SlotStore slots;
    private final StateStore state;
    private volatile Position position;
    private final Restore restore;
    private final LogFinder logFinder;
    private volatile long finalizedNumber;
    private volatile long oldestState;
    private volatile long provableFrom;

    private Ledger(KeyValueStore store, long headNumber) {
        this.store = store;
        this.blocks = new BlockStore(store);
        this.slots = new SlotStore(store);
        this.state = new StateStore(store, headNumber);
        this.restore = new Restore(store);
        this.logFinder = new LogFinder(store, blocks, this::oldestKept);
    }

    /** As {@link #open(KeyValueStore, GenesisBlock, MigrationListener)}, with nobody to tell. */
    public static Ledger open(KeyValueStore store, GenesisBlock genesis) {
        return open(store, genesis, MigrationListener.NONE);
    }

    /**
     * Opens the chain in {@code store}, which starts with {@code genesis} where it is empty. What an older program
     * wrote is brought to the present format first. Fails with a {@link StorageException} where the store has another
     * chain or a newer format.
     */
    public static Ledger open(KeyValueStore store, GenesisBlock genesis,
            MigrationListener listener) {
        Optional<byte[]> format = store.read(Space.META, LedgerKeys.FORMAT_KEY);
        if (format.isEmpty()) {
            return create(store, genesis);
        }
        Hash stored = Hash.of(Position.required(store, LedgerKeys.GENESIS));
        if (!stored.equals(genesis.block().hash())) {
            throw new StorageException(
                    "the data directory belongs to another chain: its genesis is "
                            + stored + ", not " + genesis.block().hash());
        }
        new Migration(store, listener).run(Keys.readLong(format.get(), 0));
        Ledger ledger = openUnchecked(store);
        ledger.position.requireWritten(store, ledger.state, ledger.blocks);
        return ledger;
    }

    /**
     * Opens the chain in {@code store} to look at it: that what the last block wrote is whole is not asked. It is of the present
     * format and of the right chain. Fails with a {@link StorageException} where it has no position.
     */
    public static Ledger openUnchecked(KeyValueStore store) {
        long head = Keys.readLong(Position.required(store, LedgerKeys.HEAD), 0);
        Ledger ledger = new Ledger(store, store.read(Space.META, LedgerKeys.RESTORING)
                .map(bytes -> Keys.readLong(bytes, 0)).orElse(head));
        ledger.readPosition();
        return ledger;
    }

    private static Ledger create(KeyValueStore store, GenesisBlock genesis) {
        Ledger ledger = new Ledger(store, -1);
        Block block = genesis.block();
        StateUpdate update = ledger.state.prepare(0, List.of(genesis.state()));
        if (!update.root().equals(block.header().stateRoot())) {
            throw new IllegalStateException("genesis state root " + update.root() + " instead of "
                    + block.header().stateRoot());
        }
        WriteBatch batch = new WriteBatch();
        batch.put(Space.META, LedgerKeys.FORMAT_KEY, BlockStore.numberBytes(LedgerKeys.FORMAT));
        batch.put(Space.META, LedgerKeys.GENESIS, block.hash().toArray());
        batch.put(Space.META, LedgerKeys.APPLIED, BlockStore.numberBytes(0));
        batch.put(Space.META, LedgerKeys.IMPORTED, BlockStore.numberBytes(0));
        ledger.write(batch,
                Optional.of(
                        new BlockCommit(block, List.of(), update, BlockAccessList.EMPTY.encode())));
        ledger.position = new Position(new ChainHead(block.hash(), block.header()), 0,
                block.hash());
        return ledger;
    }

    private void readPosition() {
        oldestState = Migration.number(store, LedgerKeys.OLDEST, 0);
        provableFrom = Migration.number(store, LedgerKeys.PROVABLE, 0);
        position = Position.read(store, state, blocks, slots);
        refreshFinalized();
    }

    /** The last block: {@code latest} and {@code safe}. */
    public ChainHead head() {
        return position.head();
    }

    /** The last sequence number that is durable; 0 before the first. */
    public long appliedSeq() {
        return position.appliedSeq();
    }

    /** The hash of the last slot record; before the first, the genesis block's hash. */
    public Hash lastRecordHash() {
        return position.lastRecordHash();
    }

    /** The last block that a certificate vouches for, or that was not ordered at all (genesis, imported). */
    public long finalizedNumber() {
        return finalizedNumber;
    }

    public Optional<BlockHeader> header(long number) {
        return isKnown(number) ? blocks.header(number) : Optional.empty();
    }

    public Optional<Hash> blockHash(long number) {
        ChainHead head = head();
        return number == head.number() ? Optional.of(head.hash())
                : header(number).map(BlockHeaderCodec::hash);
    }

    public Optional<Block> block(long number) {
        return isKept(number) ? blocks.block(number) : Optional.empty();
    }

    public Optional<Block> block(Hash hash) {
        Optional<Block> found = blockNumber(hash).flatMap(this::block);
        found.filter(block -> !block.hash().equals(hash)).ifPresent(block -> {
            throw StorageException.damage("the header of block " + block.number()
                    + " is corrupt: its hash is " + block.hash() + ", not " + hash);
        });
        return found;
    }

    public Optional<Long> blockNumber(Hash hash) {
        return blocks.numberOf(hash).filter(this::isKept);
    }

    /** One a transaction, in their order. */
    public Optional<List<Receipt>> receipts(long number) {
        return isKept(number) ? blocks.receipts(number) : Optional.empty();
    }

    /** The encoded {@link BlockAccessList}. */
    public Optional<Bytes> accessList(long number) {
        return isKept(number) ? blocks.accessList(number) : Optional.empty();
    }

    public Optional<TransactionLocation> locate(Hash transactionHash) {
        return blocks.locate(transactionHash).filter(at -> isKept(at.blockNumber()));
    }

    /** The state after block {@code number}; it may be held as long as one likes. */
    public Optional<StateView> stateAt(long number) {
        return isKept(number) ? Optional.of(state.at(number)) : Optional.empty();
    }

    /**
     * Merkle proofs against the state root of block {@code number}; empty below {@link #oldestProvable}, and while a
     * snapshot takes the state's place.
     */
    public Optional<AccountProof> proof(Address address, List<UInt256> slotKeys, long number) {
        try (KeyValueSnapshot snapshot = store.snapshot()) {
            return isProvable(snapshot, number)
                    ? blocks.header(number).map(header -> AccountProof.of(snapshot, number,
                            header.stateRoot(), address, slotKeys))
                    : Optional.empty();
        }
    }

    /**
     * The tries after block {@code number}, for roots of states that are never stored; to be closed, and soon, since it
     * holds a snapshot. Empty where {@link #proof} is.
     */
    public Optional<TrieFork> forkTries(long number) {
        KeyValueSnapshot snapshot = store.snapshot();
        Optional<TrieFork> fork = isProvable(snapshot, number) ? blocks.header(number)
                .map(header -> new TrieFork(snapshot, number, header.stateRoot()))
                : Optional.empty();
        if (fork.isEmpty()) {
            snapshot.close();
        }
        return fork;
    }

    /** What may be asked for is the snapshot's to say: the chain goes on, and so does pruning. */
    private static boolean isProvable(KeyValueSnapshot snapshot, long number) {
        return snapshot.read(Space.META, LedgerKeys.RESTORING).isEmpty()
                && number >= Migration.number(snapshot, LedgerKeys.OLDEST, 0)
                && number >= Migration.number(snapshot, LedgerKeys.PROVABLE, 0)
                && number <= Migration.number(snapshot, LedgerKeys.HEAD, 0);
    }

    /** From this block on every state can be proven: the oldest kept, or where the trie's history begins. */
    public long oldestProvable() {
        return Math.max(oldestState, provableFrom);
    }

    /**
     * The changes of one entry from {@code from} to the end of block {@code toBlock}; empty where blocks of that range
     * are not there or no longer kept, or {@code from} is in the oldest of a chain whose beginning is gone.
     */
    public Optional<EntryHistory.Page> changes(StateEntry entry, EntryHistory.Position from,
            long toBlock, int max) {
        // Of the oldest block only the last version of each entry is kept, where older blocks were pruned.
        boolean isWhole = from.block() > oldestKept() || oldestKept() == 0;
        return isWhole && isKept(from.block()) && isKept(toBlock)
                ? Optional.of(EntryHistory.of(store, entry, from, toBlock, max))
                        .filter(_ -> from.block() > oldestKept() || oldestKept() == 0) // pruned meanwhile
                : Optional.empty();
    }

    /** For working out what a block does to the state before it is committed. */
    public StateStore state() {
        return state;
    }

    /** The slot as it was committed. */
    public Optional<DecidedSlot> slot(long seqNum) {
        return seqNum > appliedSeq() ? Optional.empty()
                : slots.find(seqNum).map(SlotStore.Stored::slot);
    }

    /** The record of a slot, which stays where the slot was pruned. */
    public Optional<SlotRecord> slotRecord(long seqNum) {
        return seqNum > appliedSeq() ? Optional.empty() : slots.slotRecord(seqNum);
    }

    /** The first slot from {@code seqNum} on that was applied and has a certificate. */
    public Optional<Long> certifiedFrom(long seqNum) {
        return slots.certifiedFrom(seqNum, appliedSeq());
    }

    /** The head of the chain after slot {@code seqNum}, whether that slot made a block or not. */
    public Optional<Long> headAfter(long seqNum) {
        return seqNum > appliedSeq() ? Optional.empty()
                : slots.find(seqNum).map(SlotStore.Stored::headNumber);
    }

    /** The certificate over the record of {@code seqNum}, where one has come. */
    public Optional<Bytes> blockCertificate(long seqNum) {
        return slots.certificate(seqNum);
    }

    /**
     * Stores the next slot, and the block it made if it made one; durable when this returns. Fails with
     * {@link IllegalStateException} where slot or block does not follow the last.
     */
    public void commit(DecidedSlot slot, Optional<BlockCommit> block) {
        Position before = position;
        SlotRecord slotRecord = slot.slotRecord();
        ChainHead head = block.map(b -> new ChainHead(b.block().hash(), b.block().header()))
                .orElse(before.head());
        require(slotRecord.seqNum() == before.appliedSeq() + 1
                && slotRecord.previousHash().equals(before.lastRecordHash()),
                "slot " + slotRecord.seqNum() + " does not follow slot " + before.appliedSeq());
        require(slotRecord.blockHash().equals(head.hash()),
                "the record of slot " + slotRecord.seqNum() + " names another block");
        block.ifPresent(b -> requireNext(before.head(), b.block()));
        WriteBatch batch = new WriteBatch();
        slots.put(batch, slot, head.number());
        batch.put(Space.META, LedgerKeys.APPLIED, BlockStore.numberBytes(slotRecord.seqNum()));
        write(batch, block);
        position = new Position(head, slotRecord.seqNum(), slotRecord.hash());
        refreshFinalized();
    }

    /** Stores a block that no slot made: of an imported chain. Only before the first slot. */
    public void importBlock(BlockCommit commit) {
        Position before = position;
        require(before.appliedSeq() == 0, "blocks are imported before anything is ordered");
        requireNext(before.head(), commit.block());
        WriteBatch batch = new WriteBatch();
        batch.put(Space.META, LedgerKeys.IMPORTED,
                BlockStore.numberBytes(commit.block().number()));
        write(batch, Optional.of(commit));
        position = new Position(new ChainHead(commit.block().hash(), commit.block().header()), 0,
                before.lastRecordHash());
        refreshFinalized();
    }

    /**
     * Keeps a certificate over the record of {@code seqNum}, which may not have been applied yet. The caller has
     * checked it. A lost one can be had again from any peer, so it is not synced.
     */
    public void certify(long seqNum, Bytes certificate) {
        slots.certify(seqNum, certificate);
        refreshFinalized();
    }

    /** The last sequence number that has a certificate here, whether it was applied or not. */
    public Optional<Long> lastCertified() {
        return slots.certifiedUpTo(Long.MAX_VALUE);
    }

    /**
     * Drops what certifies slots above {@code seqNum}: after members agreed by hand that the order goes on from there, it
     * vouches for slots that are none. Durable when this returns.
     */
    public void forgetCertificatesAbove(long seqNum) {
        slots.forgetCertificatesAbove(seqNum);
        refreshFinalized();
    }

    /**
     * Finds events in a range of blocks, both ends included, until {@code matchesMax} are found (a block is
     * finished once it is begun) or {@code workMax} blocks or entries of the log index were looked at. Fails with
     * {@link io.quorate.state.PrunedStateException} where blocks of the range are given up meanwhile.
     */
    public LogMatches logs(LogFilter filter, long from, long to, int matchesMax, long workMax) {
        return logFinder.find(filter, from, Math.min(to, head().number()), matchesMax, workMax);
    }

    private void write(WriteBatch batch, Optional<BlockCommit> block) {
        block.ifPresent(commit -> {
            blocks.put(batch, commit.block(), commit.receipts(), commit.accessList());
            LogIndex.put(batch, commit.block().number(), commit.receipts());
            batch.put(Space.META, LedgerKeys.HEAD,
                    BlockStore.numberBytes(commit.block().number()));
            batch.addAll(commit.state().writes());
            commit.fixed().ifPresent(epoch -> SlotStore.putFixedEpoch(batch,
                    new FixedEpoch.Kept(epoch, commit.block().number())));
            state.committing(commit.state());
        });
        store.write(batch, Durability.SYNCED);
        block.ifPresent(commit -> state.committed(commit.state()));
    }

    private synchronized void refreshFinalized() {
        long imported = Keys.readLong(Position.required(store, LedgerKeys.IMPORTED), 0);
        long certified = slots.certifiedUpTo(position.appliedSeq()).flatMap(this::headAfter)
                .orElse(0L);
        // A snapshot's block is final though a later slot's certificate, which follows, may be what covers it.
        finalizedNumber = Math.max(Math.max(imported, certified), oldestState);
    }

    /**
     * Blocks with their states are there from here on: 0, or the block of the last snapshot that was taken over, or
     * up to which was pruned.
     */
    public long oldestKept() {
        return oldestState;
    }

    /**
     * The state after slot {@code seqNum} to give away, read whole: each chunk goes to {@code content}. Empty where the
     * slot is not there or its state is older than what is kept. Runs beside commits.
     */
    public Optional<LedgerSnapshot> snapshot(long seqNum, Consumer<Bytes> content) {
        Optional<SlotStore.Stored> stored = seqNum > appliedSeq() ? Optional.empty()
                : slots.find(seqNum).filter(slot -> isKept(slot.headNumber()));
        return stored.map(slot -> {
            LedgerSnapshot snapshot = new LedgerSnapshot(store, slot.slot().slotRecord(),
                    slot.headNumber(), () -> isKept(slot.headNumber()));
            snapshot.read(content);
            return snapshot;
        }).filter(_ -> isKept(stored.get().headNumber())); // it may have been pruned meanwhile
    }

    /** Makes room for chunks with these names; answers which of them an earlier try left. */
    public List<Integer> beginRestore(Bytes description, List<Hash> chunks) {
        return restore.begin(description, chunks);
    }

    /** Keeps a chunk; the caller has checked it. */
    public void storeChunk(Hash name, Bytes content) {
        restore.store(name, content);
    }

    /** What {@link #beginRestore} was given, if a crash ended {@link #finishRestore}, which is then to be done again. */
    public Optional<Bytes> interruptedRestore() {
        return restore.interrupted();
    }

    /**
     * Puts the snapshot in the place of the state; durable when it returns. Readers see the old head until then. Fails
     * with {@link StorageException} where the chunks do not lead to the certified state root.
     */
    public void finishRestore(RestoreTarget target) {
        Restore.Head head = restore.head(target);
        SlotRecord slotRecord = head.slotRecord();
        BlockHeader header = head.header();
        require(slotRecord.seqNum() > position.appliedSeq(),
                "slot " + slotRecord.seqNum() + " is not after slot " + position.appliedSeq());
        restore.mark(header.number());
        state.replacing(header.number());
        restore.replaceState(target, head);
        WriteBatch batch = restore.lastWrite(head);
        slots.put(batch, new DecidedSlot(slotRecord, target.timestampMillis(), target.value(),
                target.certificate(), target.orderingState()), header.number());
        if (!target.blockCertificate().isEmpty()) {
            batch.put(Space.DECISIONS, LedgerKeys.blockCertificate(slotRecord.seqNum()),
                    target.blockCertificate().toArray());
        }
        LogIndex.put(batch, header.number(), restore.receipts(head));
        standAt(header, slotRecord, batch);
        refreshFinalized();
    }

    /** Not beside {@link #forget}, which must not set back what is kept. */
    private synchronized void standAt(BlockHeader header, SlotRecord slotRecord,
            WriteBatch lastWrite) {
        store.write(lastWrite, Durability.SYNCED);
        state.replacing(header.number()); // a reader may have put an old value into a cache as it was emptied
        state.expectRoot(header.stateRoot());
        oldestState = header.number(); // first: who sees the new position must not ask for what is before it
        position = new Position(new ChainHead(slotRecord.blockHash(), header),
                slotRecord.seqNum(), slotRecord.hash());
    }

    /**
     * Gives up what is before block {@code oldest}, which has been committed; durable when this returns, and the
     * {@link Pruner} may then remove it. Does nothing where it is given up already. Runs beside commits.
     */
    public synchronized void forget(long oldest) {
        require(isKnown(oldest), "block " + oldest + " is not there yet");
        if (oldest > oldestState) {
            store.write(new WriteBatch().put(Space.META, LedgerKeys.OLDEST,
                    BlockStore.numberBytes(oldest)), Durability.SYNCED);
            oldestState = oldest;
        }
    }

    /** As {@link KeyValueStore#checkpoint}: a ledger of its own, as this one is now. Runs beside commits. */
    public void checkpoint(Path directory) {
        store.checkpoint(directory);
    }

    /** What removes from the store that which was given up; one at a time. */
    public Pruner pruner() {
        return new Pruner(this, store);
    }

    /** Keeps how an epoch ended, for ever; durable with the next slot or snapshot. */
    public void keepEpochEnd(long epoch, EpochEnd end) {
        slots.keepEpochEnd(epoch, end);
    }

    public Optional<EpochEnd> epochEnd(long epoch) {
        return slots.epochEnd(epoch);
    }

    /** What a block that was executed here, or is before a snapshot's end, fixed to be the epoch of that number. */
    public Optional<FixedEpoch> fixedEpoch(long number) {
        return SlotStore.fixedEpoch(store, number).map(FixedEpoch.Kept::epoch);
    }

    /** Removes slots below {@code seqNum}, a thousand at most; their records, certificates and blocks stay. */
    public void pruneSlots(long seqNum) {
        slots.prune(Math.min(seqNum, appliedSeq()));
    }

    private boolean isKept(long number) {
        return isKnown(number) && number >= oldestState;
    }

    private boolean isKnown(long number) {
        return number >= 0 && number <= head().number();
    }

    private static void requireNext(ChainHead head, Block block) {
        require(block.number() == head.number() + 1
                && block.header().parentHash().equals(head.hash()),
                "block " + block.number() + " does not follow block " + head.number());
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
