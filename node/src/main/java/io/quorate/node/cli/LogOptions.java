package io.quorate.node.cli;

import io.quorate.node.LogSetup;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command that writes a log has in common. */
final class LogOptions {
    @Option(names = "--log-level", paramLabel = "LEVEL", description = "How much is logged to the standard error stream: error, warn, info, debug"
            + " or trace (default: info).")
    private String level;

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "text, or json: an object a line (default: text).")
    private String format;

    /** Heeds the option, where it was given. */
    void apply() {
        applyOr("info");
    }

    void applyOr(String defaultLevel) {
        format().ifPresent(LogSetup::useFormat);
        LogSetup.useLevel(level().orElse(defaultLevel));
    }

    /** Empty where the option was not given. */
    Optional<String> format() {
        return Optional.ofNullable(format);
    }

    /** Empty where the option was not given. */
    Optional<String> level() {
        return Optional.ofNullable(level);
    }
}
