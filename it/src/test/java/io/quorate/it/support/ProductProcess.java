package io.quorate.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of {@code ./quorate} as a process of its own, its output kept in a file. */
public final class ProductProcess implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private final Process process;
    private final Path output;
    private final List<String> command;

    private ProductProcess(Process process, Path output, List<String> command) {
        this.process = process;
        this.output = output;
        this.command = command;
    }

    /** The root of the checkout, where the launcher is. */
    public static Path root() {
        return Path.of(System.getProperty("quorate.root", "..")).toAbsolutePath().normalize();
    }

    /** Starts {@code ./quorate} with {@code arguments}; does not wait. */
    public static ProductProcess start(Path workFolder, String... arguments) {
        return start(workFolder, Map.of(), arguments);
    }

    /** As {@link #start(Path, String...)}, with more in the environment. */
    public static ProductProcess start(Path workFolder, Map<String, String> environment,
            String... arguments) {
        return startAt(root().resolve("quorate"), workFolder, environment, arguments);
    }

    /** The same with another build's {@code launcher}. */
    public static ProductProcess startAt(Path launcher, Path workFolder,
            Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(workFolder, "quorate-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).directory(workFolder.toFile())
                    .redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            return new ProductProcess(process, output, command);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** Starts another program as if it were the launcher, with these variables in its environment and no others. */
    public static ProductProcess exec(Path workFolder, Map<String, String> environment,
            List<String> command) {
        try {
            Path output = Files.createTempFile(workFolder, "quorate-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).directory(workFolder.toFile())
                    .redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new ProductProcess(builder.start(), output, command);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** Runs to the end and gives what was printed. */
    public static Finished run(Path workFolder, String... arguments) throws InterruptedException {
        return run(workFolder, Map.of(), arguments);
    }

    /** The same with more in its environment. */
    public static Finished run(Path workFolder, Map<String, String> environment,
            String... arguments) throws InterruptedException {
        try (ProductProcess run = start(workFolder, environment, arguments)) {
            if (!run.process.waitFor(300, TimeUnit.SECONDS)) {
                throw new AssertionError("no end after 300 s: " + run.describe());
            }
            return new Finished(run.process.exitValue(), run.printed());
        }
    }

    /** How a run ended. */
    public record Finished(int exitCode, String output) {}

    /** Waits for the line that begins with {@code ready}. */
    public ProductProcess awaitReady() {
        Poll.until("a line 'ready' of " + command, READY_LIMIT, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended before it was ready: " + describe());
            }
            return readyLine().isPresent();
        }, this::describe);
        return this;
    }

    public Optional<String> readyLine() {
        return printed().lines().filter(line -> line.startsWith("ready")).findFirst();
    }

    /** The file that holds what {@link #printed} gives. */
    public Path log() {
        return output;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}: no shutdown hook runs, nothing is flushed. */
    public void killHard() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, then the exit code; fails where the process does not end within 30 seconds. */
    public int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end on SIGTERM: " + describe());
        }
        return process.exitValue();
    }

    public int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + limit + ": " + describe());
        }
        return process.exitValue();
    }

    /** All that was printed so far, standard output and error as they came. */
    public String printed() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command and the end of its output, for a failure's message. */
    public String describe() {
        String text = printed();
        return String.join(" ", command) + " printed:\n"
                + text.substring(Math.max(0, text.length() - 4000));
    }

    /** Resident memory in bytes, as the kernel counts it. */
    public long residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no VmRSS for " + pid());
    }

    /** Bytes of the Java heap that are in use after a full collection. */
    public long liveHeapBytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        Matcher used = Pattern.compile("used (\\d+)K \\[").matcher(jcmd("GC.heap_info"));
        long kibibytes = 0;
        while (used.find()) {
            kibibytes += Long.parseLong(used.group(1));
        }
        if (kibibytes == 0) throw new AssertionError("no heap in use in " + describe());
        return kibibytes * 1024;
    }

    private String jcmd(String order) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid()), order).redirectErrorStream(true).start();
        String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) throw new AssertionError("jcmd " + order + ": " + text);
        return text;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
