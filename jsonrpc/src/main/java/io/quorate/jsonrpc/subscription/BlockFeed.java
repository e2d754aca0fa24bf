package io.quorate.jsonrpc.subscription;

import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.CommittedBlock;
import io.quorate.jsonrpc.Registration;
import io.quorate.ledger.Block;
import io.quorate.ledger.Receipt;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Hands every new block to one consumer, in order, on a thread of its own, so that commit never waits for
 * subscribers. A commit only wakes it; the blocks are read behind a cursor, so that it has no queue.
 */
final class BlockFeed implements AutoCloseable {
    private final ChainQueries chain;
    private final Consumer<CommittedBlock> consumer;
    private final Semaphore wakeUps = new Semaphore(0);
    private Optional<Registration> registration = Optional.empty();
    private Optional<Thread> thread = Optional.empty();

    BlockFeed(ChainQueries chain, Consumer<CommittedBlock> consumer) {
        this.chain = chain;
        this.consumer = consumer;
    }

    /** Begins with the block after {@code lastNumber}. */
    void start(long lastNumber) {
        registration = Optional.of(chain.onBlock(committed -> wakeUps.release()));
        thread = Optional.of(Thread.ofVirtual().name("jsonrpc-block-feed")
                .start(() -> run(lastNumber + 1)));
        wakeUps.release(); // for blocks committed before the registration
    }

    private void run(long firstNumber) {
        long number = firstNumber;
        try {
            while (true) {
                wakeUps.acquire();
                wakeUps.drainPermits();
                for (; number <= chain.latestNumber(); number++) {
                    Optional<Block> block = chain.block(number);
                    Optional<List<Receipt>> receipts = chain.receipts(number);
                    if (block.isPresent() && receipts.isPresent()) {
                        consumer.accept(new CommittedBlock(block.get(), receipts.get()));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        registration.ifPresent(Registration::close);
        thread.ifPresent(Thread::interrupt);
    }
}
