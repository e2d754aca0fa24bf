package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.Registration;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcError;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.Quantity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets requests wait for a block that they must not be answered without. Safe for any thread. */
final class HeadWait implements AutoCloseable {
    /** What a replica that follows is behind is milliseconds. */
    static final Duration DEFAULT_MAX = Duration.ofSeconds(5);

    private final ChainQueries chain;
    private final Duration max;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition higher = lock.newCondition();
    private final Registration registration;

    HeadWait(ChainQueries chain, Duration max) {
        this.chain = chain;
        this.max = max;
        this.registration = chain.onBlock(committed -> signal());
    }

    private void signal() {
        lock.lock();
        try {
            higher.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long head() {
        return chain.latestNumber();
    }

    /**
     * Returns once block {@code number} is here. Ends with -32002, whose data is the latest block's number, where it is
     * not in time; {@code sinceNanos} is when the waiting began, also for what came in the same body.
     */
    void await(long number, long sinceNanos) {
        if (chain.latestNumber() >= number) {
            return;
        }
        lock.lock();
        try {
            long left = sinceNanos + max.toNanos() - System.nanoTime();
            while (chain.latestNumber() < number && left > 0) {
                left = higher.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JsonRpcException(ErrorCode.RESOURCE_UNAVAILABLE, "the node is stopping");
        } finally {
            lock.unlock();
        }
        long head = chain.latestNumber();
        if (head < number) {
            throw new JsonRpcException(new JsonRpcError(ErrorCode.RESOURCE_UNAVAILABLE,
                    "block " + Quantity.of(number) + " is not here after "
                            + TimeUnit.NANOSECONDS.toMillis(max.toNanos())
                            + " ms, the latest is " + Quantity.of(head)
                            + "; ask again, or another replica",
                    Optional.of(Quantity.of(head))));
        }
    }

    @Override
    public void close() {
        registration.close();
    }
}
