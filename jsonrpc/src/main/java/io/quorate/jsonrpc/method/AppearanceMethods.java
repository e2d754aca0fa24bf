package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.trace.TraceResult.CallFrame;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.TransactionLocation;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.view.ReceiptView;
import io.quorate.jsonrpc.view.TransactionView;
import io.quorate.ledger.Block;
import io.quorate.state.Account;
import io.quorate.state.EntryHistory;
import io.quorate.state.StateEntry;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * In which transactions an account appears, for the explorer Otterscan. They come from the history of its state: a
 * transaction counts that changed the account or a slot of it. A call that changed nothing does not.
 */
final class AppearanceMethods {
    private static final int CHANGES_MAX = 10_000;
    private static final long WINDOW_FIRST = 256;
    /** Of one request: changes that are looked at, and blocks that are read for them. */
    private static final int LOOKED_MAX = 100_000;
    private static final int BLOCKS_MAX = 2_000;
    /** Of one request: blocks that are run again; full ones take a second of a processor each. */
    private static final int REPLAYS_MAX = 20;
    /** EIP-7702: code that is another's address. */
    private static final Bytes DELEGATION = Bytes.of(0xef, 0x01, 0x00);

    private final ChainQueries chain;
    private final Blocks blocks;

    AppearanceMethods(ChainQueries chain, Blocks blocks) {
        this.chain = chain;
        this.blocks = blocks;
    }

    List<Method> all() {
        return List.of(Method.heavy("ots_searchTransactionsBefore", 3, this::before),
                Method.heavy("ots_searchTransactionsAfter", 3, this::after),
                Method.heavy("ots_getTransactionBySenderAndNonce", 2, this::bySenderAndNonce),
                Method.heavy("ots_getContractCreator", 1, this::creator));
    }

    /** Indexes of transactions by block. */
    private static final class Found {
        private final NavigableMap<Long, NavigableSet<Integer>> byBlock = new TreeMap<>();
        private int count;
        private int looked;
        private int blocks;

        void add(long block, int index) {
            if (byBlock.computeIfAbsent(block, _ -> new TreeSet<>()).add(index)) {
                count++;
            }
        }
    }

    private JsonValue before(Call call) {
        Address address = call.at(0, "address").address();
        long given = call.at(1, "blockNumber").longQuantityOrDecimal();
        int size = OtterscanMethods.pageSize(call.at(2, "pageSize"));
        long oldest = oldest();
        long high = given == 0 ? chain.latestNumber() : Math.min(given - 1, chain.latestNumber());
        Found found = new Found();
        long window = WINDOW_FIRST;
        while (high >= oldest && found.count < size) {
            long low = Math.max(oldest, high - window + 1);
            EntryHistory.Page page = changes(address, low, high, found);
            if (page.next().isPresent() && low < high) {
                window = (high - low + 1) / 2; // the later ones are wanted first
                continue;
            }
            addBackwards(page.changes(), size, found);
            high = found.count < size ? low - 1 : found.byBlock.firstKey() - 1;
            window *= 4;
        }
        boolean isLast = high < oldest || changes(address, oldest, high, 1).changes().isEmpty();
        return answer(found, given == 0, isLast);
    }

    /** A block is taken whole, so that the next page can begin below it. */
    private void addBackwards(List<EntryHistory.Change> changes, int size, Found found) {
        NavigableMap<Long, List<EntryHistory.Change>> byBlock = new TreeMap<>();
        changes.forEach(change -> byBlock
                .computeIfAbsent(change.at().block(), _ -> new ArrayList<>()).add(change));
        for (var each : byBlock.descendingMap().entrySet()) {
            if (found.count >= size) {
                return;
            }
            add(each.getKey(), each.getValue(), found);
        }
    }

    private void add(long number, List<EntryHistory.Change> all, Found found) {
        // What the protocol did before the transactions, as it does in each block, is none of them.
        List<EntryHistory.Change> changes = all.stream().filter(each -> each.at().step() > 0)
                .toList();
        if (changes.isEmpty()) {
            return;
        }
        if (++found.blocks > BLOCKS_MAX) {
            throw tooMuch("blocks", BLOCKS_MAX);
        }
        Block block = blocks.requireBlock(number);
        for (EntryHistory.Change change : changes) {
            int index = CallPaths.transactionIndex(change, block);
            if (index >= 0) {
                found.add(number, index);
            }
        }
    }

    private JsonValue after(Call call) {
        Address address = call.at(0, "address").address();
        long given = call.at(1, "blockNumber").longQuantityOrDecimal();
        int size = OtterscanMethods.pageSize(call.at(2, "pageSize"));
        long latest = chain.latestNumber();
        Found found = new Found();
        long low = Math.max(oldest(), given == 0 ? 0 : given + 1);
        long seenUpTo = low - 1;
        while (seenUpTo < latest && found.count < size) {
            EntryHistory.Page page = changes(address, seenUpTo + 1, latest, found);
            NavigableMap<Long, List<EntryHistory.Change>> byBlock = new TreeMap<>();
            page.changes().forEach(change -> byBlock
                    .computeIfAbsent(change.at().block(), _ -> new ArrayList<>()).add(change));
            long end = page.next().map(next -> next.block() - 1).orElse(latest);
            if (byBlock.isEmpty() || end <= seenUpTo) {
                end = Math.max(end, seenUpTo + 1); // one block with more changes than are read at once
            }
            seenUpTo = end;
            for (var each : byBlock.headMap(end, true).entrySet()) {
                add(each.getKey(), each.getValue(), found);
                if (found.count >= size) {
                    seenUpTo = each.getKey();
                    break;
                }
            }
        }
        boolean isNewest = seenUpTo >= latest
                || changes(address, seenUpTo + 1, latest, 1).changes().isEmpty();
        return answer(found, isNewest, given == 0);
    }

