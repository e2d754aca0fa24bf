package io.quorate.node.bench.ordering;

import io.quorate.bft.net.InMemoryNetwork;
import io.quorate.genesis.NetworkLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** All replicas in this process, joined in memory as {@code dev} joins them: what is left without TLS. */
final class OneProcess implements Committee {
    private final List<BenchReplica> replicas = new ArrayList<>();

    static OneProcess start(NetworkLayout layout) {
        OneProcess committee = new OneProcess();
        InMemoryNetwork network = new InMemoryNetwork(layout.replicas().size());
        for (NetworkLayout.Replica replica : layout.replicas()) {
            committee.replicas.add(BenchReplica.over(replica.configFile(), replica.index(),
                    network.transport(replica.index())));
        }
        committee.replicas.forEach(BenchReplica::awaitConnected);
        return committee;
    }

    @Override
    public Measured run(Phase phase) {
        CpuProfile profile = CpuProfile.begin();
        List<CompletableFuture<PhaseResult>> runs = replicas.stream()
                .map(replica -> CompletableFuture.supplyAsync(() -> replica.run(phase),
                        task -> Thread.ofPlatform().daemon().start(task)))
                .toList();
        List<PhaseResult> results = runs.stream().map(CompletableFuture::join).toList();
        Map<Stage, Long> cpu = profile.end();
        return new Measured(phase, results, cpu);
    }

    @Override
    public List<Long> pids() {
        return List.of(ProcessHandle.current().pid());
    }

    @Override
    public void close() {
        replicas.forEach(BenchReplica::close);
    }
}
