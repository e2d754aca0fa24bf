package io.quorate.node.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.contracts.Contracts;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.DevAccounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.apache.tuweni.bytes.Bytes;

/** Measures a network: how soon it is ready, how fast it answers, how much it carries, what that costs. */
public final class Bench {
    private static final long SEED = 0x51756f72617465L;
    private static final UInt256 SUPPLY = UInt256.ONE.times(UInt256.fromHex("0xffffffffffffffff"));

    private final BenchOptions options;

    public Bench(BenchOptions options) {
        this.options = options;
    }

    /** A run's figures, and what {@code --report} draws of it. */
    public record Recorded(BenchReport report, BenchRecord record) {}

    /** Takes some tens of seconds; fails with {@link BenchException}. */
    public BenchReport run() {
        try (BenchNetwork network = network()) {
            return measure(network, Optional.empty());
        }
    }

    /** As {@link #run}, while two threads watch blocks and processes, which costs a little of what is measured. */
    public Recorded runRecorded() {
        try (BenchNetwork network = network()) {
            try (Usage usage = Usage.watch(network.pids())) {
                Recording recording = new Recording(usage);
                BenchReport report = measure(network, Optional.of(recording));
                return new Recorded(report, recording.record());
            }
        }
    }

    private BenchNetwork network() {
        return options.urls().isEmpty() ? ChildNetwork.start(options)
                : new BenchNetwork.Existing(options.urls(), options.pids());
    }

    private BenchReport measure(BenchNetwork network, Optional<Recording> recording) {
        ProcessMeter meter = new ProcessMeter(network.pids());
        boolean metered = !network.pids().isEmpty();
        Optional<Long> memoryIdle = metered ? meter.memoryBytes() : Optional.empty();
        List<RpcClient> clients = network.urls().stream().map(RpcClient::new).toList();
        try {
            RpcClient first = clients.getFirst();
            long chainId = Long.decode(first.call("eth_chainId").asText());
            Wallet deployer = new Wallet(DevAccounts.all().getFirst().privateKey(), chainId,
                    nonceOf(first, DevAccounts.all().getFirst().address()));
            Address token = deploy(first, deployer);
            Histogram micros = lightLoad(clients, deployer, token);
            Optional<Long> memoryLight = metered ? meter.memoryBytes() : Optional.empty();

            TransferLoad load = new TransferLoad(options, clients, token, chainId, SEED);
            load.prepare(deployer);
            Optional<Duration> cpuBefore = metered ? meter.cpu() : Optional.empty();
            BenchReport.Throughput throughput = load
                    .run(() -> recording.ifPresent(each -> each.begin(network.urls(), first)));
            recording.ifPresent(each -> each.end(micros));
            Optional<Double> cpuEach = cpuBefore.flatMap(before -> meter.cpu()
                    .map(after -> after.minus(before).toNanos() / 1e3 / throughput.transfers()));
            return new BenchReport(layoutName(), network.urls().size(), network.startMillis(),
                    BenchReport.Latency.of(micros), throughput, memoryIdle, memoryLight,
                    metered ? meter.memoryBytes() : Optional.empty(), cpuEach);
        } finally {
            clients.forEach(RpcClient::close);
        }
    }

    private String layoutName() {
        if (!options.urls().isEmpty()) return "existing network";
        return switch (options.layout()) {
            case ONE_PROCESS -> "one process";
            case PROCESS_PER_REPLICA -> "a process per replica";
        };
    }

    private static Address deploy(RpcClient client, Wallet deployer) {
        Bytes code = Bytes.fromHexString(Contracts.exampleToken().bytecode().orElseThrow());
        Bytes raw = deployer.sign(Optional.empty(), Token.deployment(code, SUPPLY),
                Token.DEPLOY_GAS);
        JsonNode receipt = client.call("eth_sendRawTransactionSync", raw.toHexString());
        if (!receipt.path("status").asText().equals("0x1")) {
            throw new BenchException("the token could not be deployed: " + receipt);
        }
        return Address.fromHex(receipt.path("contractAddress").asText());
    }

    /** One transfer at a time, each to another replica, with a pause in between. */
    private Histogram lightLoad(List<RpcClient> clients, Wallet sender, Address token) {
        Histogram micros = new Histogram(60_000_000L, 3);
        List<Bytes> signed = new ArrayList<>();
        int warmUp = Math.max(50, options.latencyCount() / 4);
        for (int i = 0; i < warmUp + options.latencyCount(); i++) {
            signed.add(sender.sign(Optional.of(token), Token.transfer(
                    Address.ofLow(0x1000 + i % 64), UInt256.ONE), Token.TRANSFER_GAS));
        }
        for (int i = 0; i < signed.size(); i++) {
            RpcClient client = clients.get(i % clients.size());
            long begin = System.nanoTime();
            JsonNode receipt = client.call("eth_sendRawTransactionSync",
                    signed.get(i).toHexString());
            long took = (System.nanoTime() - begin) / 1_000;
            if (!receipt.path("status").asText().equals("0x1")) {
                throw new BenchException("a transfer failed: " + receipt);
            }
            if (i >= warmUp) micros.recordValue(Math.min(took, 60_000_000L));
            Pause.of(options.lightLoadPause());
        }
        return micros;
    }

    static long nonceOf(RpcClient client, Address address) {
        return Long.decode(client
                .call("eth_getTransactionCount", address.toString(), "pending").asText());
    }

    /** What is under way of a {@link BenchRecord}. */
    private static final class Recording {
        private final Usage usage;
        private BlockWatch blocks;
        private ReplicaCounters counters;
        private BenchRecord record;

        Recording(Usage usage) {
            this.usage = usage;
        }

        /** The measured load begins. */
        void begin(List<String> urls, RpcClient client) {
            counters = ReplicaCounters.begin(urls);
            blocks = BlockWatch.begin(client);
        }

        void end(Histogram latencyMicros) {
            blocks.close();
            usage.close();
            record = BenchRecord.of(blocks, latencyMicros, usage, counters.sinceBegin());
        }

        BenchRecord record() {
            return record;
        }
    }
}
