package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.PoolPlace;
import io.quorate.jsonrpc.TransactionLocation;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Quantity;
import io.quorate.ledger.Block;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code txpool_explain}: where a transaction is, why it waits and what to do next. The words of {@code status} are
 * stable; the sentences are for people.
 */
final class PoolExplanation {
    private final ChainQueries chain;
    private final TransactionSubmitter submitter;
    private final Blocks blocks;
    private final Supplier<Optional<String>> obstacle;

    /** {@code obstacle}: why no block is made at present, where none is. */
    PoolExplanation(ChainQueries chain, TransactionSubmitter submitter, Blocks blocks,
            Supplier<Optional<String>> obstacle) {
        this.chain = chain;
        this.submitter = submitter;
        this.blocks = blocks;
        this.obstacle = obstacle;
    }

    JsonValue explain(Hash hash) {
        Optional<JsonValue> included = included(hash);
        if (included.isPresent()) {
            return included.get();
        }
        PoolPlace place = submitter.place(hash);
        return switch (place) {
            // Its block may have come between the two looks.
            case PoolPlace.Unknown _ -> included(hash).orElseGet(() -> unknown(hash));
            case PoolPlace.Waiting waiting -> waiting(waiting);
            case PoolPlace.GivenUp givenUp -> givenUp(hash, givenUp);
        };
    }

    private Optional<JsonValue> included(Hash hash) {
        return chain.locate(hash).map(this::included);
    }

    private JsonValue included(TransactionLocation at) {
        Block block = blocks.requireBlock(at.blockNumber());
        boolean certified = at.blockNumber() <= chain.finalizedNumber();
        String number = Quantity.of(at.blockNumber());
        return out -> {
            start(out, block.transactions().get(at.index()).hash(), "included", certified
                    ? "It is in block " + number + ", which a quorum of replicas has certified."
                            + " Ask eth_getTransactionReceipt for what it did."
                    : "It is in block " + number + ", which is decided and stays; its certificate"
                            + " follows in a moment. Ask eth_getTransactionReceipt for what it"
                            + " did.");
            out.quantity("blockNumber", at.blockNumber());
            out.hash("blockHash", block.hash());
            out.quantity("transactionIndex", at.index());
            out.bool("certified", certified);
            out.endObject();
        };
    }

    private JsonValue waiting(PoolPlace.Waiting waiting) {
        long nonce = waiting.transaction().transaction().nonce();
        return out -> {
            if (waiting.isGapped()) {
                start(out, waiting.transaction().hash(), "gapped", "It has nonce "
                        + Long.toUnsignedString(nonce) + ", and the sender's nonce "
                        + Long.toUnsignedString(waiting.firstGap())
                        + " is missing here. Send a transaction with that nonce, or send this one"
                        + " again with it.");
                out.quantity("missingNonce", waiting.firstGap());
            } else if (waiting.proposedFor().isPresent()) {
                start(out, waiting.transaction().hash(), "proposed",
                        "This replica has put it up, and the replicas are ordering it. It will be"
                                + " in a block in a moment, or wait again." + obstacle());
                out.quantity("sequenceNumber", waiting.proposedFor().getAsLong());
            } else {
                start(out, waiting.transaction().hash(), "pending", inLine(waiting) + obstacle());
            }
            out.address("from", waiting.transaction().sender());
            out.quantity("nonce", nonce);
            out.quantity("accountNonce", waiting.accountNonce());
            out.bool("local", waiting.local());
            out.number("waitingMillis", waiting.waitingMillis());
            out.endObject();
        };
    }

    private static String inLine(PoolPlace.Waiting waiting) {
        long earlier = waiting.transaction().transaction().nonce() - waiting.accountNonce();
        return earlier == 0
                ? "It is the sender's next one and waits for the leader to put it up. Nothing is"
                        + " to be done; it is offered to the leader until a block has it."
                : "It waits behind " + earlier + " of the sender's that wait too. Nothing is to be"
                        + " done unless those are stuck: ask about the one with nonce "
                        + Long.toUnsignedString(waiting.accountNonce()) + ".";
    }

    private String obstacle() {
        return obstacle.get().map(why -> " At present no block is made: " + why).orElse("");
    }

    private static JsonValue givenUp(Hash hash, PoolPlace.GivenUp givenUp) {
        return out -> {
            givenUp.replacedBy().ifPresentOrElse(other -> {
                start(out, hash, "replaced", "The sender signed another one with its nonce, "
                        + other + ". Ask about that one.");
                out.hash("replacedBy", other);
            }, () -> start(out, hash, givenUp.admitted() ? "dropped" : "refused",
                    givenUp.admitted()
                            ? "It waited here and was given up: " + givenUp.reason()
                                    + ". It will not come into a block unless it is sent again."
                            : "It was refused when it was sent: " + givenUp.reason()
                                    + ". Sign another one that heeds it."));
            out.number("code", givenUp.code());
            out.string("reason", givenUp.reason());
            out.endObject();
        };
    }

    private static JsonValue unknown(Hash hash) {
        return out -> {
            start(out, hash, "unknown",
                    "This replica has never seen it, or forgot it: it keeps those that wait, the"
                            + " last few thousand that it gave up, and what is in blocks. Send it"
                            + " again; nothing happens twice.");
            out.endObject();
        };
    }

    private static void start(JsonOut out, Hash hash, String status, String explanation) {
        out.startObject();
        out.hash("hash", hash);
        out.string("status", status);
        out.string("explanation", explanation);
    }
}
