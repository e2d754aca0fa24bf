package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.bft.core.Quorums;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.node.bench.Wallet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;

/**
 * One run: a network of processes, clients that write and read, one fault after another; at the end the clients'
 * history and all chains are checked.
 */
public final class ChaosCampaign {
    private static final long SEED_STEP = 0x9e3779b97f4a7c15L;
    private static final long DEPLOY_GAS = 200_000;
    private static final int DEPLOY_MILLIS = 2_000;

    private final ChaosOptions options;
    private final PrintWriter out;
    private final Results results;
    private final History history = new History();
    private final List<SwapClient> clients = new ArrayList<>();
    /** Of a run by rounds: they count once all of it has been checked. */
    private final List<Results.Round> unchecked = new ArrayList<>();
    private Optional<RoundCheck> check = Optional.empty();

    public ChaosCampaign(ChaosOptions options, PrintWriter out) {
        this.options = options;
        this.out = out;
        this.results = Results.open(options.results(), options.replicas());
    }

    /** How many rounds of runs that passed the file holds. */
    public static long roundsDone(ChaosOptions options) {
        return Results.roundsDone(options.results(), options.replicas());
    }

    /** Whether nothing was found wrong; everything that was is printed. */
    public boolean run() throws InterruptedException {
        Path folder = folder();
        List<String> faults = new ArrayList<>();
        long blocks = 0;
        long begin = System.nanoTime();
        ChaosNetwork network = ChaosNetwork.layOut(options.launcher(), folder, options.replicas(),
                options.memory().environment(options.isSoak()));
        Thread hook = new Thread(network::close, "chaos-stop"); // or its children would go on
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            network.start();
            blocks = torment(network, faults);
        } catch (ChaosException e) {
            faults.add(e.getMessage());
        } catch (IOException e) {
            faults.add(String.valueOf(e));
        } finally {
            clients.forEach(SwapClient::stop);
            network.close();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        check.ifPresent(afterRounds -> faults.addAll(afterRounds.faults()));
        if (faults.isEmpty()) unchecked.forEach(results::add);
        results.addRun((System.nanoTime() - begin) / 1_000_000_000, history.swapCount(),
                history.readCount(), blocks, check.map(RoundCheck::answers).orElse(0L),
                faults.isEmpty());
        faults.forEach(fault -> out.println("FAILED: " + fault));
        if (faults.isEmpty()) delete(folder);
        else out.println("The replicas' folders and logs are kept in " + folder + ".");
        results.print(out);
        return faults.isEmpty();
    }

    private long torment(ChaosNetwork network, List<String> faults)
            throws IOException, InterruptedException {
        requireWhole(network);
        RoundCheck afterRounds = new RoundCheck(
                network.rpcs().stream().map(Rpc::patient).toList(), startClients(network));
        check = Optional.of(afterRounds);
        long end = System.nanoTime() + options.time().toNanos();
        if (options.isSoak()) {
            Soak.Outcome soak = new Soak(network, history, options.memory(), out).run(end);
            results.add(soak, history.swapCount());
            faults.addAll(soak.faults());
        }
        for (int done = 0; !options.isSoak() && isGoingOn(done, end); done++) {
            round(network, results.nextRound() + unchecked.size(), afterRounds);
        }
        clients.forEach(SwapClient::stop);
        for (SwapClient client : clients) {
            if (!client.awaitEnd(options.limit())) {
                faults.add("no answer in time: " + client.describe());
            }
            client.failure().ifPresent(faults::add);
        }
        requireWhole(network);
        faults.addAll(history.faults());
        checkMemory(network, faults);
        ChainComparison.Outcome outcome = new ChainComparison(
                network.rpcs().stream().map(Rpc::patient).map(RpcChain::new).toList(),
                history.writes()).compare();
        faults.addAll(outcome.faults());
        out.printf(Locale.ROOT, "%d acknowledged writes, %d reads, %d blocks on each of %d"
                + " replicas: %d faults found; a write took p50 %d ms, p99 %d ms%n",
                history.swapCount(), history.readCount(), outcome.blocks(), options.replicas(),
                faults.size(), history.writeMillis(0.5), history.writeMillis(0.99));
        return outcome.blocks();
    }

    private boolean isGoingOn(int done, long end) {
        return options.rounds().isPresent() ? done < options.rounds().getAsInt()
                : System.nanoTime() < end;
    }

    /** The register that they write to. */
    private Address startClients(ChaosNetwork network)
            throws IOException, InterruptedException {
        Random keys = new Random();
        long run = keys.nextLong();
        Wallet deployer = Wallet.numbered(run, options.clients(),
                ChaosNetwork.CHAIN_ID);
        Address register = deploy(network.rpcs().getFirst(),
                deployer.sign(Optional.empty(), Swap.CREATION, DEPLOY_GAS));
        for (int i = 0; i < options.clients(); i++) {
            SwapClient client = new SwapClient(i, Wallet.numbered(run, i, ChaosNetwork.CHAIN_ID),
                    register, network.rpcs(), history, options.pause());
            clients.add(client);
            client.start();
        }
        if (history.awaitSwapAfter(Long.MIN_VALUE, deadline()).isEmpty()) {
            throw new ChaosException("no write is acknowledged by a network without faults");
        }
        return register;
    }

