package io.quorate.node.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.primitives.UInt256;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that checks what clients saw in a run of fifty writes and as many reads a second, or compares its chains too,
 * and prints what it finds. Write p of all is the p-th in the order, but for what {@code broken} breaks in the middle.
 */
final class LongRun {
    private static final int CLIENTS = 8;
    private static final int REPLICAS = 2;
    private static final int RECEIPTS_PER_BLOCK = 50;
    private static final int WRITES_PER_MINUTE = 3_000;
    private static final long WRITE_NANOS = 20_000_000;

    private final int writes;
    private final boolean broken;
    private final boolean compares;

    private LongRun(int writes, boolean broken, boolean compares) {
        this.writes = writes;
        this.broken = broken;
        this.compares = compares;
    }

    public static void main(String[] arguments) throws IOException {
        LongRun run = new LongRun(Integer.parseInt(arguments[0]),
                Boolean.parseBoolean(arguments[1]), Boolean.parseBoolean(arguments[2]));
        History history = run.history();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("events that waited: " + history.eventsMost());
        history.faults().forEach(out::println);
        out.println("checked " + history.swapCount() + " writes, " + history.readCount()
                + " reads");
        if (!run.compares) return;
        List<Chain> chains = new ArrayList<>();
        for (int replica = 0; replica < REPLICAS; replica++) {
            chains.add(run.new Chain(replica));
        }
        ChainComparison.Outcome outcome = new ChainComparison(chains, history.writes()).compare();
        outcome.faults().forEach(fault -> out.println(fault.replaceAll("\\{.*}", "R")));
        out.println("compared " + outcome.blocks() + " blocks");
    }

    private History history() {
        History history = new History();
        for (int place = 1; place <= writes; place++) {
            long invoked = place * WRITE_NANOS;
            // Neighbours overlap, and every second one is acknowledged before the one in front of it.
            int acknowledged = place % 2 == 1 && place < writes ? place + 1
                    : place % 2 == 1 ? place : place - 1;
            long completed = invoked + 2 * WRITE_NANOS;
            if (broken && acknowledged == writes / 4) completed = invoked - 10 * WRITE_NANOS;
            history.add(new Swap(value(acknowledged - 1), value(acknowledged),
                    acknowledged % REPLICAS, broken && acknowledged == writes / 4
                            ? completed - WRITE_NANOS
                            : invoked,
                    completed, compares ? ReceiptDigest.of(receipt(acknowledged)) : acknowledged));
            int shown = Math.max(0, place - 10);
            if (broken && place == writes / 2) shown = place - 1_000;
            if (place % WRITES_PER_MINUTE == 0) history.forgetTimes();
            history.add(new History.Read(REPLICAS, UInt256.of(value(shown)), invoked + 1,
                    invoked + 2));
        }
        return history;
    }

    private static long value(int place) {
        return place == 0 ? WriteLog.FIRST_VALUE
                : WriteLog.value((place - 1) % CLIENTS, (place - 1) / CLIENTS + 1);
    }

    private static ObjectNode receipt(int place) {
        ObjectNode receipt = JsonNodeFactory.instance.objectNode().put("status", "0x1")
                .put("blockNumber", Integer.toString(place / RECEIPTS_PER_BLOCK))
                .put("gasUsed", "0x6a3f");
        receipt.putArray("logs").addObject().put("data",
                UInt256.of(value(place - 1)).toBytes().toHexString()
                        + UInt256.of(value(place)).toBytes().toUnprefixedHexString());
        return receipt;
    }

    /** Blocks are made when they are asked for. */
    private final class Chain implements ChainView {
        private final int replica;

        Chain(int replica) {
            this.replica = replica;
        }

        @Override
        public long height() {
            return writes / RECEIPTS_PER_BLOCK;
        }

        @Override
        public List<JsonNode> receipts(long first, long last) {
            List<JsonNode> blocks = new ArrayList<>();
            for (long number = first; number <= last; number++) {
                ArrayNode block = JsonNodeFactory.instance.arrayNode();
                long end = Math.min(writes + 1L, (number + 1) * RECEIPTS_PER_BLOCK);
                for (int place = (int) number * RECEIPTS_PER_BLOCK; place < end; place++) {
                    if (place == 0) continue;
                    ObjectNode receipt = receipt(place);
                    if (broken && replica == 1 && place == writes / 3) continue;
                    if (broken && replica == 1 && place == writes / 5) {
                        receipt.put("gasUsed", "0x0");
                    }
                    block.add(receipt);
                }
                blocks.add(block);
            }
            return blocks;
        }

        @Override
        public List<JsonNode> blocks(long first, long last) {
            List<JsonNode> blocks = new ArrayList<>();
            for (long number = first; number <= last; number++) {
                ObjectNode block = JsonNodeFactory.instance.objectNode()
                        .put("number", "0x" + Long.toHexString(number))
                        .put("hash", broken && number == height() ? "h" + replica : "h");
                block.putArray("transactions").addObject().put("from", "deployer").put("nonce",
                        "0x" + Long.toHexString(broken && number == height() / 2 ? 0 : number));
                blocks.add(block);
            }
            return blocks;
        }
    }
}
