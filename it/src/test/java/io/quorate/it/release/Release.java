package io.quorate.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.ProductProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code mvn -Prelease package} makes: taken from the checkout, or made from a clone of it where it is missing. */
final class Release {
    private static final String ARCHIVE = "quorate-.*-linux-.*\\.tar\\.gz";

    private final Path target;

    private Release(Path target) {
        this.target = target;
    }

    static Release current() throws Exception {
        Path made = ProductProcess.root().resolve("release/target");
        if (find(made, ARCHIVE).isPresent()) return new Release(made);
        Path clone = ProductProcess.root().resolve("it/target/release");
        if (find(clone.resolve("release/target"), ARCHIVE).isPresent()) {
            return new Release(clone.resolve("release/target"));
        }
        run(ProductProcess.root(), "rm", "-rf", clone.toString()); // of a build that failed
        return ofClone(clone);
    }

    /** Clones what is committed into {@code folder}, which does not exist, and runs the documented command there. */
    static Release ofClone(Path folder) throws Exception {
        Path root = ProductProcess.root();
        run(root, "git", "clone", "--quiet", root.toString(), folder.toString());
        run(folder, "mvn", "-B", "-ntp", "-Dquick", "-DskipTests", "-Prelease", "-pl", "release",
                "-am", "package");
        return new Release(folder.resolve("release/target"));
    }

    Path archive() {
        return file(ARCHIVE);
    }

    Path image() {
        return file("quorate-.*-image\\.tar");
    }

    /** Unpacks the archive below {@code folder}, and gives the folder with everything. */
    Path unpack(Path folder) throws Exception {
        run(folder, "tar", "-xzf", archive().toString(), "-C", folder.toString());
        return find(folder, "quorate-.*").orElseThrow();
    }

    private Path file(String name) {
        return find(target, name).orElseThrow(() -> new AssertionError("no " + name + " in "
                + target));
    }

    private static Optional<Path> find(Path folder, String name) {
        if (!Files.isDirectory(folder)) return Optional.empty();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name)).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each line of a file of sums ({@code sum, two blanks, name}) by name. */
    static Map<String, String> sums(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> line.split("  ", 2)).collect(
                    java.util.stream.Collectors.toMap(line -> line[1], line -> line[0]));
        }
    }

    static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a tool to its end; its output is in the failure's message. */
    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("release-", ".log");
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        int exitCode = process.waitFor();
        String output = Files.readString(log);
        Files.delete(log);
        assertThat(exitCode).as("%s: %s", List.of(command), output).isZero();
        return output;
    }

    static List<String> command(Path launcher, String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
