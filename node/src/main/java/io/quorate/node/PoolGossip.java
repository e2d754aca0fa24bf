package io.quorate.node;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.dev.DevOrder;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.node.pool.PayloadCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other replicas of transactions that clients gave to this one, so that whoever leads can propose
 * them, and takes in what the others tell. What waits too long is offered again: a frame may be lost, and a
 * replica that was away knows nothing of what was said meanwhile, so it is told when it is back. What others tell and the leader leaves out is
 * sent to the leader once more, who may not have heard of it. All queues are bounded; what does not fit
 * is offered later.
 */
final class PoolGossip implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoolGossip.class);
    private static final int FRAME_BYTES_MAX = 256 << 10;
    private static final int FRAME_TRANSACTIONS_MAX = 2_000;
    private static final int OUTBOX_MAX = 16_384;
    private static final int INBOX_FRAMES_MAX = 64;
    private static final int OFFER_COUNT_MAX = 2_000;
    private static final long OFFER_PERIOD_MILLIS = 250;

    private final Intake intake;
    private final Consumer<Bytes> broadcast;
    private final Consumer<Bytes> toLeader;
    private final BiConsumer<Integer, Bytes> toPeer;
    private final Greetings greetings = new Greetings();
    private final SenderRecovery recovery;
    private final Consumer<Bytes> orders;
    private final BlockingQueue<RecoveredTransaction> outbox = new ArrayBlockingQueue<>(OUTBOX_MAX);
    private final Semaphore inboxPlaces = new Semaphore(INBOX_FRAMES_MAX);
    private final Thread sender;
    private volatile boolean isClosed;

    /**
     * Starts nothing before {@link #start}.
     *
     * @param orders takes commands of a development chain
     */
    PoolGossip(Intake intake, SenderRecovery recovery, Consumer<Bytes> broadcast,
            Consumer<Bytes> toLeader, BiConsumer<Integer, Bytes> toPeer, Consumer<Bytes> orders,
            String name) {
        this.orders = orders;
        this.intake = intake;
        this.recovery = recovery;
        this.broadcast = broadcast;
        this.toLeader = toLeader;
        this.toPeer = toPeer;
        this.sender = Thread.ofPlatform().name("gossip-" + name).daemon().unstarted(this::run);
    }

    void start() {
        sender.start();
    }

    /** To be sent soon; does not block. */
    void tell(RecoveredTransaction transaction) {
        outbox.offer(transaction); // a full outbox: it is offered again later
    }

    /**
     * A peer has just connected, and may lead: what clients gave to this replica and the peer may not have heard, at
     * most a frame of it. Does not block.
     */
    void greet(int peer) {
        recovery.execute(() -> {
            if (greetings.isDue(peer, System.nanoTime() / 1_000_000)) {
                List<RecoveredTransaction> waiting = intake.local(FRAME_TRANSACTIONS_MAX);
                firstFrame(waiting).ifPresent(frame -> toPeer.accept(peer, frame));
            }
        });
    }

    private static Optional<Bytes> firstFrame(List<RecoveredTransaction> transactions) {
        List<Bytes> frames = new ArrayList<>();
        sendInFrames(transactions, frames::add);
        return frames.stream().findFirst();
    }

    /** Bytes from a peer, which may be hostile. Does not block. */
    void onGossip(Bytes frame) {
        if (!inboxPlaces.tryAcquire()) return;
        recovery.execute(() -> {
            try {
                take(frame);
            } finally {
                inboxPlaces.release();
            }
        });
    }

    private void take(Bytes frame) {
        if (frame.size() > FRAME_BYTES_MAX) return;
        List<Bytes> unknown = new ArrayList<>();
        try {
            for (Bytes encoded : PayloadCodec.decode(frame, FRAME_TRANSACTIONS_MAX)) {
                if (DevOrder.isOrder(encoded)) {
                    orders.accept(encoded);
                } else if (!intake.isKnown(Keccak256.hash(encoded))) {
                    unknown.add(encoded);
                }
            }
        } catch (DecodeException e) {
            LOG.debug("gossip refused reason={}", e.getMessage());
            return;
        }
        recovery.recoverHere(unknown).stream().flatMap(Optional::stream)
                .forEach(intake::addFromPeer);
    }

    private void run() {
        List<RecoveredTransaction> batch = new ArrayList<>();
        long nextOfferNanos = System.nanoTime();
        while (!isClosed) {
            try {
                RecoveredTransaction first = outbox.poll(OFFER_PERIOD_MILLIS,
                        TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    outbox.drainTo(batch, FRAME_TRANSACTIONS_MAX - 1);
                }
                if (System.nanoTime() - nextOfferNanos >= 0) {
                    batch.addAll(intake.dueForOffering(true, OFFER_COUNT_MAX));
                    sendInFrames(intake.dueForOffering(false, OFFER_COUNT_MAX), toLeader);
                    nextOfferNanos = System.nanoTime() + OFFER_PERIOD_MILLIS * 1_000_000;
                }
                sendInFrames(batch, broadcast);
                batch.clear();
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private static void sendInFrames(List<RecoveredTransaction> transactions,
            Consumer<Bytes> way) {
        List<RecoveredTransaction> frame = new ArrayList<>();
        int bytes = 0;
        for (RecoveredTransaction transaction : transactions) {
            int size = transaction.encoded().size() + 4;
            if (!frame.isEmpty() && (bytes + size > FRAME_BYTES_MAX - 16
                    || frame.size() == FRAME_TRANSACTIONS_MAX)) {
                way.accept(PayloadCodec.encode(frame));
                frame.clear();
                bytes = 0;
            }
            frame.add(transaction);
            bytes += size;
        }
        if (!frame.isEmpty()) way.accept(PayloadCodec.encode(frame));
    }

    @Override
    public void close() {
        isClosed = true;
        sender.interrupt();
    }
}
