package io.quorate.evm.fork;

import io.quorate.evm.primitives.Hash;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32;

/** EIP-2124 and EIP-6122: a checksum over the genesis hash and the forks that a chain has passed. */
public final class ForkId {
    private ForkId() {}

    /**
     * The checksum of four bytes, as an unsigned number.
     *
     * @param genesisTimestamp forks at this time or before were there from the start and do not count
     * @param number up to which forks by block number count, as those by time do up to {@code timestamp}
     */
    public static int of(Hash genesis, long genesisTimestamp, ForkSchedule schedule, long number,
            long timestamp) {
        SortedSet<Long> blocks = new TreeSet<>();
        SortedSet<Long> times = new TreeSet<>();
        List<ForkSchedule.Activation> active = schedule.activeAt(number, timestamp);
        for (ForkSchedule.Activation activation : active) {
            switch (activation.trigger()) {
                case ForkSchedule.Trigger.AtBlock(long block) -> {
                    if (block > 0) {
                        blocks.add(block);
                    }
                }
                case ForkSchedule.Trigger.AtTime(long time) -> {
                    if (Long.compareUnsigned(time, genesisTimestamp) > 0) {
                        times.add(time);
                    }
                }
            }
        }
        CRC32 checksum = new CRC32();
        checksum.update(genesis.toArray());
        blocks.forEach(block -> update(checksum, block));
        times.forEach(time -> update(checksum, time));
        return (int) checksum.getValue();
    }

    private static void update(CRC32 checksum, long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            checksum.update((int) (value >>> shift) & 0xff);
        }
    }
}
