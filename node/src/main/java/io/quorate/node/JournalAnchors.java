package io.quorate.node;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.keys.NodeKey;
import io.quorate.jsonrpc.TransactionSubmitter.Submission;
import io.quorate.ledger.Ledger;
import io.quorate.node.access.AccessJournal;
import io.quorate.node.access.AccessLogs;
import io.quorate.node.access.JournalReader;
import io.quorate.node.access.ReadAnchor;
import io.quorate.state.StateView;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Tells the chain from time to time how far the journal of reads has come, so that nobody, this node's operator included,
 * can cut off or write anew what was anchored. On a thread of its own, since it may read the journal.
 */
final class JournalAnchors implements AutoCloseable {
    private static final Bytes ANCHOR = Keccak256
            .hash("anchor(uint64,bytes32,bool)".getBytes(StandardCharsets.US_ASCII)).bytes()
            .slice(0, 4);
    /** Of a first entry, with room: some 120,000 are used. */
    private static final long GAS = 300_000;
    private static final long PAUSE_MILLIS = 1_000;
    /** A transaction that was lost is sent again. */
    private static final long REPEAT_NANOS = 5_000_000_000L;
    private static final long NANOS = 1_000_000_000L;

    private final Ledger ledger;
    private final int node;
    private final AccessLogs.Journal settings;
    private final AccessJournal journal;
    private final Outlets outlets;
    private final OwnTransactions transactions;
    private final OperatorLog log;
    private final Thread thread;
    private volatile boolean closed;
    // The rest belongs to the thread.
    private long anchoredNanos = System.nanoTime();
    private long sentNanos = anchoredNanos - REPEAT_NANOS;
    private Optional<ReadAnchor> seen = Optional.empty();
    private boolean continues = true;
    private String lastObjection = "";

    /** What this needs of the rest of the replica. */
    record Outlets(OwnTransactions.Outlets transactions, Supplier<Optional<NodeKey>> account,
            BooleanSupplier follows) {}

    JournalAnchors(Ledger ledger, int node, AccessLogs.Journal settings, AccessJournal journal,
            Outlets outlets, OperatorLog log) {
        this.ledger = ledger;
        this.node = node;
        this.settings = settings;
        this.journal = journal;
        this.outlets = outlets;
        this.transactions = new OwnTransactions(outlets.transactions);
        this.log = log;
        this.thread = Thread.ofVirtual().name("journal-anchors").unstarted(this::run);
    }

    JournalAnchors start() {
        thread.start();
        return this;
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(PAUSE_MILLIS * 1_000_000);
            if (!closed && outlets.follows.getAsBoolean()) {
                try {
                    look();
                } catch (OperatorException e) { // the journal's folder is not what it was
                    object(e.getMessage());
                } catch (RuntimeException e) { // a state that was pruned meanwhile, a disk that cannot be read
                    object(e.toString());
                }
            }
        }
    }

    private void look() {
        AccessJournal.Head head = journal.head();
        Optional<StateView> state = ledger.stateAt(ledger.head().number());
        if (head.count() == 0 || state.isEmpty()) {
            return;
        }
        if (!ReadAnchor.isKept(state.get())) {
            object("this chain has no contract at " + ReadAnchor.CONTRACT);
            return;
        }
        Optional<ReadAnchor> last = ReadAnchor.last(state.get(), node);
        if (!last.equals(seen)) takeUp(last);
        if (isDue(last, head)) post(head, last.isPresent() && !continues);
    }

    /** What is anchored should be in the journal that is here. */
    private void takeUp(Optional<ReadAnchor> last) {
        anchoredNanos = System.nanoTime();
        continues = last.isEmpty() || JournalReader.hashOf(settings.folder(), last.get().count())
                .map(Bytes32::wrap).filter(last.get().head()::equals).isPresent();
        if (!continues) {
            log.journalIsAnother(settings.folder(), last.get().count(), last.get().block());
        }
        seen = last;
    }

    private boolean isDue(Optional<ReadAnchor> last, AccessJournal.Head head) {
        if (last.isEmpty() || !continues) {
            return true;
        }
        long now = System.nanoTime();
        return head.count() > last.get().count()
                && (ledger.head().number() - last.get().block() >= settings.anchorBlocks()
                        || (now - anchoredNanos) / NANOS >= settings.anchorSeconds());
    }

    private void post(AccessJournal.Head head, boolean begins) {
        Optional<NodeKey> key = outlets.account.get();
        if (key.isEmpty()) {
            object("the registry names no key of this node as the account of node " + node);
            return;
        }
        long now = System.nanoTime();
        if (now - sentNanos < REPEAT_NANOS
                || outlets.transactions.isWaiting(key.get().address())) {
            return;
        }
        sentNanos = now;
        Bytes call = Bytes.concatenate(ANCHOR, UInt256.of(head.count()).toBytes(),
                Bytes.wrap(head.hash()), UInt256.of(begins ? 1 : 0).toBytes());
        switch (transactions.submit(key.get(), ReadAnchor.CONTRACT, call, GAS)) {
            case Submission.Accepted(var hash) -> log.journalAnchored(head.count(), hash);
            case Submission.Refused(var _, String message) ->
                    object("the transaction is refused: " + message);
        }
    }

    private void object(String reason) {
        if (!reason.equals(lastObjection)) log.cannotAnchor(reason);
        lastObjection = reason;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
