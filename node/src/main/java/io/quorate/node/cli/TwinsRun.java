package io.quorate.node.cli;

import io.quorate.bft.sim.TwinsEnumeration;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** All schedules of one twin among four replicas, on all cores; where it stopped it goes on. */
final class TwinsRun {
    private static final long CHUNK = 4_096;

    private final TwinsEnumeration all;
    private final int views;
    private final Path file;
    private final PrintWriter out;

    TwinsRun(int views, Path file, PrintWriter out) {
        this.all = new TwinsEnumeration(views);
        this.views = views;
        this.file = file;
        this.out = out;
    }

    /** Whether all schedules passed, those of the runs before included. */
    boolean run() {
        long[] state = load(); // next number, schedules run, failed
        boolean terminal = System.console() != null && System.console().isTerminal();
        while (state[0] < all.count()) {
            long end = Math.min(all.count(), state[0] + CHUNK);
            long[] numbers = LongStream.range(state[0], end).filter(n -> !all.isMirrored(n))
                    .toArray();
            List<String> failures = LongStream.of(numbers).parallel().mapToObj(all::failure)
                    .flatMap(Optional::stream).toList();
            failures.forEach(out::println);
            state[0] = end;
            state[1] += numbers.length;
            state[2] += failures.size();
            save(state);
            if (terminal) {
                System.err.printf("\r%d of %d numbers, %d schedules run", end, all.count(),
                        state[1]);
            }
        }
        if (terminal) System.err.println();
        out.println(views + " views: " + state[1] + " schedules run for " + all.count() + ", "
                + state[2] + " failed");
        out.flush();
        return state[2] == 0;
    }

    private long[] load() {
        if (!Files.exists(file)) return new long[3];
        try {
            String[] words = Files.readString(file).trim().split(" ");
            if (words.length == 4 && Integer.parseInt(words[0]) == views) {
                return new long[]{Long.parseLong(words[1]), Long.parseLong(words[2]),
                        Long.parseLong(words[3])};
            }
        } catch (IOException | NumberFormatException e) {
            throw new OperatorException("--results: " + file + " is not the file of a twins run.");
        }
        throw new OperatorException("--results: " + file + " is not the file of a twins run over "
                + views + " views.");
    }

    private void save(long[] state) {
        Path written = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(written, views + " " + state[0] + " " + state[1] + " " + state[2]
                    + System.lineSeparator());
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OperatorException("--results: " + file + " cannot be written.");
        }
    }
}
