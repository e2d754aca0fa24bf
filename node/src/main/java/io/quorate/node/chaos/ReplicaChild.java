package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One replica as a process of its own, and what can be done to it. */
final class ReplicaChild {
    private static final Set<PosixFilePermission> READ_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE);
    private static final Set<PosixFilePermission> USUAL = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE);

    private final int index;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path folder;
    private final Path output;
    private final Rpc rpc;
    private Process process;
    private boolean isPaused;
    private long peakKibibytes;

    /** @param folder with {@code quorate.toml}; the data are in its folder {@code data} */
    ReplicaChild(int index, Path launcher, Path folder, Path output, Rpc rpc,
            Map<String, String> environment) {
        this.index = index;
        this.folder = folder;
        this.output = output;
        this.rpc = rpc;
        this.environment = Map.copyOf(environment);
        command = new ArrayList<>(withoutSuperpowers());
        command.addAll(List.of(launcher.toString(), "node", "--config",
                folder.resolve("quorate.toml").toString())); // as service files have it: the start that is tuned
    }

    /** The superuser may write everywhere: unless it is told not to, a read-only folder is none. */
    private static List<String> withoutSuperpowers() {
        boolean isSuperuser = "root".equals(System.getProperty("user.name"));
        String capabilities = "-dac_override,-dac_read_search";
        return isSuperuser ? List.of("setpriv", "--bounding-set", capabilities, "--inh-caps",
                capabilities) : List.of();
    }

    void start() {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new ChaosException("replica " + index + " cannot be started", e);
        }
    }

    int index() {
        return index;
    }

    Rpc rpc() {
        return rpc;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() throws InterruptedException {
        notePeak();
        process.destroyForcibly().waitFor();
    }

    void pause() {
        run("kill", "-STOP", String.valueOf(process.pid()));
        isPaused = true;
    }

    void resume() {
        run("kill", "-CONT", String.valueOf(process.pid()));
        isPaused = false;
    }

    void resumeIfPaused() {
        if (isPaused && process.isAlive()) resume();
    }

    /** From now on no file can be written beyond so many bytes from its start; a write fails as on a full disk. */
    void limitFiles(long bytes) {
        run("prlimit", "--pid", String.valueOf(process.pid()), "--fsize=" + bytes);
    }

    void setWritable(boolean writable) {
        try (Stream<Path> paths = Files.walk(folder.resolve("data"))) {
            for (Path path : paths.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(path, writable ? USUAL : READ_ONLY);
            }
        } catch (IOException e) {
            throw new ChaosException("permissions of replica " + index + " cannot be set", e);
        }
    }

    /** The exit code; empty if it still runs after the limit. */
    Optional<Integer> awaitEnd(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    void terminate() throws InterruptedException {
        if (process == null) return;
        stop();
        if (awaitEnd(Duration.ofSeconds(20)).isEmpty()) kill();
    }

    /** Asks the process to end in order, as an operator would. */
    void stop() {
        notePeak();
        process.destroy();
    }

    Optional<JsonNode> health() {
        return process.isAlive() ? rpc.health() : Optional.empty();
    }

    /** Resident memory, as the kernel counts it. */
    long residentKibibytes() {
        return memory("VmRSS").orElseThrow(
                () -> new ChaosException("replica " + index + " has ended"));
    }

    /** The most that any process of this replica had resident until now: the kernel keeps each one's peak. */
    long peakKibibytes() {
        notePeak();
        return peakKibibytes;
    }

    private void notePeak() {
        peakKibibytes = Math.max(peakKibibytes, memory("VmHWM").orElse(0L));
    }

    /** Empty for a process that ended. */
    private Optional<Long> memory(String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith(field + ":"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst();
        } catch (IOException e) {
            if (!process.isAlive()) return Optional.empty();
            throw new ChaosException("no memory of replica " + index + " is to be had", e);
        }
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new ChaosException("'" + String.join(" ", command) + "' failed");
            }
        } catch (IOException e) {
            throw new ChaosException("'" + command[0] + "' cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChaosException("interrupted", e);
        }
    }
}
