package io.quorate.node.doctor;

import io.quorate.node.FolderFacts;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that is known of one replica.
 *
 * @param number empty where nothing tells it
 * @param url at which it was asked
 * @param silence why it did not answer there
 */
public record ReplicaFacts(OptionalInt number, String name, Optional<String> url,
        Optional<LiveFacts> live, Optional<String> silence, Optional<FolderFacts> folder,
        Optional<LogFacts> log) {
    Optional<Path> config() {
        return folder.flatMap(FolderFacts::config);
    }

    boolean isUp() {
        return live.isPresent();
    }

    boolean runs() {
        return isUp() || folder.map(FolderFacts::running).orElse(false);
    }
}
