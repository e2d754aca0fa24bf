package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.evm.trace.WriteTracer;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.json.Quantity;
import io.quorate.ledger.Block;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.EntryHistory;
import io.quorate.state.StateEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who changed what: the history of single entries of the state. */
final class AuditMethods {
    private static final int CHANGES_DEFAULT = 100;
    private static final int CHANGES_MAX = 10_000;
    /** Each needs its block's transactions up to its own to run again. */
    private static final int PATHS_MAX = 100;

    private final ChainQueries chain;
    private final Blocks blocks;

    AuditMethods(ChainQueries chain, Blocks blocks) {
        this.chain = chain;
        this.blocks = blocks;
    }

    List<Method> all() {
        return List.of(Method.heavy("audit_getHistory", 5, this::history));
    }

    /** How much a page has, where it begins, and whether it tells calls. */
    private record Options(int limit, Optional<EntryHistory.Position> after, boolean paths) {
        static Options of(Param param) {
            if (param.isAbsent()) {
                return new Options(CHANGES_DEFAULT, Optional.empty(), true);
            }
            param.requireOnly(Set.of("limit", "after", "callPaths"));
            boolean paths = param.field("callPaths").optional(Param::bool).orElse(true);
            int max = paths ? PATHS_MAX : CHANGES_MAX;
            long limit = param.field("limit").optional(Param::longQuantityOrDecimal)
                    .orElse((long) CHANGES_DEFAULT);
            if (limit < 1 || limit > max) {
                throw param.field("limit").wrong("from 1 to " + max + (paths
                        ? ", or to " + CHANGES_MAX + " with callPaths false"
                        : ""));
            }
            return new Options((int) limit, param.field("after").optional(Options::position),
                    paths);
        }

        private static EntryHistory.Position position(Param param) {
            return new EntryHistory.Position(param.field("block").longQuantityOrDecimal(),
                    param.field("step").index());
        }
    }

    private JsonValue history(Call call) {
        StateEntry entry = entry(call);
        long oldest = chain.earliestBlockNumber();
        long first = oldest == 0 ? 0 : oldest + 1; // what changed in the oldest block is not known whole
        long from = call.at(2, "fromBlock").isAbsent() ? first
                : blocks.require(call.at(2, "fromBlock")).stateNumber();
        from = from == oldest ? first : from;
        long to = blocks.require(call.at(3, "toBlock")).stateNumber();
        if (from > to) {
            throw JsonRpcException.invalidParams("invalid params: fromBlock "
                    + Quantity.of(from) + " is above toBlock " + Quantity.of(to));
        }
        Options options = Options.of(call.at(4, "options"));
        EntryHistory.Position start = options.after
                .orElse(EntryHistory.Position.startOf(from));
        if (start.block() < from || start.block() > to) {
            throw call.at(4, "options").field("after").wrong("a position that an earlier answer"
                    + " named, within the range of blocks");
        }
        EntryHistory.Page page = chain.changes(entry, start, to, options.limit)
                .orElseThrow(() -> Blocks.pruned(chain, "state of block", start.block()));
        Map<Long, Block> read = new HashMap<>();
        List<JsonValue> changes = page.changes().stream().map(change -> view(entry, change,
                read.computeIfAbsent(change.at().block(), blocks::requireBlock), options.paths))
                .toList();
        return out -> {
            out.startObject();
            out.values("changes", changes);
            page.next().ifPresentOrElse(next -> out.value("next", position(next)),
                    () -> out.nullField("next"));
            out.endObject();
        };
    }

    private static StateEntry entry(Call call) {
        var address = call.at(0, "address").address();
        Param name = call.at(1, "entry");
        return switch (name.string()) {
            case "balance" -> new StateEntry.Balance(address);
            case "nonce" -> new StateEntry.Nonce(address);
            case "code" -> new StateEntry.CodeHash(address);
            case String slot when slot.startsWith("0x") ->
                    new StateEntry.Slot(address, name.slot());
            default -> throw name
                    .wrong("\"balance\", \"nonce\", \"code\" or a storage key in hexadecimal");
        };
    }

    private static JsonValue position(EntryHistory.Position at) {
        return out -> {
            out.startObject();
            out.quantity("block", at.block());
            out.quantity("step", at.step());
            out.endObject();
        };
    }

    private JsonValue view(StateEntry entry, EntryHistory.Change change, Block block,
            boolean paths) {
        int index = change.at().step() - 1;
        boolean byTransaction = index >= 0 && index < block.transactions().size();
        List<WriteTracer.Frame> path = byTransaction && paths
                ? path(entry, block.number(), index)
                : List.of();
        return out -> {
            out.startObject();
            out.quantity("blockNumber", block.number());
            out.hash("blockHash", block.hash());
            out.quantity("timestamp", block.header().timestamp());
            out.string("oldValue", shown(entry, change.before()));
            out.string("newValue", shown(entry, change.after()));
            if (byTransaction) {
                transaction(out, block.transactions().get(index), index);
                if (paths) {
                    out.values("callPath", path.stream().map(AuditMethods::frame).toList());
                }
            } else {
                out.string("cause", block.number() == 0 ? "genesis"
                        : index < 0 ? "blockStart" : "blockEnd");
            }
            out.endObject();
        };
    }

    private static void transaction(JsonOut out, RecoveredTransaction transaction, int index) {
        out.string("cause", "transaction");
        out.hash("transactionHash", transaction.hash());
        out.quantity("transactionIndex", index);
        out.address("from", transaction.sender());
        transaction.transaction().to().ifPresentOrElse(to -> out.address("to", to),
                () -> out.nullField("to"));
    }

    private static JsonValue frame(WriteTracer.Frame frame) {
        return out -> {
            out.startObject();
            out.string("type", frame.kind().name());
            out.address("to", frame.to());
            out.endObject();
        };
    }

    private List<WriteTracer.Frame> path(StateEntry entry, long number, int index) {
        WriteTracer tracer = entry instanceof StateEntry.Slot(var contract, var slot)
                ? WriteTracer.ofSlot(contract, slot)
                : WriteTracer.ofAccount(entry.address());
        if (!chain.replay(number, index, i -> i == index ? tracer : Tracer.NONE)) {
            throw Blocks.pruned(chain, "state before block", number);
        }
        return tracer.path();
    }

    private static String shown(StateEntry entry, UInt256 value) {
        return switch (entry) {
            case StateEntry.Slot _,StateEntry.CodeHash _ -> value.toHash().toString();
            case StateEntry.Balance _,StateEntry.Nonce _ -> value.toString();
        };
    }
}
