package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.Address;
import io.quorate.state.storage.Durability;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class LogFinderProperties {
    private static final int BLOCKS = 300;
    private static final int KINDS = 5;

    private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();
    private final List<LogMatches.Match> all = new ArrayList<>();
    private final LogFinder finder = new LogFinder(store, new BlockStore(store), () -> 0);

    private void fill(Random random) {
        WriteBatch batch = new WriteBatch();
        for (int number = 0; number < BLOCKS; number++) {
            List<List<Log>> receipts = new ArrayList<>();
            int index = 0;
            for (int receipt = random.nextInt(4); receipt > 0; receipt--) {
                List<Log> logs = new ArrayList<>();
                for (int log = random.nextInt(4); log > 0; log--) {
                    logs.add(SyntheticLogs.random(random, KINDS));
                    all.add(new LogMatches.Match(number, receipts.size(), index++,
                            logs.getLast()));
                }
                receipts.add(logs);
            }
            SyntheticLogs.put(batch, number, receipts);
        }
        store.write(batch, Durability.BUFFERED);
    }

    private List<LogMatches.Match> naive(LogFilter filter, long from, long to) {
        return all.stream().filter(match -> match.blockNumber() >= from
                && match.blockNumber() <= to && filter.matches(match.log())).toList();
    }

    /** Whatever is asked, in one go or in pieces that limits cut, the index finds what a walk over all events finds. */
    @Test
    void findsWhatAWalkOverAllEventsFinds() {
        Random random = new Random(2029);
        fill(random);
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            LogFilter filter = SyntheticLogs.randomFilter(random, KINDS);
            long from = random.nextInt(BLOCKS);
            long to = Math.min(BLOCKS - 1, from + random.nextInt(BLOCKS));
            List<LogMatches.Match> expected = naive(filter, from, to);
            LogMatches whole = finder.find(filter, from, to, Integer.MAX_VALUE, Long.MAX_VALUE);
            assertThat(whole.matches()).as("%s in %d..%d", filter, from, to).isEqualTo(expected);
            assertThat(whole.nextBlock()).isEqualTo(to + 1);
            assertThat(inPieces(filter, from, to, 1 + random.nextInt(9), 2 + random.nextInt(400)))
                    .as("in pieces: %s in %d..%d", filter, from, to).isEqualTo(expected);
            found += expected.size();
        }
        assertThat(found).as("the filters meet something").isGreaterThan(10_000);
    }

    private List<LogMatches.Match> inPieces(LogFilter filter, long from, long to, int matchesMax,
            long workMax) {
        List<LogMatches.Match> found = new ArrayList<>();
        long next = from;
        while (next <= to) {
            LogMatches piece = finder.find(filter, next, to, matchesMax, workMax);
            assertThat(piece.nextBlock()).as("it goes on").isGreaterThan(next);
            found.addAll(piece.matches());
            next = piece.nextBlock();
        }
        return found;
    }

    @Test
    void writesPlacesOfManyEventsOfOneBlock() {
        List<Log> many = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            many.add(new Log(Address.ofLow(i % 700 == 3 ? 1 : 2), List.of(), Bytes.EMPTY));
        }
        WriteBatch batch = new WriteBatch();
        SyntheticLogs.put(batch, 7, List.of(many));
        store.write(batch, Durability.BUFFERED);
        LogMatches found = finder.find(new LogFilter(List.of(Address.ofLow(1)), List.of()), 0, 9,
                9_999, 9_999);
        assertThat(found.matches()).hasSize(58)
                .allSatisfy(match -> assertThat(match.logIndex() % 700).isEqualTo(3));
    }

    /** Two things that are both everywhere, but never together, are not looked for without end. */
    @Test
    void endsWhereTheWorkIsTooMuch() {
        WriteBatch batch = new WriteBatch();
        for (int number = 0; number < 4_000; number++) {
            SyntheticLogs.put(batch, number, List.of(List.of(
                    new Log(Address.ofLow(number % 2), List.of(SyntheticLogs.topic(number % 2)),
                            Bytes.EMPTY))));
        }
        store.write(batch, Durability.BUFFERED);
        LogFilter never = new LogFilter(List.of(Address.ofLow(0)),
                List.of(List.of(SyntheticLogs.topic(1))));
        LogMatches cut = finder.find(never, 0, 3_999, 10, 1_000);
        assertThat(cut.matches()).isEmpty();
        assertThat(cut.nextBlock()).isBetween(100L, 1_100L);
        assertThat(finder.find(never, 0, 3_999, 10, 100_000).nextBlock()).isEqualTo(4_000);
    }
}
