package io.quorate.node.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** A report for programs: names and codes are stable. */
public final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportJson() {}

    public static String of(Report report) {
        ObjectNode json = JSON.createObjectNode()
                .put("verdict", report.verdict().name().toLowerCase(Locale.ROOT))
                .put("why", report.why()).put("next", report.next().orElse(null));
        report.margin().ifPresentOrElse(margin -> json.putObject("margin").put("n", margin.n())
                .put("f", margin.f()).put("c", margin.c()).put("quorum", margin.quorum())
                .put("fastQuorum", margin.fastQuorum()).put("voting", margin.voting())
                .put("more", margin.more()), () -> json.putNull("margin"));
        ArrayNode replicas = json.putArray("replicas");
        report.replicas().forEach(row -> write(replicas.addObject(), row));
        ArrayNode findings = json.putArray("findings");
        report.findings().forEach(each -> {
            ObjectNode entry = findings.addObject().put("code", each.code().name());
            if (each.replica().isPresent()) entry.put("replica", each.replica().getAsInt());
            else entry.putNull("replica");
            entry.put("name", each.name().isEmpty() ? null : each.name())
                    .put("text", each.text()).put("mend", each.mend());
        });
        ArrayNode questions = json.putArray("whatIf");
        report.whatIf().forEach(each -> {
            ObjectNode entry = questions.addObject().put("question", each.question());
            each.lost().forEach(entry.putArray("lost")::add);
            entry.put("n", each.n()).put("quorum", each.quorum()).put("voting", each.voting())
                    .put("more", each.more()).put("live", each.isLive())
                    .put("fastPath", each.fast());
        });
        report.notes().forEach(json.putArray("notes")::add);
        return json.toPrettyString();
    }

    private static void write(ObjectNode entry, Report.Row row) {
        ReplicaFacts facts = row.facts();
        if (facts.number().isPresent()) entry.put("replica", facts.number().getAsInt());
        else entry.putNull("replica");
        entry.put("name", facts.name()).put("state", row.state())
                .put("url", facts.url().orElse(null))
                .put("dataDir", Finding.data(facts).orElse(null));
        facts.live().ifPresent(live -> {
            entry.put("block", live.block()).put("epoch", live.epoch())
                    .put("version", live.version()).put("protocol", live.protocol())
                    .put("clockOffsetMillis", live.clockOffsetMillis());
            ArrayNode connected = entry.putArray("connected");
            live.connected().stream().sorted().forEach(connected::add);
            if (live.waiting().isPresent()) {
                entry.put("waitingTransactions", live.waiting().getAsInt());
            }
        });
    }
}
