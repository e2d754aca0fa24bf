package io.quorate.node.bench.ordering;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** What {@link ProcessEach} starts: a line {@code ready}, then one line of results for each phase on standard input. */
public final class ReplicaChild {
    private ReplicaChild() {}

    /** Returns at the end of {@code orders}. */
    public static void run(Path configFile, int self, BufferedReader orders, PrintWriter out)
            throws IOException {
        try (BenchReplica replica = BenchReplica.overTls(configFile, self)) {
            replica.awaitConnected();
            out.println("ready");
            out.flush();
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                Phase phase = Phase.of(new ObjectMapper().readTree(line));
                CpuProfile profile = CpuProfile.begin();
                PhaseResult result = replica.run(phase);
                out.println(result.toJson(profile.end()));
                out.flush();
            }
        }
    }
}