    private long oldest() {
        long oldest = chain.earliestBlockNumber();
        return oldest == 0 ? 0 : oldest + 1; // what changed in the oldest block is not known whole
    }

    private EntryHistory.Page changes(Address address, long from, long to, Found found) {
        EntryHistory.Page page = changes(address, from, to, CHANGES_MAX);
        found.looked += page.changes().size();
        if (found.looked > LOOKED_MAX) {
            throw tooMuch("changes", LOOKED_MAX);
        }
        return page;
    }

    private static JsonRpcException tooMuch(String what, int max) {
        return new JsonRpcException(ErrorCode.LIMIT_EXCEEDED, "more than " + max + " " + what
                + " would have to be looked at");
    }

    private EntryHistory.Page changes(Address address, long from, long to, int max) {
        return chain.changes(new StateEntry.Touched(address), EntryHistory.Position.startOf(from),
                to, max).orElseThrow(() -> Blocks.pruned(chain, "state of block", from));
    }

    /** The newest first, whatever the direction of the search. */
    private JsonValue answer(Found found, boolean isFirst, boolean isLast) {
        List<JsonValue> transactions = new ArrayList<>();
        List<JsonValue> receipts = new ArrayList<>();
        found.byBlock.descendingMap().forEach((number, indexes) -> {
            Block block = blocks.requireBlock(number);
            List<ReceiptView> all = ReceiptView.all(chain.feeMode(),
                    chain.blobBaseFee(block.header()), block, blocks.requireReceipts(number));
            for (int index : indexes.descendingSet()) {
                transactions.add(TransactionView.inBlock(chain.feeMode(), block, index));
                receipts.add(all.get(index).withTimestamp());
            }
        });
        return out -> {
            out.startObject();
            out.values("txs", transactions);
            out.values("receipts", receipts);
            out.bool("firstPage", isFirst);
            out.bool("lastPage", isLast);
            out.endObject();
        };
    }

    /** Its hash; null where no block has it. */
    private JsonValue bySenderAndNonce(Call call) {
        return JsonValue.orNull(new NonceSearch(chain, blocks)
                .find(call.at(0, "sender").address(), call.at(1, "nonce").longQuantityOrDecimal())
                .map(at -> JsonValue.of(blocks.requireBlock(at.blockNumber()).transactions()
                        .get(at.index()).hash())));
    }

    /** Null for what is no contract, and for one that the genesis state has. */
    private JsonValue creator(Call call) {
        Address address = call.at(0, "address").address();
        StateView latest = chain.stateAt(chain.latestNumber()).orElseThrow(
                () -> Blocks.pruned(chain, "state", chain.latestNumber()));
        Hash code = latest.account(address).map(Account::codeHash).orElse(Hash.EMPTY);
        if (code.equals(Hash.EMPTY) || isDelegation(latest, code)) {
            return JsonValue.NULL;
        }
        long oldest = oldest();
        EntryHistory.Page page = chain.changes(new StateEntry.CodeHash(address),
                EntryHistory.Position.startOf(oldest), chain.latestNumber(), CHANGES_MAX)
                .orElseThrow(() -> Blocks.pruned(chain, "state of block", oldest));
        if (page.next().isPresent()) {
            throw tooMuch("changes", CHANGES_MAX);
        }
        int replays = 0;
        for (EntryHistory.Change change : page.changes().reversed()) {
            Block block = blocks.requireBlock(change.at().block());
            int index = CallPaths.transactionIndex(change, block);
            if (index >= 0 && !isDelegation(latest, change.after().toHash())) {
                if (++replays > REPLAYS_MAX) {
                    throw tooMuch("transactions", REPLAYS_MAX);
                }
                Optional<CallFrame> made = creation(OtterscanMethods.traced(chain,
                        new TransactionLocation(block.number(), index)), address);
                if (made.isPresent()) {
                    return creator(block.transactions().get(index).hash(), made.get());
                }
            }
        }
        if (oldest > 0) {
            throw Blocks.pruned(chain, "the creation before block", oldest);
        }
        return JsonValue.NULL;
    }

    private static boolean isDelegation(StateView state, Hash codeHash) {
        Bytes code = state.code(codeHash);
        return code.size() == DELEGATION.size() + Address.SIZE
                && code.slice(0, DELEGATION.size()).equals(DELEGATION);
    }

    private static JsonValue creator(Hash hash, CallFrame made) {
        return out -> {
            out.startObject();
            out.hash("hash", hash);
            out.address("creator", made.from());
            out.endObject();
        };
    }

    private static Optional<CallFrame> creation(CallFrame frame, Address address) {
        if (frame.kind().isCreation() && frame.error().isEmpty()
                && frame.to().filter(address::equals).isPresent()) {
            return Optional.of(frame);
        }
        return frame.calls().stream().flatMap(inner -> creation(inner, address).stream())
                .findFirst();
    }
}
