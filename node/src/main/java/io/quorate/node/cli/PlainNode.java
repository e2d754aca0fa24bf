package io.quorate.node.cli;

import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.ReplicaConfigFile;
import io.quorate.node.LogSetup;
import io.quorate.node.ReplicaProcess;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code node --config FILE}, as service files have it, without the command-line library: the JVM's start-up
 * cache did not serve picocli's, and each start loaded some 180 of them from their jar. Any other form of the
 * command takes the usual way.
 */
public final class PlainNode {
    private PlainNode() {}

    /** The file, where {@code arguments} are of the plain form. */
    public static Optional<Path> config(String... arguments) {
        boolean isPlain = arguments.length == 3 && arguments[0].equals("node")
                && arguments[1].equals("--config") && !arguments[2].startsWith("-")
                && !arguments[2].isEmpty();
        return isPlain ? Optional.of(Path.of(arguments[2])) : Optional.empty();
    }

    /** Runs the replica to its end and gives the exit code. */
    public static int run(Path config) {
        try {
            PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
            return run(config, Optional.empty(), Optional.empty(), Optional.empty(), out);
        } catch (Exception e) { // outermost
            PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
            return Failures.report(e, "node", err);
        }
    }

    static int run(Path config, Optional<String> logLevel, Optional<String> logFormat,
            Optional<Path> recording, PrintWriter out) {
        NodeSettings settings = ReplicaConfigFile.read(config, System.getenv());
        LogSetup.useFormat(logFormat
                .orElseGet(() -> settings.log().format().name().toLowerCase(Locale.ROOT)));
        LogSetup.useLevel(logLevel
                .orElseGet(() -> settings.log().level().name().toLowerCase(Locale.ROOT)));
        Lifetime lifetime = Lifetime.begin();
        ReplicaProcess process = lifetime
                .own(ReplicaProcess.start(settings, recording.or(settings::recording),
                        lifetime::fail));
        Ready.print(out, process.rpcUrls());
        return lifetime.await();
    }
}
