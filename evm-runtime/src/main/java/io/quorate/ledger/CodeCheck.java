package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.state.DamageReport;
import io.quorate.state.storage.Cursor;
import io.quorate.state.storage.Entry;
import io.quorate.state.storage.KeyValueReader;
import io.quorate.state.storage.Space;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** Each code has the hash that it is kept under. For one thread. */
final class CodeCheck {
    private final KeyValueReader store;
    private final DamageReport report;

    CodeCheck(KeyValueReader store, DamageReport report) {
        this.store = store;
        this.report = report;
    }

    void run() {
        report.begins("codes", store.estimatedEntries(Space.CODE));
        try (Cursor cursor = store.scan(Space.CODE, new byte[0], new byte[0])) {
            while (cursor.hasNext()) {
                Entry entry = cursor.next();
                report.looked(1);
                Hash hash = Keccak256.hash(entry.value());
                if (!Arrays.equals(hash.toArray(), entry.key())) {
                    report.damage(Space.CODE, "the code with hash " + Bytes.wrap(entry.key()),
                            "has the hash " + hash);
                }
            }
        }
    }
}
