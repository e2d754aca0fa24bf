package io.quorate.genesis;

import java.nio.file.Path;
import java.util.Map;

/** Reads a replica's {@code quorate.toml}. */
public final class ReplicaConfigFile {
    private ReplicaConfigFile() {}

    /**
     * Reads {@code file}; a variable {@code QUORATE_<SECTION>_<KEY>} in {@code environment} takes the place
     * of what the file says. Fails with {@link ConfigException}.
     */
    public static NodeSettings read(Path file, Map<String, String> environment) {
        throw new UnsupportedOperationException(file + " " + environment.size());
    }
}
