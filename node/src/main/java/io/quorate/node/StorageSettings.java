package io.quorate.node;

import io.quorate.state.storage.RocksDbConfig;
import java.util.OptionalLong;

/**
 * What a replica keeps, and with how much memory and disk.
 *
 * @param blocksKept so many of the last blocks with their states; empty for all
 * @param diskFreeMin in bytes; before less is free the replica stops. 0 for never
 */
record StorageSettings(RocksDbConfig database, OptionalLong blocksKept, long diskFreeMin) {
    /** All blocks, little memory, and the disk to its last byte. */
    static final StorageSettings DEVELOPMENT = new StorageSettings(RocksDbConfig.SMALL,
            OptionalLong.empty(), 0);
}
