package io.quorate.node.cli;

import io.quorate.bft.recording.Replay;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code simulate --replay DIR}. */
final class Recordings {
    private Recordings() {}

    /** Whether all that was recorded happens again. */
    static boolean replay(Path dir, PrintWriter out) {
        if (!Files.isDirectory(dir)) {
            throw new OperatorException("--replay: " + dir + " is not a folder.");
        }
        List<Replay.Result> results = read(dir);
        if (results.isEmpty()) {
            throw new OperatorException("--replay: there is no recording in " + dir + ".");
        }
        for (Replay.Result result : results) {
            out.println(result.file().getFileName() + ": " + result.inputs() + " inputs, "
                    + result.outputs() + " outputs as recorded"
                    + (result.isTorn() ? "; the file ends within an entry, as after a crash" : ""));
            result.difference().ifPresent(out::println);
        }
        out.flush();
        return results.getLast().difference().isEmpty();
    }

    private static List<Replay.Result> read(Path dir) {
        try {
            return Replay.directory(dir);
        } catch (IOException e) {
            throw new OperatorException("--replay: " + dir + " cannot be read: " + e.getMessage()
                    + ".", e);
        }
    }
}
