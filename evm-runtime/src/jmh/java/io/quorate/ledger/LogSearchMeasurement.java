package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.WriteBatch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * Searches a chain in which every block has one transfer of a token between some of 1,000 accounts, and every
 * hundred-thousandth block an event of a rare contract. Arguments: folder, blocks. Cost of the index against a walk over all
 * headers, as it was before there was one.
 */
public final class LogSearchMeasurement {
    private static final Address TOKEN = Address.ofLow(0x70);
    private static final Address RARE = Address.ofLow(0x71);
    private static final Hash TRANSFER = UInt256.of(0xddf252).toHash();
    private static final int RARE_EVERY = 100_000;

    private final RocksDbKeyValueStore disk;
    private final BlockStore blocks;
    private final LogFinder finder;
    private final long last;

    private LogSearchMeasurement(Path folder, long count) {
        this.disk = RocksDbKeyValueStore.open(folder, RocksDbConfig.SMALL);
        this.blocks = new BlockStore(disk);
        this.finder = new LogFinder(disk, blocks, () -> 0);
        this.last = count - 1;
    }

    /** Prints a line a search. */
    public static void main(String[] args) {
        LogSearchMeasurement measurement = new LogSearchMeasurement(Path.of(args[0]),
                Long.parseLong(args[1]));
        measurement.fill();
        measurement.search();
        measurement.disk.close();
    }

    private void fill() {
        long cpu = cpuMicros();
        WriteBatch batch = new WriteBatch();
        for (long number = 0; number <= last; number++) {
            Log transfer = new Log(TOKEN, List.of(TRANSFER, user(number % 1_000),
                    user(number * 7_919 % 1_000)), UInt256.of(number).toBytes());
            Log rare = new Log(RARE, List.of(TRANSFER), Bytes.EMPTY);
            SyntheticLogs.put(batch, number, List.of(number % RARE_EVERY == 77
                    ? List.of(transfer, rare)
                    : List.of(transfer)));
            if (batch.size() > 10_000) {
                disk.write(batch, Durability.BUFFERED);
                batch = new WriteBatch();
            }
        }
        disk.write(batch, Durability.BUFFERED);
        for (Space space : Space.values()) {
            disk.compact(space, new byte[0], new byte[0]);
        }
        System.out.printf("filled %d blocks, %d us a block%n", last + 1,
                (cpuMicros() - cpu) / (last + 1));
    }

    private void search() {
        LogFilter rare = new LogFilter(List.of(RARE), List.of());
        byIndex("rare contract", rare);
        byIndex("one sender", new LogFilter(List.of(TOKEN), List.of(List.of(TRANSFER),
                List.of(user(5)))));
        byIndex("one sender to one receiver", new LogFilter(List.of(TOKEN),
                List.of(List.of(TRANSFER), List.of(user(5)), List.of(user(595)))));
        byIndex("never together", new LogFilter(List.of(RARE), List.of(List.of(),
                List.of(user(5)))));
        byIndex("no such topic", new LogFilter(List.of(), List.of(List.of(user(2_000)))));
        long begin = System.nanoTime();
        long cpu = cpuMicros();
        int found = 0;
        try (var headers = blocks.headers(0, last)) {
            while (headers.hasNext()) {
                BlockHeader header = BlockStore.decodeHeader(headers.next().value());
                if (LogsBloom.mayContain(header.logsBloom(), RARE.bytes())) {
                    found += (int) blocks.receipts(header.number()).orElseThrow().stream()
                            .flatMap(receipt -> receipt.logs().stream()).filter(rare::matches)
                            .count();
                }
            }
        }
        report("rare contract, by headers", found, begin, cpu);
    }

    private void byIndex(String what, LogFilter filter) {
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();
            long cpu = cpuMicros();
            int found = finder.find(filter, 0, last, Integer.MAX_VALUE, Long.MAX_VALUE).matches()
                    .size();
            report(what + (i == 0 ? ", first" : ", again"), found, begin, cpu);
        }
    }

    private static void report(String what, int found, long begin, long cpu) {
        System.out.printf("%s: %d found, %d us wall, %d us cpu%n", what, found,
                (System.nanoTime() - begin) / 1_000, cpuMicros() - cpu);
    }

    private static long cpuMicros() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000;
    }

    private static Hash user(long number) {
        return UInt256.of(number).toHash();
    }
}
