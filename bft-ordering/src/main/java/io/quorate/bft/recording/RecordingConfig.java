package io.quorate.bft.recording;

import java.nio.file.Path;

/**
 * @param directory where each start of the replica writes a file of its own; made if need be
 * @param bytesMax of one file; recording ends there, and the replica goes on
 */
public record RecordingConfig(Path directory, long bytesMax) {
    public static final long BYTES_MAX = 1L << 30;

    public static RecordingConfig in(Path directory) {
        return new RecordingConfig(directory, BYTES_MAX);
    }
}
