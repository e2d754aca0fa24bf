package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.jsonrpc.PoolPlace;
import io.quorate.jsonrpc.StuckNonce;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.ledger.RecoveredTransaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds senders whose transactions wait for a nonce that nobody sends. */
final class StuckNonces {
    /** What gossip brings out of order is in order again long before. */
    private static final long STUCK_MILLIS = 5_000;
    private static final int SENDERS_MAX = 5;

    private final TransactionSubmitter submitter;

    StuckNonces(TransactionSubmitter submitter) {
        this.submitter = submitter;
    }

    /** At most five senders; {@code waiting} transactions in all spare the look where there are none. */
    List<StuckNonce> find(int waiting) {
        if (waiting == 0) return List.of();
        Map<Address, List<RecoveredTransaction>> bySender = new LinkedHashMap<>();
        for (RecoveredTransaction each : submitter.content().queued()) {
            if (bySender.size() == SENDERS_MAX && !bySender.containsKey(each.sender())) continue;
            bySender.computeIfAbsent(each.sender(), _ -> new ArrayList<>()).add(each);
        }
        List<StuckNonce> stuck = new ArrayList<>();
        bySender.forEach((sender, transactions) -> {
            // The lowest nonce tells: those behind it may have come later, and wait for the same.
            if (submitter.place(transactions.getFirst().hash()) instanceof PoolPlace.Waiting place
                    && place.isGapped() && place.waitingMillis() >= STUCK_MILLIS) {
                stuck.add(new StuckNonce(sender, place.firstGap(), transactions.size(),
                        place.waitingMillis()));
            }
        });
        return stuck;
    }
}
