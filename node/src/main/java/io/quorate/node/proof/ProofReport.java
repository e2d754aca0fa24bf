package io.quorate.node.proof;

import io.quorate.bft.MemberId;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Log;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.proof.Fact;
import io.quorate.proof.Verdict;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;

/** Says in words what a proof proves. */
public final class ProofReport {
    private static final int DATA_SHOWN = 64;

    private final Function<MemberId, String> names;

    /** {@code names} of the validators. */
    public ProofReport(Function<MemberId, String> names) {
        this.names = names;
    }

    /** A sentence a line. */
    public List<String> lines(Verdict.Proven proven) {
        List<String> lines = new ArrayList<>();
        Verdict.ProvenBlock newest = proven.blocks().getFirst();
        lines.add("block " + newest.header().number() + " of "
                + time(newest.header().timestamp()) + " is " + newest.hash());
        lines.add(proven.signing().map(this::signing)
                .orElse("it is the block that the genesis file makes"));
        proven.blocks().stream().skip(1).forEach(block -> lines.add("block "
                + block.header().number() + " of " + time(block.header().timestamp()) + " is "
                + block.hash() + ", an ancestor"));
        Map<Address, Fact.OfAccount> before = new HashMap<>();
        for (Fact fact : proven.facts()) {
            switch (fact) {
                case Fact.OfAccount account -> {
                    lines.addAll(account(account));
                    Fact.OfAccount earlier = before.put(account.address(), account);
                    if (earlier != null) {
                        lines.addAll(changes(earlier, account));
                    }
                }
                case Fact.OfTransaction transaction ->
                        lines.add(place(transaction.transaction(), transaction.index(),
                                transaction.blockNumber()));
                case Fact.OfReceipt receipt -> lines.addAll(receipt(receipt));
            }
        }
        return lines;
    }

    private String signing(Verdict.Signing signing) {
        return "certified by " + signing.signers().size() + " of " + signing.members()
                + " validators of epoch " + signing.epoch() + " (a quorum is "
                + signing.quorum() + "): "
                + signing.signers().stream().map(names).collect(Collectors.joining(", "))
                + ", in slot " + signing.seqNum();
    }

    static String time(long seconds) {
        try {
            return Instant.ofEpochSecond(seconds).toString();
        } catch (DateTimeException _) { // a genesis file may say anything
            return "second " + Long.toUnsignedString(seconds);
        }
    }

    private static List<String> account(Fact.OfAccount fact) {
        String at = "at block " + fact.blockNumber() + " ";
        List<String> lines = new ArrayList<>();
        if (!fact.exists()) {
            lines.add(at + "there is no account " + fact.address()
                    + ": its balance and nonce are 0, and it has no code");
        } else {
            lines.add(at + "the balance of " + fact.address() + " is "
                    + fact.account().balance().toBigInteger() + ", its nonce "
                    + Long.toUnsignedString(fact.account().nonce()) + ", "
                    + code(fact.account().codeHash()));
        }
        fact.slots().forEach((key, value) -> lines.add(at + "slot " + key + " of "
                + fact.address() + " is " + value.toHash()));
        return lines;
    }

    private static String code(Hash codeHash) {
        return codeHash.equals(Hash.EMPTY) ? "without code" : "the hash of its code " + codeHash;
    }

    private static List<String> changes(Fact.OfAccount before, Fact.OfAccount after) {
        List<String> lines = new ArrayList<>();
        String between = "from block " + before.blockNumber() + " to block "
                + after.blockNumber() + " ";
        if (!before.account().balance().equals(after.account().balance())) {
            lines.add(between + "the balance of " + after.address() + " changed from "
                    + before.account().balance().toBigInteger() + " to "
                    + after.account().balance().toBigInteger());
        }
        if (before.account().nonce() != after.account().nonce()) {
            lines.add(between + "the nonce of " + after.address() + " changed from "
                    + Long.toUnsignedString(before.account().nonce()) + " to "
                    + Long.toUnsignedString(after.account().nonce()));
        }
        if (!before.account().codeHash().equals(after.account().codeHash())) {
            lines.add(between + "the code of " + after.address() + " changed");
        }
        after.slots().forEach((key, value) -> {
            UInt256 earlier = before.slots().get(key);
            if (earlier != null && !earlier.equals(value)) {
                lines.add(between + "slot " + key + " of " + after.address() + " changed from "
                        + earlier.toHash() + " to " + value.toHash());
            }
        });
        return lines;
    }

    private static String place(RecoveredTransaction transaction, int index, long block) {
        return "transaction " + transaction.hash() + " is number " + index + " of block " + block
                + ": from " + transaction.sender() + " "
                + transaction.transaction().to().map(to -> "to " + to)
                        .orElse("creating a contract")
                + ", value " + transaction.transaction().value().toBigInteger() + ", nonce "
                + Long.toUnsignedString(transaction.transaction().nonce()) + ", data "
                + data(transaction.transaction().data());
    }

    private static List<String> receipt(Fact.OfReceipt fact) {
        List<String> lines = new ArrayList<>();
        lines.add(place(fact.transaction(), fact.index(), fact.blockNumber()));
        List<Log> logs = fact.receipt().logs();
        lines.add("it " + (fact.receipt().postState().isPresent() ? "ran"
                : fact.receipt().succeeded() ? "succeeded" : "failed") + ", with "
                + (logs.size() == 1 ? "1 event" : logs.size() + " events"));
        for (Log log : logs) {
            lines.add("    event of " + log.address() + ", topics ["
                    + log.topics().stream().map(Hash::toString).collect(Collectors.joining(", "))
                    + "], data " + data(log.data()));
        }
        return lines;
    }

    private static String data(Bytes data) {
        return data.isEmpty() ? "none"
                : data.size() <= DATA_SHOWN ? data.toHexString()
                        : data.slice(0, DATA_SHOWN).toHexString() + "… (" + data.size()
                                + " bytes)";
    }
}
