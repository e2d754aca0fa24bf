package io.quorate.jsonrpc.view;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.BlockAccessList.AccountAccess;
import io.quorate.ledger.BlockAccessList.Change;
import java.util.List;
import java.util.function.BiConsumer;

/** A block's access list (EIP-7928), as {@code eth_getBlockAccessList} answers it. */
public record AccessListView(BlockAccessList list) implements JsonValue {
    @Override
    public void writeTo(JsonOut out) {
        out.startArray();
        list.accounts().forEach((address, access) -> write(out, address, access));
        out.endArray();
    }

    private static void write(JsonOut out, Address address, AccountAccess access) {
        out.startObject();
        out.address("address", address);
        changes(out, "balanceChanges", access.balances(),
                (to, value) -> to.quantity("value", value));
        changes(out, "codeChanges", access.codes(), (to, code) -> to.data("code", code));
        changes(out, "nonceChanges", access.nonces(),
                (to, value) -> to.quantity("value", (long) value));
        out.name("storageChanges");
        out.startArray();
        access.slots().forEach((slot, changes) -> {
            out.startObject();
            out.data("key", slot.toBytes());
            changes(out, "changes", changes,
                    (to, value) -> to.data("value", value.toBytes()));
            out.endObject();
        });
        out.endArray();
        out.name("storageReads");
        out.startArray();
        for (UInt256 slot : access.reads()) {
            out.stringValue(slot.toBytes().toHexString());
        }
        out.endArray();
        out.endObject();
    }

    private static <T> void changes(JsonOut out, String name, List<Change<T>> changes,
            BiConsumer<JsonOut, T> value) {
        out.name(name);
        out.startArray();
        for (Change<T> change : changes) {
            out.startObject();
            out.quantity("index", change.index());
            value.accept(out, change.after());
            out.endObject();
        }
        out.endArray();
    }
}
