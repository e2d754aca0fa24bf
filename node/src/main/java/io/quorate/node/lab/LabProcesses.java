package io.quorate.node.lab;

import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The processes whose numbers the learner wrote into files {@code *.pid} of a lab's folder. */
public final class LabProcesses {
    private static final int PID_BYTES_MAX = 32;
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);
    private static final long STOP_SECONDS_MAX = 30;

    private LabProcesses() {}

    /** Ends those that still run, in order; returns how many did. */
    public static int stop(LabFolder folder) {
        List<ProcessHandle> running = new ArrayList<>();
        for (Path file : pidFiles(folder)) {
            running(file).ifPresent(running::add);
        }
        running.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : running) {
            awaitEnd(process);
        }
        return running.size();
    }

    private static List<Path> pidFiles(LabFolder folder) {
        try (Stream<Path> entries = Files.list(folder.path())) {
            return entries.filter(file -> file.toString().endsWith(".pid")).sorted().toList();
        } catch (IOException e) {
            throw new OperatorException(folder.path() + " cannot be read: " + e + ".", e);
        }
    }

    /**
     * The process that the file names, unless it has ended. A process that began after the file was written has got the
     * number of one that ended, and is somebody else's.
     */
    static Optional<ProcessHandle> running(Path file) {
        try {
            String text = Files.size(file) > PID_BYTES_MAX ? "" : Files.readString(file).strip();
            if (!text.matches("[1-9][0-9]{0,9}")) {
                throw new OperatorException(file + " holds no process number.");
            }
            Instant written = Files.getLastModifiedTime(file).toInstant();
            return ProcessHandle.of(Long.parseLong(text)).filter(ProcessHandle::isAlive)
                    .filter(process -> process.info().startInstant()
                            .map(began -> !began.isAfter(written.plus(CLOCK_SLACK)))
                            .orElse(false))
                    .filter(process -> process.info().command()
                            .map(command -> Path.of(command).endsWith("java")).orElse(false));
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read: " + e + ".", e);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("interrupted", e);
        }
    }
}
