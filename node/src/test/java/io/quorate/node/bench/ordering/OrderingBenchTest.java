package io.quorate.node.bench.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.bft.Decided;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ExecutionResult;
import io.quorate.bft.OrderedBatch;
import io.quorate.node.bench.report.Chart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderingBenchTest {
    @Test
    void namesTheStageOfAClassByItsInnermostPackage() {
        assertThat(Stage.ofClass("io.quorate.bft.core.crypto.SecpList")).contains(Stage.SIGNATURES);
        assertThat(Stage.ofClass("io.quorate.bft.core.message.MessageCodec"))
                .contains(Stage.CODEC);
        assertThat(Stage.ofClass("io.quorate.bft.core.Replica")).contains(Stage.CORE);
        assertThat(Stage.ofClass("io.netty.handler.ssl.SslHandler")).contains(Stage.TLS);
        assertThat(Stage.ofClass("io.netty.channel.nio.NioIoHandler")).contains(Stage.LINKS);
        assertThat(Stage.ofClass("java.util.TreeMap")).isEmpty();
    }

    @Test
    void carriesResultsFromProcessToProcess() throws IOException {
        Histogram micros = new Histogram(60_000_000L, 3);
        micros.recordValue(1_234);
        micros.recordValue(56_789);
        PhaseResult result = new PhaseResult(7, 70, 1_000_000_000L, micros,
                List.of(30L, 40L));
        Map<Stage, Long> cpu = Map.of(Stage.TLS, 20_000_000L, Stage.JVM, 5L);
        JsonNode json = new ObjectMapper().readTree(result.toJson(cpu));
        assertThat(PhaseResult.of(json)).isEqualTo(result);
        assertThat(PhaseResult.cpuOf(json)).isEqualTo(cpu);
        Phase phase = new Phase("light", 180, 50, 3);
        assertThat(Phase.of(new ObjectMapper().readTree(phase.toJson()))).isEqualTo(phase);
    }

    @Test
    void countsWhatIsDecidedWhileAPhaseRuns() {
        NoopApplication application = new NoopApplication(2);
        application.begin(new Phase("light", 100, 50, 1));
        assertThat(application.buildPayload(1, 1_000)).isEmpty();
        application.submit();
        application.submit();
        Bytes payload = application.buildPayload(1, 1_000).orElseThrow();
        assertThat(payload.size()).isEqualTo(200);
        ExecutionResult first = application.execute(decided(1, 2, payload));
        ExecutionResult second = application.execute(decided(2, 0, Bytes.repeat((byte) 1, 500)));
        NoopApplication.Counts counts = application.end();
        assertThat(counts.decisions()).isEqualTo(2);
        assertThat(counts.operations()).isEqualTo(7);
        assertThat(counts.perInterval()).hasSize(10);
        assertThat(counts.micros().getTotalCount()).as("of its own proposals").isEqualTo(2);
        assertThat(second.resultDigest()).isNotEqualTo(first.resultDigest());
        assertThat(application.lastApplied().resultDigest()).isEqualTo(second.resultDigest());
        application.execute(decided(3, 2, payload));
        assertThat(application.slot(3)).isPresent();
        assertThat(counts.decisions()).isEqualTo(2);
    }

    private static Decided decided(long seq, int proposer, Bytes payload) {
        return new Decided(new DecidedSlot(0, seq, new Digest(seq, 0, 0, 0), 0, proposer, payload,
                Bytes.EMPTY), 0, Bytes.EMPTY, Digest.ZERO,
                List.of(
                        new OrderedBatch(proposer, OrderedBatch.IN_PROPOSAL, payload)),
                Digest.ZERO);
    }

    /** Four replicas with logs on disk; how much they order in a second is the machine's affair. */
    @Test
    void measuresACommitteeInThisProcess(@TempDir Path logs) {
        OrderingReport report = OrderingBench.run(new OrderingBench.Options(false, Path.of("none"),
                logs, 4, List.of(180), 1, 0, true));
        assertThat(report.rows()).extracting(OrderingReport.Row::load)
                .containsExactly("light", "full");
        assertThat(report.rows()).allSatisfy(row -> assertThat(row.cpuNanos())
                .containsKey(Stage.JVM));
        assertThat(logs).isEmptyDirectory();
        assertThat(report.toJson()).contains("\"operationBytes\":180");
        assertThat(report.charts()).extracting(Chart::title).contains("Throughput over time",
                "Latency", "Processor time by stage: full, 180 bytes");
        assertThat(report.charts().getFirst().series()).hasSize(2);
    }
}
