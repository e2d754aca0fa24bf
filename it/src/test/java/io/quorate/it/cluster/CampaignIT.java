package io.quorate.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.it.support.ProductProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sample of {@code ./quorate chaos}: a minute of faults over four processes, with all its checks. */
class CampaignIT {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Test
    void aMinuteOfFaultsHarmsNothing(@TempDir Path folder) throws Exception {
        Path results = folder.resolve("results.json");
        try (ProductProcess campaign = ProductProcess.start(folder, "chaos", "--seconds",
                Integer.getInteger("quorate.chaos.seconds", 60).toString(), "--results",
                results.toString(), "--work-dir", folder.resolve("work").toString())) {
            int exitCode = campaign.awaitExit(LIMIT);

            assertThat(exitCode).as(campaign.printed()).isZero();
            JsonNode four = new ObjectMapper().readTree(Files.readString(results))
                    .path("replicas-4");
            assertThat(four.path("rounds").asInt()).isPositive();
            assertThat(four.path("failedRuns").asInt()).isZero();
            assertThat(four.path("acknowledgedWrites").asInt()).isGreaterThan(50);
            assertThat(four.path("comparedAnswers").asInt()).as("after each round").isPositive();
        }
    }
}
