package io.quorate.jsonrpc.view;

import io.quorate.evm.Opcode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.TraceResult;
import io.quorate.evm.trace.TraceResult.AccountState;
import io.quorate.evm.trace.TraceResult.FlatTrace;
import io.quorate.evm.trace.TraceResult.VmEffect;
import io.quorate.evm.trace.TraceResult.VmOperation;
import io.quorate.evm.trace.TraceResult.VmTrace;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/**
 * What one transaction or call did, in Parity's form; what was not asked for is null.
 *
 * @param transactionHash absent for a call that is no transaction
 */
public record ReplayView(Bytes output, Optional<List<FlatTrace>> trace, Optional<VmTrace> vmTrace,
        Optional<TraceResult.StateDiff> stateDiff, Optional<Hash> transactionHash)
        implements
            JsonValue {
    private static final AccountState NOTHING = new AccountState(Optional.of(UInt256.ZERO), 0,
            Bytes.EMPTY, new TreeMap<>());

    @Override
    public void writeTo(JsonOut out) {
        out.startObject();
        out.data("output", output);
        stateDiff.ifPresentOrElse(diff -> {
            out.name("stateDiff");
            write(out, diff);
        }, () -> out.nullField("stateDiff"));
        trace.ifPresentOrElse(
                traces -> out.values("trace", traces.stream().map(FlatTraceView::bare).toList()),
                () -> out.nullField("trace"));
        transactionHash.ifPresent(hash -> out.hash("transactionHash", hash));
        vmTrace.ifPresentOrElse(machine -> {
            out.name("vmTrace");
            write(out, machine);
        }, () -> out.nullField("vmTrace"));
        out.endObject();
    }

    private static void write(JsonOut out, TraceResult.StateDiff diff) {
        SortedSet<Address> changed = new TreeSet<>(diff.pre().keySet());
        changed.addAll(diff.post().keySet());
        out.startObject();
        for (Address address : changed) {
            AccountState before = diff.pre().getOrDefault(address, NOTHING);
            Optional<AccountState> after = Optional.ofNullable(diff.post().get(address));
            out.name(address.toString());
            out.startObject();
            if (after.isEmpty()) {
                writeWhole(out, "-", before, before);
            } else if (isNothing(before)) {
                writeWhole(out, "+", after.get(), before);
            } else {
                writeChanges(out, before, after.get());
            }
            out.endObject();
        }
        out.endObject();
    }

    /** As if it were not there (EIP-161). */
    private static boolean isNothing(AccountState account) {
        return account.nonce() == 0 && account.code().isEmpty()
                && account.balance().orElse(UInt256.ZERO).isZero();
    }

    /** An account that came or went; what is left out of {@code account} is as in {@code before}. */
    private static void writeWhole(JsonOut out, String sign, AccountState account,
            AccountState before) {
        one(out, "balance", sign, account.balance().or(before::balance).orElse(UInt256.ZERO)
                .toString());
        one(out, "code", sign, account.code().toHexString());
        one(out, "nonce", sign, "0x" + Long.toHexString(account.nonce()));
        out.name("storage");
        out.startObject();
        account.storage().forEach(
                (slot, value) -> one(out, word(slot), sign, word(value)));
        out.endObject();
    }

    private static void writeChanges(JsonOut out, AccountState before, AccountState after) {
        change(out, "balance", before.balance().orElse(UInt256.ZERO).toString(),
                after.balance().map(UInt256::toString));
        change(out, "code", before.code().toHexString(), after.code().isEmpty()
                ? Optional.empty() : Optional.of(after.code().toHexString()));
        change(out, "nonce", "0x" + Long.toHexString(before.nonce()), after.nonce() == 0
                ? Optional.empty() : Optional.of("0x" + Long.toHexString(after.nonce())));
        SortedSet<UInt256> slots = new TreeSet<>(before.storage().keySet());
        slots.addAll(after.storage().keySet());
        out.name("storage");
        out.startObject();
        for (UInt256 slot : slots) {
            change(out, word(slot),
                    word(before.storage().getOrDefault(slot, UInt256.ZERO)),
                    Optional.of(word(after.storage().getOrDefault(slot, UInt256.ZERO))));
        }
        out.endObject();
    }

    private static String word(UInt256 value) {
        return value.toBytes().toHexString();
    }

    private static void one(JsonOut out, String name, String sign, String value) {
        out.name(name);
        out.startObject();
        out.string(sign, value);
        out.endObject();
    }

    /** {@code to} is absent where nothing changed. */
    private static void change(JsonOut out, String name, String from, Optional<String> to) {
        if (to.isEmpty()) {
            out.string(name, "=");
            return;
        }
        out.name(name);
        out.startObject();
        out.name("*");
        out.startObject();
        out.string("from", from);
        out.string("to", to.get());
        out.endObject();
        out.endObject();
    }

    private static void write(JsonOut out, VmTrace machine) {
        out.startObject();
        out.data("code", machine.code());
        out.name("ops");
        out.startArray();
        machine.operations().forEach(operation -> write(out, operation));
        out.endArray();
        out.endObject();
    }

    private static void write(JsonOut out, VmOperation operation) {
        out.startObject();
        out.number("cost", operation.cost());
        operation.effect().ifPresentOrElse(effect -> write(out, effect),
                () -> out.nullField("ex"));
        out.number("pc", operation.programCounter());
        operation.sub().ifPresentOrElse(sub -> {
            out.name("sub");
            write(out, sub);
        }, () -> out.nullField("sub"));
        out.string("op", Opcode.nameOf(operation.opcode()));
        out.endObject();
    }

    private static void write(JsonOut out, VmEffect effect) {
        out.name("ex");
        out.startObject();
        effect.memory().ifPresentOrElse(memory -> {
            out.name("mem");
            out.startObject();
            out.data("data", memory.data());
            out.number("off", memory.offset());
            out.endObject();
        }, () -> out.nullField("mem"));
        out.name("push");
        out.startArray();
        effect.pushed().forEach(pushed -> out.stringValue(pushed.toString()));
        out.endArray();
        effect.stored().ifPresentOrElse(stored -> {
            out.name("store");
            out.startObject();
            out.quantity("key", stored.key());
            out.quantity("val", stored.value());
            out.endObject();
        }, () -> out.nullField("store"));
        out.number("used", effect.gasLeft());
        out.endObject();
    }
}
