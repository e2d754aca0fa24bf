package io.quorate.jsonrpc.view;

import io.quorate.jsonrpc.LogEntry;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import java.util.List;

/** A log object. {@code removed} is always false: decided blocks stay. */
public record LogView(LogEntry entry) implements JsonValue {
    public static List<LogView> all(List<LogEntry> entries) {
        return entries.stream().map(LogView::new).toList();
    }

    @Override
    public void writeTo(JsonOut out) {
        out.startObject();
        out.address("address", entry.log().address());
        out.hashes("topics", entry.log().topics());
        out.data("data", entry.log().data());
        out.quantity("blockNumber", entry.blockNumber());
        out.hash("transactionHash", entry.transactionHash());
        out.quantity("transactionIndex", entry.transactionIndex());
        out.hash("blockHash", entry.blockHash());
        out.quantity("blockTimestamp", entry.blockTimestamp());
        out.quantity("logIndex", entry.logIndex());
        out.bool("removed", false);
        out.endObject();
    }
}
