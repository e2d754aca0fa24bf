package io.quorate.node;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.ledger.Block;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.node.pool.Refusal;
import io.quorate.node.tracing.TraceIds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Words the lines that concern one transaction. Its hash and the identity of its trace are fields of each, so that whoever collects
 * logs finds all lines of one transaction, at all replicas, and its trace. All but one are for DEBUG, and cost nothing above.
 */
final class TransactionLog {
    /** To be made louder by itself. */
    private static final Logger LOG = LoggerFactory.getLogger("quorate.transaction");

    private final int replica;

    TransactionLog(int replica) {
        this.replica = replica;
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, Hash transaction) {
        return line.addKeyValue("transaction", transaction)
                .addKeyValue("trace", TraceIds.trace(transaction));
    }

    /** The rules of accounts and contracts do not let its sender; {@code proposer} is -1 where nobody proposed it. */
    void notPermitted(Hash transaction, Refusals.Place place, Refusal.Reason reason,
            Address sender, int proposer, long othersSinceLastLine) {
        about(LOG.atWarn(), transaction).log("transaction not permitted replica={} at={} reason={}"
                + " sender={} proposer={} othersSinceLastLine={}", replica, place, reason, sender,
                proposer < 0 ? "none" : proposer, othersSinceLastLine);
    }

    void admitted(Hash transaction, String from) {
        if (LOG.isDebugEnabled()) {
            about(LOG.atDebug(), transaction).log("transaction admitted replica={} from={}",
                    replica, from);
        }
    }

    void turnedAway(Hash transaction, Refusals.Place place, Refusal refusal) {
        if (LOG.isDebugEnabled()) {
            about(LOG.atDebug(), transaction).log(
                    "transaction turned away replica={} at={} reason={}", replica, place,
                    refusal.reason());
        }
    }

    void included(Block block) {
        if (!LOG.isDebugEnabled()) return;
        for (RecoveredTransaction each : block.transactions()) {
            about(LOG.atDebug(), each.hash()).log("transaction in a block replica={} block={}",
                    replica, block.number());
        }
    }
}
