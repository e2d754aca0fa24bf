package io.quorate.it.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.Poll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One reader of one page: runs its blocks in order in one folder. A command that starts replicas goes on in
 * the background once it is ready, so that later blocks find them, until the page ends or says Ctrl-C.
 */
final class PageRun implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(300);
    private static final Pattern SERVER = Pattern
            .compile("\\./quorate (dev|node|serve)\\b(?!.*--help)");
    private static final Pattern LOOP = Pattern.compile("\\bfor \\w+ in ([^;]+); do");

    private final Path folder;
    private final FreePorts ports = new FreePorts();
    private final List<Shell> servers = new ArrayList<>();
    private String printed = "";
    private int count;

    PageRun(Path folder) {
        this.folder = folder;
    }

    void run(Block block) throws IOException, InterruptedException {
        if (block.use() instanceof Block.Use.Run run && run.afterStop()) stop();
        if (block.language().equals("js")) {
            save(block);
        } else if (SERVER.matcher(block.text()).find()) {
            serve(block);
        } else {
            execute(block);
        }
    }

    /** The script's first line is a comment that names the file; a later command runs it. */
    private void save(Block block) throws IOException {
        String first = block.text().lines().findFirst().orElse("");
        assertThat(first).as("first line at %s", block.place()).startsWith("// ").endsWith(".mjs");
        Files.writeString(folder.resolve(first.substring(3)), ports.rewrite(block.text()) + "\n");
    }

    private void execute(Block block) throws IOException, InterruptedException {
        Shell shell = start(block, "");
        boolean ended = shell.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!ended) shell.kill();
        assertThat(ended).as("end within %s of %s", LIMIT, shell.describe()).isTrue();
        assertThat(shell.process.exitValue()).as("exit code of %s", shell.describe()).isZero();
        printed = shell.out();
    }

    private void serve(Block block) throws IOException {
        Shell shell = start(block, "\nwait");
        servers.add(shell);
        long expected = replicas(block.text());
        Poll.until(expected + " lines 'ready' at " + block.place(), LIMIT, () -> {
            assertThat(shell.process.isAlive()).as("alive: %s", shell.describe()).isTrue();
            return shell.out().lines().filter(line -> line.startsWith("ready")).count() == expected;
        }, shell::describe);
        printed = shell.out();
    }

    /** How many processes of the product a block starts. */
    static long replicas(String text) {
        long commands = SERVER.matcher(text).results().count();
        Matcher loop = LOOP.matcher(text);
        return loop.find() ? commands * loop.group(1).strip().split("\\s+").length : commands;
    }

    private Shell start(Block block, String more) throws IOException {
        Path out = folder.resolveSibling("out-" + count);
        Path err = folder.resolveSibling("err-" + count++);
        ProcessBuilder builder = new ProcessBuilder("bash", "-c",
                "set -euo pipefail\n" + ports.rewrite(block.text()) + more)
                .directory(folder.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(ports.environment());
        builder.environment().put("FOUNDRY_DISABLE_NIGHTLY_WARNING", "1");
        return new Shell(block, builder.start(), out, err);
    }

    /** {@code block} is what the one before it must have printed. */
    void compare(Block block) {
        assertThat(ports.restore(printed)).as("output at %s", block.place())
                .matches(actual -> shows(actual, block.text()), "reads as\n" + block.text());
    }

    /** Line by line, but for hashes, addresses and keys, which differ from run to run. */
    static boolean shows(String actual, String expected) {
        StringBuilder pattern = new StringBuilder();
        for (String line : normal(expected).lines().toList()) {
            pattern.append(line.equals("…") ? "(?:.*\n)*?" : Pattern.quote(line) + "\n");
        }
        return Pattern.matches(pattern.toString(), normal(actual) + "\n");
    }

    private static String normal(String text) {
        return text.replaceAll("0x([0-9a-fA-F]{40,}|[0-9a-fA-F]*…)", "0x…").strip();
    }

    /** As Ctrl-C: everything that runs ends in order, with exit code 0. */
    void stop() throws InterruptedException {
        for (Shell shell : servers) {
            shell.process.descendants().forEach(ProcessHandle::destroy);
            boolean ended = shell.process.waitFor(30, TimeUnit.SECONDS);
            assertThat(ended).as("end of %s", shell.describe()).isTrue();
            assertThat(shell.process.exitValue()).as("exit code of %s", shell.describe()).isZero();
        }
        servers.clear();
    }

    @Override
    public void close() {
        servers.forEach(Shell::kill);
    }

    /** A running block. */
    private record Shell(Block block, Process process, Path outFile, Path errFile) {
        String out() {
            return read(outFile);
        }

        String describe() {
            String err = read(errFile);
            return block.place() + "\n" + block.text() + "\nprinted:\n" + out() + "\n"
                    + err.substring(Math.max(0, err.length() - 4000));
        }

        void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
