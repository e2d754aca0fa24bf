package io.quorate.node.doctor;

import io.quorate.jsonrpc.FindingCode;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a replica's log says since its last start.
 *
 * @param replica whose log it is; empty where it ended before it knew
 */
public record LogFacts(String file, OptionalInt replica, List<Line> lines) {
    public LogFacts {
        lines = List.copyOf(lines);
    }

    /**
     * A line that tells of something wrong.
     *
     * @param about the replica that it names, or the log's own
     */
    public record Line(FindingCode code, OptionalInt about, String text) {}
}
