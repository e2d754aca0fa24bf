package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/** One replica's chain, part by part. */
interface ChainView {
    /** The number of the last block. */
    long height() throws IOException;

    /** The receipts of each block from the first to the last one, both included. */
    List<JsonNode> receipts(long first, long last) throws IOException;

    /** The same blocks with their transactions. */
    List<JsonNode> blocks(long first, long last) throws IOException;
}
