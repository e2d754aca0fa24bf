package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.PrunedStateException;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.StorageException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * Finds events. Where a filter names an address or a topic, the blocks come from the index: those that every part of the
 * filter has leap over what one of them lacks, so that the rarest part sets the cost. Without, headers are read. Safe for
 * any thread.
 */
final class LogFinder {
    private final KeyValueReader store;
    private final BlockStore blocks;
    private final LongSupplier oldest;

    /** {@code oldest} tells the first block that is kept. */
    LogFinder(KeyValueReader store, BlockStore blocks, LongSupplier oldest) {
        this.store = store;
        this.blocks = blocks;
        this.oldest = oldest;
    }

    /** As {@link Ledger#logs}; {@code last} exists. */
    LogMatches find(LogFilter filter, long from, long last, int matchesMax, long workMax) {
        List<AnyOf> parts = parts(filter, last);
        long first = Math.max(0, from);
        Search search = new Search(filter, first, last, matchesMax, workMax);
        LogMatches found = parts.isEmpty() ? search.byHeaders() : search.byIndex(parts);
        requireKept(first, last);
        return found;
    }

    /** Asked after the search: what was removed meanwhile is not taken for what never was. */
    private void requireKept(long first, long last) {
        long kept = oldest.getAsLong();
        if (first < kept && first <= last) {
            throw new PrunedStateException(first, kept);
        }
    }

    private List<AnyOf> parts(LogFilter filter, long last) {
        List<AnyOf> parts = new ArrayList<>();
        if (!filter.addresses().isEmpty()) {
            AnyOf any = new AnyOf();
            for (Address address : filter.addresses().stream().distinct().toList()) {
                any.add(new Postings(store, LogIndex.address(address), last));
            }
            parts.add(any);
        }
        for (int place = 0; place < filter.topics().size(); place++) {
            AnyOf any = new AnyOf();
            for (Hash topic : filter.topics().get(place).stream().distinct().toList()) {
                any.add(new Postings(store, LogIndex.topic(place, topic), last));
            }
            if (!any.all.isEmpty()) {
                parts.add(any);
            }
        }
        return parts;
    }

    /** A part of a filter: one of its terms is enough. */
    private static final class AnyOf {
        private final List<Postings> all = new ArrayList<>();
        private final PriorityQueue<Postings> byBlock = new PriorityQueue<>(
                Comparator.comparingLong(Postings::block));

        void add(Postings term) {
            all.add(term);
        }

        long seek(long from) {
            if (byBlock.isEmpty()) {
                all.forEach(term -> term.seek(from));
                byBlock.addAll(all);
            }
            while (byBlock.element().block() < from) {
                Postings behind = byBlock.remove();
                behind.seek(from);
                byBlock.add(behind);
            }
            return byBlock.element().block();
        }

        BitSet indexesIn(long block) {
            BitSet indexes = new BitSet();
            List<Postings> here = new ArrayList<>();
            while (!byBlock.isEmpty() && byBlock.element().block() == block) {
                here.add(byBlock.remove());
            }
            for (Postings term : here) {
                for (int index : term.indexes()) {
                    indexes.set(index);
                }
            }
            byBlock.addAll(here);
            return indexes;
        }

        long work() {
            return all.stream().mapToLong(Postings::entriesRead).sum();
        }
    }

    private final class Search {
        private final LogFilter filter;
        private final long from;
        private final long last;
        private final int matchesMax;
        private final long workMax;
        private final List<LogMatches.Match> matches = new ArrayList<>();

        Search(LogFilter filter, long from, long last, int matchesMax, long workMax) {
            this.filter = filter;
            this.from = from;
            this.last = last;
            this.matchesMax = matchesMax;
            this.workMax = workMax;
        }

        LogMatches byIndex(List<AnyOf> parts) {
            long block = from;
            for (long steps = 1; block <= last; steps++) {
                long next = block;
                for (AnyOf part : parts) {
                    next = part.seek(next);
                }
                if (next > last) {
                    break;
                }
                if (next > block) { // what an earlier part has there is not known yet
                    block = next;
                    if (isTooMuch(parts, steps)) {
                        return new LogMatches(matches, block);
                    }
                    continue;
                }
                if (matches.size() >= matchesMax || isTooMuch(parts, steps)) {
                    return new LogMatches(matches, block);
                }
                if (someEventHasAll(parts, block)) {
                    add(block);
                }
                block++;
            }
            return new LogMatches(matches, Math.max(from, last + 1));
        }

        /** To sum up is work as well where there are a thousand terms: it is done every 64th time. */
        private boolean isTooMuch(List<AnyOf> parts, long steps) {
            return steps > workMax || steps % 64 == 0
                    && parts.stream().mapToLong(AnyOf::work).sum() > workMax;
        }

        private static boolean someEventHasAll(List<AnyOf> parts, long block) {
            BitSet common = parts.getFirst().indexesIn(block);
            for (AnyOf part : parts.subList(1, parts.size())) {
                common.and(part.indexesIn(block));
            }
            return !common.isEmpty();
        }

        LogMatches byHeaders() {
            int work = 0;
            try (Cursor headers = blocks.headers(from, last)) {
                while (headers.hasNext()) {
                    BlockHeader header = BlockStore.decodeHeader(headers.next().value());
                    if (header.logsBloom().equals(LogsBloom.EMPTY)) {
                        continue;
                    }
                    if (matches.size() >= matchesMax || work++ >= workMax) {
                        return new LogMatches(matches, header.number());
                    }
                    add(header.number());
                }
            }
            return new LogMatches(matches, Math.max(from, last + 1));
        }

        private void add(long number) {
            List<Receipt> receipts = blocks.receipts(number).orElseThrow(() -> missing(number));
            int logIndex = 0;
            for (int i = 0; i < receipts.size(); i++) {
                for (Log log : receipts.get(i).logs()) {
                    if (filter.matches(log)) {
                        matches.add(new LogMatches.Match(number, i, logIndex, log));
                    }
                    logIndex++;
                }
            }
        }
    }

    /** The search was overtaken by pruning, or the store has lost something. */
    private RuntimeException missing(long number) {
        long kept = oldest.getAsLong();
        return number < kept ? new PrunedStateException(number, kept)
                : StorageException.damage("the receipts of block " + number + " are missing");
    }
}
