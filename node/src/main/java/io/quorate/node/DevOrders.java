package io.quorate.node;

import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.dev.DevCommand;
import io.quorate.execution.dev.DevExecuted.CarriedOut;
import io.quorate.execution.dev.DevExecuted.Outcome;
import io.quorate.execution.dev.DevOrder;
import io.quorate.execution.dev.DevState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands that wait to be ordered, of this replica's clients and of the others': each replica knows them all, so that
 * whoever leads can propose them. Those of one replica are proposed in the order of their numbers. Safe for any thread.
 */
final class DevOrders {
    private static final Logger LOG = LoggerFactory.getLogger(DevOrders.class);
    /** Of one replica; a request asks for 10,000 at most. */
    private static final int WAITING_MAX = 20_000;
    private static final int OFFERED_MAX = 500;
    /** Of commands of 98,304 bytes at most; with headers it is less than gossip takes. */
    private static final int FRAME_BYTES_MAX = 200 << 10;
    private static final long NOT_PROPOSED = Long.MAX_VALUE;

    /** Takes what the other replicas should know. */
    @FunctionalInterface
    interface Peers {
        void tell(List<Bytes> encoded);
    }

    private static final class Waiting {
        private final DevOrder order;
        private final Optional<CompletableFuture<Optional<Outcome>>> answer;
        private long proposedSeq = NOT_PROPOSED;

        Waiting(DevOrder order, Optional<CompletableFuture<Optional<Outcome>>> answer) {
            this.order = order;
            this.answer = answer;
        }
    }

    private final int origin;
    private final Supplier<DevState> state;
    private final Peers peers;
    private final Runnable available;
    // Guarded by this, as is all that changes.
    private final TreeMap<Integer, TreeMap<Long, Waiting>> waiting = new TreeMap<>();
    private long nextNumber;

    /**
     * @param origin this replica's index
     * @param available is called when there is something new to propose
     */
    DevOrders(int origin, Supplier<DevState> state, Peers peers, Runnable available) {
        this.origin = origin;
        this.state = state;
        this.peers = peers;
        this.available = available;
    }

    /** As {@link io.quorate.jsonrpc.DevChain#tell}, waiting at most so long for all of them. */
    Optional<Outcome> tell(List<DevCommand> commands, long timeoutMillis) {
        List<CompletableFuture<Optional<Outcome>>> answers = new ArrayList<>();
        List<Bytes> encoded = new ArrayList<>();
        synchronized (this) {
            TreeMap<Long, Waiting> own = waiting.computeIfAbsent(origin, _ -> new TreeMap<>());
            if (own.size() + commands.size() > WAITING_MAX) {
                return Optional.of(new Outcome.Refused(own.size() + " commands wait already"));
            }
            nextNumber = Math.max(nextNumber, state.get().ordersOf(origin));
            for (DevCommand command : commands) {
                var answer = new CompletableFuture<Optional<Outcome>>();
                DevOrder order = new DevOrder(origin, nextNumber, command);
                own.put(nextNumber, new Waiting(order, Optional.of(answer)));
                nextNumber++;
                answers.add(answer);
                encoded.add(order.encode());
            }
        }
        offer(encoded);
        available.run();
        return await(answers, timeoutMillis);
    }

    private static Optional<Outcome> await(List<CompletableFuture<Optional<Outcome>>> answers,
            long timeoutMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        Optional<Outcome> last = Optional.empty();
        for (CompletableFuture<Optional<Outcome>> answer : answers) {
            try {
                Optional<Outcome> outcome = answer.get(Math.max(0, deadline - System.nanoTime()),
                        TimeUnit.NANOSECONDS);
                boolean isRefused = last.filter(Outcome.Refused.class::isInstance).isPresent();
                last = isRefused ? last : outcome;
            } catch (TimeoutException _) {
                return Optional.empty();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException("nothing fails this future", e);
            }
        }
        return last;
    }

    /** In frames that peers take. */
    private void offer(List<Bytes> encoded) {
        List<Bytes> frame = new ArrayList<>();
        int bytes = 0;
        for (Bytes order : encoded) {
            if (frame.size() == OFFERED_MAX || bytes + order.size() > FRAME_BYTES_MAX) {
                peers.tell(List.copyOf(frame));
                frame.clear();
                bytes = 0;
            }
            frame.add(order);
            bytes += order.size();
        }
        if (!frame.isEmpty()) peers.tell(frame);
    }

