package io.quorate.node.doctor;

import io.quorate.jsonrpc.FindingCode;
import io.quorate.jsonrpc.ReplicaDiagnosis;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in a replica's log what went wrong since its last start. Reads the end of the file only. */
public final class LogReader {
    private static final int BYTES_MAX = 4 << 20;
    private static final int TEXT_MAX = 400;
    private static final int LINES_MAX = 50;
    private static final Pattern OWN = Pattern.compile("replica started replica=(\\d{1,5}) ");
    private static final Pattern ANY_OWN = Pattern.compile("\\bquorate\\b.* replica=(\\d{1,5})\\b");
    private static final Pattern REFUSED = Pattern
            .compile("refused (?:by )?replica=(\\d{1,5}): (.*)");
    private static final Pattern LINKED = Pattern.compile("peer connected replica=(\\d{1,5}) ");

    /** Parts of lines, and what they mean; the first that fits counts. */
    private static final Map<String, FindingCode> SIGNS = signs();

    private LogReader() {}

    private static Map<String, FindingCode> signs() {
        Map<String, FindingCode> signs = new LinkedHashMap<>();
        signs.put("OutOfMemoryError", FindingCode.LOW_MEMORY);
        signs.put("the disk is full", FindingCode.DISK_FULL);
        signs.put("and storage.min-free-mib is", FindingCode.DISK_FULL);
        signs.put("No space left on device", FindingCode.DISK_FULL);
        signs.put("cannot listen on", FindingCode.PORT_TAKEN);
        signs.put("JSON-RPC cannot be served on", FindingCode.PORT_TAKEN);
        signs.put("Metrics cannot be served on", FindingCode.PORT_TAKEN);
        signs.put("has the fingerprint", FindingCode.CERT_WRONG);
        signs.put("is damaged at record", FindingCode.LOG_CORRUPT);
        signs.put("stored data are damaged", FindingCode.DB_CORRUPT);
        signs.put("Data are damaged", FindingCode.DB_CORRUPT);
        signs.put("belongs to another chain", FindingCode.GENESIS_DIFFERS);
        signs.put("this node has left the validators", FindingCode.MEMBER_REMOVED);
        signs.put("follows without a vote", FindingCode.LEARNER);
        signs.put("a certificate has ended", FindingCode.CERT_EXPIRED);
        return signs;
    }

    /** Fails with {@link OperatorException} where the file cannot be read. */
    public static LogFacts read(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - BYTES_MAX);
            in.seek(from);
            byte[] bytes = new byte[(int) (in.length() - from)];
            in.readFully(bytes);
            return parse(file.toString(),
                    new String(bytes, StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new OperatorException("--log: " + file + " cannot be read: " + e.getMessage()
                    + ".", e);
        }
    }

    /** {@code lines} are as they were written, the newest last. */
    static LogFacts parse(String file, List<String> lines) {
        OptionalInt self = OptionalInt.empty();
        Map<String, LogFacts.Line> found = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher own = OWN.matcher(line);
            Matcher linked = LINKED.matcher(line);
            if (own.find()) { // a new start: what was before it is over
                self = OptionalInt.of(Integer.parseInt(own.group(1)));
                found.clear();
            } else if (linked.find()) {
                found.remove("link " + linked.group(1));
            } else {
                if (self.isEmpty()) self = named(line);
                take(line, found);
            }
        }
        return new LogFacts(file, self, new ArrayList<>(found.values()).stream().limit(LINES_MAX)
                .toList());
    }

    private static OptionalInt named(String line) {
        Matcher own = ANY_OWN.matcher(line);
        return own.find() ? OptionalInt.of(Integer.parseInt(own.group(1))) : OptionalInt.empty();
    }

    private static void take(String line, Map<String, LogFacts.Line> found) {
        Matcher refused = REFUSED.matcher(line);
        if (refused.find()) {
            found.put("link " + refused.group(1), new LogFacts.Line(
                    ReplicaDiagnosis.cause(refused.group(2)),
                    OptionalInt.of(Integer.parseInt(refused.group(1))), shown(refused.group(2))));
            return;
        }
        sign(line).ifPresent(code -> found.put(code.name(),
                new LogFacts.Line(code, OptionalInt.empty(), shown(line))));
    }

    private static Optional<FindingCode> sign(String line) {
        return SIGNS.entrySet().stream().filter(sign -> line.contains(sign.getKey()))
                .map(Map.Entry::getValue).findFirst();
    }

    /** Logs may hold anything; terminals get printable characters. */
    private static String shown(String line) {
        return line.strip().substring(0, Math.min(line.strip().length(), TEXT_MAX))
                .replaceAll("\\p{Cntrl}", "?");
    }
}
