package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.WriteTracer;
import io.quorate.jsonrpc.AccountProof;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.json.Quantity;
import io.quorate.jsonrpc.view.ProofView;
import io.quorate.ledger.Block;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.state.EntryHistory;
import io.quorate.state.StateEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who changed what: the history of single entries of the state. */
final class AuditMethods {
    private static final int CHANGES_DEFAULT = 100;
    private static final int CHANGES_MAX = 10_000;
    /** Each needs its block's transactions up to its own to run again. */
    private static final int PATHS_MAX = 100;
    /** Of the transactions that changed an entry in one block. */
    private static final int RECEIPTS_MAX = 100;

    private final ChainQueries chain;
    private final Blocks blocks;
    private final ProofMethods proofs;

    AuditMethods(ChainQueries chain, Blocks blocks, ProofMethods proofs) {
        this.chain = chain;
        this.blocks = blocks;
        this.proofs = proofs;
    }

    List<Method> all() {
        return List.of(Method.heavy("audit_getHistory", 5, this::history),
                Method.heavy("audit_getProof", 3, this::proof));
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
        EntryHistory.Page page = changes(entry, start, to, options.limit);
        SortedMap<Long, List<EntryHistory.Change>> byBlock = new TreeMap<>();
        page.changes().forEach(change -> byBlock
                .computeIfAbsent(change.at().block(), _ -> new ArrayList<>()).add(change));
        CallPaths paths = new CallPaths(chain, entry);
        List<JsonValue> changes = new ArrayList<>();
        Optional<EntryHistory.Position> next = page.next();
        for (var each : byBlock.entrySet()) {
            Block block = blocks.requireBlock(each.getKey());
            if (options.paths && !paths.run(block, each.getValue())) {
                next = Optional.of(each.getValue().getFirst().at());
                break;
            }
            each.getValue().forEach(change -> changes.add(view(entry, change, block,
                    options.paths ? Optional.of(paths) : Optional.empty())));
        }
        return page(changes, next);
    }

    private EntryHistory.Page changes(StateEntry entry, EntryHistory.Position from, long to,
            int max) {
        return chain.changes(entry, from, to, max)
                .orElseThrow(() -> Blocks.pruned(chain, "state of block", from.block()));
    }

    private static JsonValue page(List<JsonValue> changes,
            Optional<EntryHistory.Position> next) {
        return out -> {
            out.startObject();
            out.values("changes", changes);
            next.ifPresentOrElse(at -> out.value("next", position(at)),
                    () -> out.nullField("next"));
            out.endObject();
        };
    }

    /**
     * What a block made of an entry, as a file of a proof: the state before and after, and the receipts of the
     * transactions that changed it. Which of several did what is not in any header, and so is not proved.
     */
    private JsonValue proof(Call call) {
        StateEntry entry = entry(call);
        long number = blocks.require(call.at(2, "block")).stateNumber();
        JsonValue certificate = proofs.certificate(number, number == 0 ? 0 : 1);
        List<JsonValue> claims = new ArrayList<>();
        if (number > 0) {
            claims.add(claim(entry, number - 1));
        }
        claims.add(claim(entry, number));
        // The history of the oldest block that is kept is not whole: its state can be proved, not who changed it.
        boolean isWhole = number > chain.earliestBlockNumber() && number > 0;
        if (isWhole) {
            Block block = blocks.requireBlock(number);
            List<Integer> by = changes(entry, EntryHistory.Position.startOf(number), number,
                    RECEIPTS_MAX).changes().stream()
                    .map(change -> CallPaths.transactionIndex(change, block))
                    .filter(index -> index >= 0).toList();
            proofs.receipts(number, by)
                    .forEach(receipt -> claims.add(ProofView.receiptClaim(receipt)));
        }
        return ProofView.file(certificate, claims);
    }

    private JsonValue claim(StateEntry entry, long number) {
        List<UInt256> keys = entry instanceof StateEntry.Slot(var _, var slot) ? List.of(slot)
                : List.of();
        AccountProof proof = chain.proof(entry.address(), keys, number).orElseThrow(
                () -> Blocks.pruned("proofs of block", number, "with proofs",
                        chain.earliestProvableBlock()));
        return ProofView.accountClaim(number, ProofView.account(entry.address(), proof,
                keys.stream().map(key -> key.toHash().toString()).toList()));
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

    private static JsonValue view(StateEntry entry, EntryHistory.Change change, Block block,
            Optional<CallPaths> paths) {
        int index = CallPaths.transactionIndex(change, block);
        boolean byTransaction = index >= 0;
        Optional<List<WriteTracer.Frame>> path = paths.filter(_ -> byTransaction)
                .map(run -> run.of(block.number(), index));
        return out -> {
            out.startObject();
            out.quantity("blockNumber", block.number());
            out.hash("blockHash", block.hash());
            out.quantity("timestamp", block.header().timestamp());
            out.string("oldValue", shown(entry, change.before()));
            out.string("newValue", shown(entry, change.after()));
            if (byTransaction) {
                transaction(out, block.transactions().get(index), index);
                path.ifPresent(frames -> out.values("callPath",
                        frames.stream().map(AuditMethods::frame).toList()));
            } else {
                out.string("cause", block.number() == 0 ? "genesis"
                        : change.at().step() == 0 ? "blockStart" : "blockEnd");
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

    private static String shown(StateEntry entry, UInt256 value) {
        return switch (entry) {
            case StateEntry.Slot _,StateEntry.CodeHash _ -> value.toHash().toString();
            case StateEntry.Balance _,StateEntry.Nonce _,StateEntry.Touched _ -> value.toString();
        };
    }
}
