package io.quorate.node.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.tuweni.bytes.Bytes;

/**
 * Sustained ERC-20 transfers: every sender's are signed before the clock starts and sent in batches, each
 * sender to one replica. The clock stops when the last of them is in a block.
 */
final class TransferLoad {
    private static final Duration POLL = Duration.ofMillis(2);
    private static final Duration STALL_MAX = Duration.ofSeconds(60);
    private static final UInt256 FUNDS = UInt256.of(1_000_000);

    private final BenchOptions options;
    private final List<RpcClient> clients;
    private final Address token;
    private final long chainId;
    private final long seed;
    private List<List<String>> warmUpBatches = List.of();
    private List<List<String>> batches = List.of();

    TransferLoad(BenchOptions options, List<RpcClient> clients, Address token, long chainId,
            long seed) {
        this.options = options;
        this.clients = clients;
        this.token = token;
        this.chainId = chainId;
        this.seed = seed ^ System.nanoTime();
    }

    /** Gives every sender tokens and signs all transfers. */
    void prepare(Wallet owner) {
        RpcClient client = clients.getFirst();
        List<Wallet> senders = new ArrayList<>();
        List<String> funding = new ArrayList<>();
        for (int i = 0; i < options.senders(); i++) {
            Wallet sender = Wallet.numbered(seed, i, chainId);
            senders.add(sender);
            Bytes raw = owner.sign(Optional.of(token), Token.transfer(sender.address(), FUNDS),
                    Token.TRANSFER_GAS);
            funding.add(RpcClient.request(i, "eth_sendRawTransaction", raw.toHexString()));
        }
        for (int from = 0; from < funding.size(); from += options.batchLength()) {
            client.batch(funding.subList(from,
                    Math.min(funding.size(), from + options.batchLength())));
        }
        awaitNonce(client, owner.address(), owner.nonce());
        warmUpBatches = signAll(senders, options.warmUp());
        batches = signAll(senders, options.transfers());
    }

    private void awaitNonce(RpcClient client, Address address, long nonce) {
        long begin = System.nanoTime();
        while (Long.decode(client.call("eth_getTransactionCount", address.toString(), "latest")
                .asText()) < nonce) {
            if (System.nanoTime() - begin > STALL_MAX.toNanos()) {
                throw new BenchException("the senders could not be given their tokens");
            }
            Pause.of(POLL);
        }
    }

    private List<List<String>> signAll(List<Wallet> senders, int count) {
        List<List<String>> signed = new ArrayList<>();
        for (int i = 0; i < senders.size(); i++) {
            signed.add(new ArrayList<>());
        }
        for (int i = 0; i < count; i++) {
            Wallet sender = senders.get(i % senders.size());
            Address to = senders.get((i * 7 + 1) % senders.size()).address();
            Bytes raw = sender.sign(Optional.of(token), Token.transfer(to, UInt256.ONE),
                    Token.TRANSFER_GAS);
            signed.get(i % senders.size())
                    .add(RpcClient.request(i, "eth_sendRawTransaction", raw.toHexString()));
        }
        return signed;
    }

    /** {@code beforeMeasured} is called when the warm-up has ended. */
    BenchReport.Throughput run(Runnable beforeMeasured) {
        send(warmUpBatches);
        beforeMeasured.run();
        return send(batches);
    }

    /** One thread a replica; its senders' transfers go out in turn, so that every block has many senders. */
    private BenchReport.Throughput send(List<List<String>> bySender) {
        long expected = bySender.stream().mapToLong(List::size).sum();
        RpcClient observer = clients.getFirst();
        long firstBlock = blockNumber(observer);
        long begin = System.nanoTime();
        long refused = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(clients.size())) {
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < clients.size(); i++) {
                int replica = i;
                running.add(threads.submit(() -> sendFor(replica, bySender)));
            }
            for (Future<Long> one : running) {
                refused += one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } catch (ExecutionException e) {
            throw new BenchException("sending failed: " + e.getCause().getMessage(),
                    e.getCause());
        }
        long lastBlock = awaitIncluded(observer, firstBlock, expected - refused);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new BenchReport.Throughput(expected - refused, refused, seconds,
                lastBlock - firstBlock);
    }

    private long sendFor(int replica, List<List<String>> bySender) {
        List<String> mine = new ArrayList<>();
        int longest = bySender.stream().mapToInt(List::size).max().orElse(0);
        for (int nonce = 0; nonce < longest; nonce++) {
            for (int s = replica; s < bySender.size(); s += clients.size()) {
                if (nonce < bySender.get(s).size()) mine.add(bySender.get(s).get(nonce));
            }
        }
        long refused = 0;
        for (int from = 0; from < mine.size(); from += options.batchLength()) {
            List<String> batch = mine.subList(from,
                    Math.min(mine.size(), from + options.batchLength()));
            refused += sendWhole(replica, batch);
        }
        return refused;
    }

    /** Sends again what a full pool refused; counts what is refused for another reason. */
    private long sendWhole(int replica, List<String> batch) {
        long begin = System.nanoTime();
        long refused = 0;
        List<String> open = batch;
        while (!open.isEmpty()) {
            List<String> again = new ArrayList<>();
            int firstId = 0;
            for (JsonNode answer : clients.get(replica).batch(open)) {
                if (answer.has("error")) {
                    boolean full = answer.path("error").path("code").asInt() == -32_005;
                    if (full) again.add(find(open, answer.path("id").asInt()));
                    else refused++;
                }
                firstId++;
            }
            if (firstId != open.size()) throw new BenchException("a batch was not answered whole");
            if (!again.isEmpty()) Pause.of(Duration.ofMillis(20));
            if (System.nanoTime() - begin > STALL_MAX.toNanos()) {
                throw new BenchException("the pools stay full: no blocks are made");
            }
            open = again;
        }
        return refused;
    }

    private static String find(List<String> requests, int id) {
        String mark = "\"id\":" + id + ",";
        return requests.stream().filter(request -> request.contains(mark)).findFirst()
                .orElseThrow(() -> new BenchException("an answer to a question not asked: " + id));
    }

    /** Counts transactions in the blocks after {@code firstBlock} until there are enough. */
    private long awaitIncluded(RpcClient client, long firstBlock, long expected) {
        long counted = 0;
        long number = firstBlock;
        long lastProgress = System.nanoTime();
        while (counted < expected) {
            long latest = blockNumber(client);
            while (number < latest) {
                number++;
                counted += Long.decode(client.call("eth_getBlockTransactionCountByNumber",
                        "0x" + Long.toHexString(number)).asText());
                lastProgress = System.nanoTime();
            }
            if (System.nanoTime() - lastProgress > STALL_MAX.toNanos()) {
                throw new BenchException((expected - counted) + " transfers of " + expected
                        + " got into no block for " + STALL_MAX.toSeconds() + " s");
            }
            if (counted < expected) Pause.of(POLL);
        }
        return number;
    }

    private static long blockNumber(RpcClient client) {
        return Long.decode(client.call("eth_blockNumber").asText());
    }
}
