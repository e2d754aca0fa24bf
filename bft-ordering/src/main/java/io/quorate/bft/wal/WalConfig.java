package io.quorate.bft.wal;

import java.nio.file.Path;

/**
 * @param directory owned by one log; made if absent
 * @param segmentBytes a new segment file is begun once the current one is at least this long
 * @param recordBytesMax longest payload, in bytes; longer ones are refused
 * @param growthBytes the file grows by this many zero bytes at a time, so that most syncs need not
 *     write the file's length too
 */
public record WalConfig(Path directory, int segmentBytes, int recordBytesMax, int growthBytes) {
    private static final int MIB = 1 << 20;

    public WalConfig {
        if (segmentBytes < 1 || segmentBytes > 256 * MIB) {
            throw new IllegalArgumentException("segmentBytes is " + segmentBytes);
        }
        if (recordBytesMax < 1 || recordBytesMax > 64 * MIB) {
            throw new IllegalArgumentException("recordBytesMax is " + recordBytesMax);
        }
        if (growthBytes < 0 || growthBytes > 64 * MIB) {
            throw new IllegalArgumentException("growthBytes is " + growthBytes);
        }
    }

    /** Segments of 16 MiB, records up to 16 MiB, growth by 1 MiB. */
    public static WalConfig in(Path directory) {
        return new WalConfig(directory, 16 * MIB, 16 * MIB, MIB);
    }
}
