package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.Log;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Finds events block by block, skipping blocks by their bloom (Yellow Paper §4.4.1). */
final class LogScan {
    private LogScan() {}

    static LogSearch search(ChainQueries chain, LogQuery query) {
        List<List<Bytes>> bloomTerms = bloomTerms(query.filter());
        List<LogEntry> found = new ArrayList<>();
        for (long number = query.fromBlock(); number <= query.toBlock(); number++) {
            Optional<BlockHeader> header = chain.header(number);
            if (header.isEmpty() || !mayMatch(header.get().logsBloom(), bloomTerms)) {
                continue;
            }
            if (query.fromBlock() != query.toBlock() && chain.isUndone(number)) {
                continue;
            }
            Optional<Block> block = chain.block(number);
            Optional<List<Receipt>> receipts = chain.receipts(number);
            if (block.isEmpty() || receipts.isEmpty()) {
                continue;
            }
            found.addAll(entries(block.get(), receipts.get(), query.filter()));
            if (found.size() > query.resultsMax()) {
                return new LogSearch.TooMany(number - 1);
            }
        }
        return new LogSearch.Found(found);
    }

    static List<LogEntry> entries(Block block, List<Receipt> receipts, LogQuery.Filter filter) {
        List<LogEntry> found = new ArrayList<>();
        int logIndex = 0;
        for (int i = 0; i < receipts.size(); i++) {
            Hash transactionHash = block.transactions().get(i).hash();
            for (Log log : receipts.get(i).logs()) {
                if (filter.matches(log)) {
                    found.add(new LogEntry(log, block.hash(), block.number(),
                            block.header().timestamp(), transactionHash, i, logIndex));
                }
                logIndex++;
            }
        }
        return found;
    }

    /** Of each list one at least must be in the bloom. */
    private static List<List<Bytes>> bloomTerms(LogQuery.Filter filter) {
        List<List<Bytes>> terms = new ArrayList<>();
        if (!filter.addresses().isEmpty()) {
            terms.add(filter.addresses().stream().map(Address::bytes).toList());
        }
        for (List<Hash> position : filter.topics()) {
            if (!position.isEmpty()) {
                terms.add(position.stream().map(Hash::bytes).toList());
            }
        }
        return terms;
    }

    private static boolean mayMatch(Bytes bloom, List<List<Bytes>> terms) {
        return terms.stream().allMatch(
                any -> any.stream().anyMatch(term -> LogsBloom.mayContain(bloom, term)));
    }
}
