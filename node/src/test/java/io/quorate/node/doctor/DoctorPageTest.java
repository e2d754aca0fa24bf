package io.quorate.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.jsonrpc.FindingCode;
import io.quorate.jsonrpc.ReplicaDiagnosis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/doctor.md has each code, no other one, and the limits that hold. */
class DoctorPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|.*$");

    private static String page() throws IOException {
        return Files.readString(Path.of(System.getProperty("quorate.root"), "docs/doctor.md"));
    }

    @Test
    void hasEachCodeInItsOrderAndNoOther() throws IOException {
        List<String> rows = ROW.matcher(page()).results().map(row -> row.group(1)).toList();
        assertThat(rows).containsExactlyElementsOf(
                Arrays.stream(FindingCode.values()).map(FindingCode::name).toList());
    }

    @Test
    void saysWhatEachMeansHowItIsSeenAndWhatMendsIt() throws IOException {
        assertThat(ROW.matcher(page()).results().map(MatchResult::group))
                .allSatisfy(row -> assertThat(row.split("\\|")).hasSize(5)
                        .filteredOn(String::isBlank).hasSize(1)); // before the first bar
    }

    @Test
    void hasTheLimitsThatHold() throws IOException {
        assertThat(page()).contains(
                "more than " + ReplicaDiagnosis.SYNC_MILLIS_MAX + " ms",
                "more than " + Math.round(ReplicaDiagnosis.HEAP_SHARE_MAX * 100) + " % of the heap",
                "more than " + ReplicaDiagnosis.DRAIN_SECONDS_MAX + " s at the pace",
                "waits for " + ReplicaDiagnosis.STALL_MILLIS / 1_000 + " s though",
                "more than " + CrossRules.CLOCK_MILLIS_MAX / 1_000 + " s from the middle");
    }
}
