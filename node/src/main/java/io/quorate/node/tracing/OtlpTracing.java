package io.quorate.node.tracing;

import io.quorate.bft.runtime.SlotStage;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.TraceParent;
import io.quorate.ledger.Block;
import io.quorate.ledger.RecoveredTransaction;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gathers moments and, some time after a block, makes spans of them on a thread of its own. What a collector that is slow or away
 * does not take is thrown away.
 */
final class OtlpTracing implements Tracing {
    /** By then a quorum has usually signed the result. */
    private static final long DELAY_MILLIS = 250;
    /** Of blocks that are kept until then, some 200 bytes each and more; what comes beyond is not told of. */
    private static final int TRANSACTIONS_WAITING_MAX = 20_000;

    private final double ratio;
    private final SpanWriter writer;
    private final Arrivals arrivals = new Arrivals();
    private final SlotMoments slots = new SlotMoments();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledThreadPoolExecutor executor;

    private OtlpTracing(double ratio, SpanWriter writer, int replica) {
        this.ratio = ratio;
        this.writer = writer;
        this.executor = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("tracing-" + replica).factory());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    static OtlpTracing start(URI endpoint, double ratio, Replica replica) {
        return new OtlpTracing(ratio, new SpanWriter(endpoint, replica), replica.number());
    }

    @Override
    public void submitted(Hash transaction, long startNanos) {
        arrived(transaction, true, startNanos, TraceParent.current());
    }

    @Override
    public void gossiped(Hash transaction, long startNanos) {
        arrived(transaction, false, startNanos, Optional.empty());
    }

    private void arrived(Hash transaction, boolean byClient, long startNanos,
            Optional<String> traceParent) {
        if (TraceIds.isSampled(transaction, ratio)) {
            arrivals.add(transaction, new Arrivals.Arrival(byClient, startNanos,
                    System.nanoTime(), traceParent));
        }
    }

    @Override
    public void reached(SlotStage stage, long seqNum, long nowNanos) {
        slots.reached(stage, seqNum, nowNanos);
    }

    @Override
    public void committed(long seqNum, Block block, Moments moments) {
        boolean any = block.transactions().stream()
                .anyMatch(transaction -> TraceIds.isSampled(transaction.hash(), ratio));
        int count = block.transactions().size();
        if (!any || waiting.get() + count > TRANSACTIONS_WAITING_MAX) return;
        waiting.addAndGet(count);
        try {
            executor.schedule(() -> write(seqNum, block, moments), DELAY_MILLIS,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) { // the node closes down
            waiting.addAndGet(-count);
        }
    }

    private void write(long seqNum, Block block, Moments moments) {
        waiting.addAndGet(-block.transactions().size());
        int index = 0;
        for (RecoveredTransaction transaction : block.transactions()) {
            Hash hash = transaction.hash();
            if (TraceIds.isSampled(hash, ratio)) {
                writer.write(hash,
                        new Spans.Place(seqNum, block.number(), block.hash(), index),
                        Spans.of(arrivals.take(hash), slots, seqNum, moments));
            }
            index++;
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        writer.close();
    }
}