    /** Tells the others once more of the first ones: a frame may be lost. */
    void offerAgain() {
        List<Bytes> encoded;
        synchronized (this) {
            encoded = waiting.getOrDefault(origin, new TreeMap<>()).values().stream()
                    .limit(OFFERED_MAX).map(entry -> entry.order.encode()).toList();
        }
        offer(encoded);
    }

    /** One from a peer, which may be hostile. */
    void take(Bytes encoded) {
        DevOrder order;
        try {
            order = DevOrder.decode(encoded);
        } catch (DecodeException e) {
            LOG.debug("command refused reason={}", e.getMessage());
            return;
        }
        if (order.origin() == origin || order.command() instanceof DevCommand.Tick) return;
        synchronized (this) {
            TreeMap<Long, Waiting> theirs = waiting.computeIfAbsent(order.origin(),
                    _ -> new TreeMap<>());
            long done = state.get().ordersOf(order.origin());
            if (order.number() < done || order.number() >= done + WAITING_MAX
                    || theirs.containsKey(order.number())) {
                return;
            }
            theirs.put(order.number(), new Waiting(order, Optional.empty()));
        }
        available.run();
    }

    /** The next one to propose, for slot {@code seq}. What was proposed for this slot or a later one is free again. */
    synchronized Optional<DevOrder> next(long seq) {
        waiting.values().forEach(orders -> release(orders, seq, NOT_PROPOSED));
        for (var entry : waiting.entrySet()) {
            Optional<Waiting> found = firstFree(entry.getKey(), entry.getValue());
            if (found.isPresent()) {
                found.get().proposedSeq = seq;
                return Optional.of(found.get().order);
            }
        }
        return Optional.empty();
    }

    private Optional<Waiting> firstFree(int from, TreeMap<Long, Waiting> orders) {
        long expected = state.get().ordersOf(from);
        orders.headMap(expected, false).values().removeIf(entry -> entry.answer.isEmpty());
        for (Waiting entry : orders.tailMap(expected, true).values()) {
            if (entry.order.number() != expected) return Optional.empty(); // an earlier one is still on its way
            if (entry.proposedSeq == NOT_PROPOSED) return Optional.of(entry);
            expected++;
        }
        return Optional.empty();
    }

    private static void release(TreeMap<Long, Waiting> orders, long fromSeq, long belowSeq) {
        orders.values().stream()
                .filter(entry -> entry.proposedSeq >= fromSeq && entry.proposedSeq < belowSeq)
                .forEach(entry -> entry.proposedSeq = NOT_PROPOSED);
    }

    /** What was chosen for slot {@code seq} will not be decided there. */
    synchronized void abandon(long seq) {
        waiting.values().forEach(orders -> release(orders, seq, seq + 1));
    }

    /** Slot {@code seq} is executed and durable; whoever waits for what it carried out is answered. */
    void executed(long seq, Optional<CarriedOut> carriedOut) {
        Optional<Waiting> done;
        synchronized (this) {
            done = carriedOut.map(CarriedOut::order)
                    .flatMap(order -> Optional.ofNullable(waiting.get(order.origin()))
                            .map(orders -> orders.remove(order.number())));
            waiting.values().forEach(orders -> release(orders, 0, seq + 1));
        }
        done.flatMap(entry -> entry.answer).ifPresent(answer -> answer.complete(
                carriedOut.filter(one -> one.order().equals(done.get().order))
                        .map(CarriedOut::outcome)));
    }

    /** Blocks were passed over: what they did with commands nobody knows. */
    void restored() {
        List<Waiting> passed = new ArrayList<>();
        synchronized (this) {
            DevState now = state.get();
            waiting.forEach((from, orders) -> {
                var old = orders.headMap(now.ordersOf(from), false);
                passed.addAll(old.values());
                old.clear();
            });
        }
        passed.forEach(entry -> entry.answer.ifPresent(a -> a.complete(Optional.empty())));
    }

    synchronized boolean isEmpty() {
        return waiting.values().stream().allMatch(TreeMap::isEmpty);
    }

    /** Whether {@link #next} would have one. */
    synchronized boolean hasProposable() {
        return waiting.entrySet().stream()
                .anyMatch(entry -> firstFree(entry.getKey(), entry.getValue()).isPresent());
    }

    synchronized int size() {
        return waiting.values().stream().mapToInt(TreeMap::size).sum();
    }
}
