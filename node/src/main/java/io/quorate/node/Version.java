package io.quorate.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What this build is: its version, from the jar's manifest, and what it was built from and with. */
public final class Version {
    private static final String UNKNOWN = "unknown";

    private Version() {}

    /** Such as {@code 0.1.0}; {@code dev} where the classes were not loaded from the node's jar. */
    public static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }

    /**
     * The commit that this was built from, 40 hexadecimal digits, with {@code -dirty} where files had been changed
     * since; {@code unknown} where it was not built in a checkout.
     */
    public static String commit() {
        return line("build-commit.txt", 0).orElse(UNKNOWN);
    }

    /** The JDK that this was built with, as it calls itself: {@code Temurin-25.0.3+9 (25.0.3+9-LTS)}. */
    public static String buildJdk() {
        // The second line of java --version: what it is, who made it, (build number, of what it is built).
        return line("build-jdk.txt", 1).map(line -> line.replaceFirst("^.*Environment ", "")
                .replaceFirst("\\(build ", "(")).orElse(UNKNOWN);
    }

    /** Of what the build wrote beside this class. */
    private static Optional<String> line(String resource, int index) {
        try (InputStream in = Version.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty()
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(index)
                            .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code web3_clientVersion} answers: {@code Quorate/v0.1.0/linux-amd64/java25}. */
    public static String client() {
        return "Quorate/v" + number() + "/" + System.getProperty("os.name").toLowerCase(
                java.util.Locale.ROOT) + "-" + System.getProperty("os.arch") + "/java"
                + Runtime.version().feature();
    }
}
