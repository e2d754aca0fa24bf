package io.quorate.node.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.node.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Prints who read what, out of a journal that is checked from end to end meanwhile. */
public final class ReadsReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Question question;
    private final boolean json;
    private final PrintWriter out;
    private long printed;
    private long missed;

    /**
     * Which lines are printed; what is empty matches all.
     *
     * @param from the first moment
     * @param to the moment after the last
     */
    public record Question(Optional<String> target, Optional<String> identity,
            Optional<String> method, Optional<Instant> from, Optional<Instant> to) {
        boolean matches(JournalLine line) {
            return target.map(address -> line.target().toLowerCase(Locale.ROOT)
                    .equals(address.toLowerCase(Locale.ROOT))).orElse(true)
                    && identity.map(line.identity()::equals).orElse(true)
                    && method.map(line.method()::equals).orElse(true)
                    && from.map(moment -> !line.time().isBefore(moment)).orElse(true)
                    && to.map(moment -> line.time().isBefore(moment)).orElse(true);
        }
    }

    private ReadsReport(Question question, boolean json, PrintWriter out) {
        this.question = question;
        this.json = json;
        this.out = out;
    }

    /**
     * Returns where the journal ends. Fails with {@link io.quorate.node.OperatorException}, which names the place, where a
     * line was changed, removed or put in.
     */
    public static JournalReader.End print(Path folder, Question question, boolean json,
            PrintWriter out) {
        return print(folder, question, json, out, Optional.empty());
    }

    /** As the other one; fails likewise where the journal is not what {@code anchors} say. */
    public static JournalReader.End print(Path folder, Question question, boolean json,
            PrintWriter out, Optional<AnchorCheck> anchors) {
        ReadsReport report = new ReadsReport(question, json, out);
        JournalReader.End end = JournalReader.read(folder, line -> {
            anchors.ifPresent(check -> check.line(line));
            report.line(line);
        });
        Optional<String> anchored = anchors.map(check -> check.end(end));
        report.summary(end);
        anchored.filter(_ -> !json).ifPresent(out::println);
        out.flush();
        return end;
    }

    private void line(JournalLine line) {
        missed += line.missed();
        if (!question.matches(line)) {
            return;
        }
        printed++;
        if (json) {
            out.println(JSON.createObjectNode().put("seq", line.seq())
                    .put("time", line.time().toString()).put("identity", line.identity())
                    .put("remote", line.remote()).put("method", line.method())
                    .put("target", line.target()).put("block", line.block())
                    .put("code", line.code()));
        } else {
            // Names of methods and targets are as the caller gave them, who may want to hide lines.
            out.println(Printable.of(line.time() + "  " + line.identity() + "  " + line.method()
                    + (line.target().isEmpty() ? "" : "  " + line.target())
                    + (line.block().isEmpty() ? "" : "  at " + line.block())
                    + (line.code() == 0 ? "" : "  refused with " + line.code())));
        }
    }

    private void summary(JournalReader.End end) {
        if (!json) {
            out.println(printed + (printed == 1 ? " read" : " reads") + " of " + end.seq()
                    + "; every line follows from the one before; the last has the hash 0x"
                    + HexFormat.of().formatHex(end.hash()));
            if (missed > 0) {
                out.println(missed + " requests could not be written, as the journal itself says");
            }
        }
        out.flush();
    }
}