    /** Seven processes that have just started on two cores may take longer to answer than a client waits. */
    private Address deploy(Rpc rpc, Bytes raw) throws IOException {
        String hash = Keccak256.hash(raw).toString();
        String last = "";
        for (long deadline = deadline(); System.nanoTime() < deadline;) {
            try {
                last = rpc.answer("eth_sendRawTransactionSync", raw.toHexString(), DEPLOY_MILLIS)
                        .toString();
                JsonNode receipt = rpc.call("eth_getTransactionReceipt", hash);
                if (receipt.hasNonNull("contractAddress")) {
                    return Address.fromHex(receipt.get("contractAddress").asText());
                }
            } catch (HttpTimeoutException e) {
                last = String.valueOf(e);
            }
        }
        throw new ChaosException("the register is not deployed in time: " + last);
    }

    private void round(ChaosNetwork network, long number, RoundCheck check)
            throws IOException, InterruptedException {
        // Seeds that follow one another would begin alike without the mixing.
        Random random = new Random(
                new SplittableRandom(options.seed() * SEED_STEP + number).nextLong());
        List<Fault> kinds = options.faults().stream().sorted().toList();
        Fault fault = kinds.get(random.nextInt(kinds.size()));
        long holdMillis = 1_500 + random.nextInt(4_000);
        Quorums quorums = Quorums.ofSize(options.replicas());
        Injector injector = new Injector(network, quorums.f(), random);
        history.forgetTimes();
        long before = history.swapCount();

        Injector.Injected injected = injector.inject(fault);
        long injectedAt = System.nanoTime();
        Thread.sleep(holdMillis);
        injected.heal().run();
        long healedAt = System.nanoTime();
        long from = fault.losesQuorum() ? healedAt : injectedAt;
        long quorumAt = fault.losesQuorum()
                ? network.awaitUp(quorums.quorum(), options.limit())
                : from;
        long resumedAt = (fault.losesQuorum() ? history.awaitAnySwapAfter(from, deadline())
                : history.awaitSwapAfter(from, deadline())).orElseThrow(
                        () -> new ChaosException("round " + number + ", " + fault.label()
                                + ": no write is acknowledged for "
                                + options.limit().toSeconds() + " s"));
        requireWhole(network);
        // Restarts in turn are many small faults: what counts is the longest pause among them.
        long outage = fault == Fault.ROLLING ? history.longestPauseNanos(from, healedAt)
                : resumedAt - from;
        Results.Round round = new Results.Round(fault, injected.victims().size(),
                millis(outage),
                Math.max(0, fault == Fault.ROLLING ? millis(outage) : millis(resumedAt - quorumAt)),
                millis(System.nanoTime() - healedAt));
        if (options.rounds().isPresent()) unchecked.add(round);
        else results.add(round);
        check.check(random);
        out.printf(Locale.ROOT, "round %d %s on %s for %d ms: outage %d ms, with a quorum up %d ms,"
                + " whole again after %d ms, %d writes%n", number, fault.label(),
                injected.victims(), holdMillis, round.outageMillis(), round.quorumMillis(),
                round.wholeMillis(), history.swapCount() - before);
        out.flush();
    }

    private void checkMemory(ChaosNetwork network, List<String> faults) {
        List<Long> peaks = network.replicas().stream().map(ReplicaChild::peakKibibytes).toList();
        out.println("most resident memory of a process, KiB: " + peaks);
        results.notePeak(Collections.max(peaks));
        if (options.memory().limitMebibytes().isEmpty()) return;
        long limit = options.memory().limitMebibytes().get() * 1_024L;
        for (int replica = 0; replica < peaks.size(); replica++) {
            if (peaks.get(replica) > limit) {
                faults.add("replica " + replica + " had " + peaks.get(replica)
                        + " KiB resident, more than " + limit);
            }
        }
    }

    private void requireWhole(ChaosNetwork network) {
        network.awaitWhole(options.limit()).ifPresent(trouble -> {
            throw new ChaosException(trouble);
        });
    }

    private long deadline() {
        return System.nanoTime() + options.limit().toNanos();
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    private Path folder() {
        try {
            if (options.workFolder().isEmpty()) {
                return Files.createTempDirectory("quorate-chaos-");
            }
            return Files.createTempDirectory(
                    Files.createDirectories(options.workFolder().get()), "chaos-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new ChaosException("no folder for the network: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
