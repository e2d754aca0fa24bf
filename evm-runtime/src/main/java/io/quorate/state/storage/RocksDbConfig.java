package io.quorate.state.storage;

/**
 * How much memory one store may take, in bytes. The defaults suit four replicas in one gibibyte.
 *
 * @param blockCacheBytes cached blocks, indexes and filters of all spaces together
 * @param writeBufferBytes unflushed writes of all spaces together
 * @param openFilesMax files that are kept open
 */
public record RocksDbConfig(long blockCacheBytes, long writeBufferBytes, int openFilesMax) {
    private static final long MEBIBYTE = 1L << 20;

    public static final RocksDbConfig SMALL = new RocksDbConfig(24 * MEBIBYTE, 16 * MEBIBYTE, 256);
    /** For a replica that has a machine to itself. */
    public static final RocksDbConfig LARGE = new RocksDbConfig(512 * MEBIBYTE, 128 * MEBIBYTE,
            2048);

    public RocksDbConfig {
        if (blockCacheBytes < MEBIBYTE || writeBufferBytes < MEBIBYTE || openFilesMax < 16) {
            throw new IllegalArgumentException("too small to work: cache " + blockCacheBytes
                    + ", write buffer " + writeBufferBytes + ", open files " + openFilesMax);
        }
    }
}
