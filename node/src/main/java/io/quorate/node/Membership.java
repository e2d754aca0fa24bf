package io.quorate.node;

import io.quorate.bft.MemberId;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.runtime.OrderingStatus;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.ExecutedBlock;
import io.quorate.execution.MemberRegistry;
import io.quorate.genesis.keys.NodeKey;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.ledger.BlockAccessList;
import io.quorate.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What the members' records mean to this replica beside the epochs: who may connect though it is no member, and, where
 * this replica is to join, that it says so on chain once it follows.
 */
final class Membership {
    private static final Bytes READY = Keccak256
            .hash("ready(uint32)".getBytes(StandardCharsets.US_ASCII)).bytes().slice(0, 4);
    private static final long READY_GAS = 200_000;
    /** A transaction that was lost is sent again. */
    private static final long REPEAT_MILLIS = 5_000;

    private final Ledger ledger;
    private final MemberId self;
    private final List<NodeKey> keys;
    private final Outlets outlets;
    private final OwnTransactions transactions;
    private final OperatorLog log;
    private volatile Optional<MemberRegistry.Node> joining = Optional.empty();
    private volatile Optional<MemberRegistry.Node> own = Optional.empty();
    private volatile boolean hasLeft;
    // The rest belongs to the clock's thread.
    private long sentNanos = System.nanoTime() - REPEAT_MILLIS * 1_000_000;
    private String lastObjection = "";

    /** What this needs of the rest of the replica. */
    interface Outlets extends OwnTransactions.Outlets {
        void observers(List<Member> observers);

        Optional<OrderingStatus> status();

        /** Nothing is decided that was not executed for long. */
        boolean follows();
    }

    /** {@code keys} that this replica holds, one of which a record may name. */
    Membership(Ledger ledger, MemberId self, List<NodeKey> keys, Outlets outlets,
            OperatorLog log) {
        this.ledger = ledger;
        this.self = self;
        this.keys = List.copyOf(keys);
        this.outlets = outlets;
        this.transactions = new OwnTransactions(outlets);
        this.log = log;
    }

    /** On the executing thread, once the block is committed. */
    void afterBlock(ExecutedBlock block) {
        BlockAccessList.AccountAccess access = block.accessList().accounts()
                .get(MemberRegistry.ADDRESS);
        if (access != null && !access.slots().isEmpty()) look();
    }

    /** Reads the records anew, on the executing thread or before it runs. */
    void look() {
        ledger.stateAt(ledger.head().number()).flatMap(MemberRegistry::in).ifPresent(registry -> {
            List<MemberRegistry.Node> nodes = registry.nodes();
            outlets.observers(nodes.stream().filter(Membership::isGuest).map(Membership::guest)
                    .toList());
            own = nodes.stream().filter(node -> node.number() == self.number()).findFirst();
            joining = own.filter(node -> node.role() == MemberRegistry.Role.VALIDATOR
                    && node.stage() == MemberRegistry.Stage.JOINING && !node.ready());
        });
    }

    /** It follows and serves, as its members want it to. */
    boolean isObserver() {
        return own.filter(node -> node.role() == MemberRegistry.Role.OBSERVER).isPresent();
    }

    /** The others have gone on without it. */
    boolean hasLeft() {
        return hasLeft;
    }

    /** Whose account says something on chain for this node; empty where no key here is that of its record. */
    Optional<NodeKey> account() {
        return own.flatMap(node -> keys.stream()
                .filter(one -> one.address().equals(node.account())).findFirst());
    }

    /** Members of epochs are connected anyway. */
    private static boolean isGuest(MemberRegistry.Node node) {
        return node.role() == MemberRegistry.Role.OBSERVER
                || node.stage() == MemberRegistry.Stage.JOINING;
    }

    /** Only its number and its channel matter to a transport; an observer may have no key. */
    private static Member guest(MemberRegistry.Node node) {
        return new Member(new MemberId(node.number()),
                node.consensusKey().isEmpty() ? node.tlsFingerprint().bytes()
                        : node.consensusKey(),
                NextCommittee.channel(node), node.incarnation());
    }

    /** A few times a second, on the clock's thread. */
    void beat() {
        Optional<MemberRegistry.Node> node = joining;
        Optional<OrderingStatus> status = outlets.status();
        status.ifPresent(this::reportLeft);
        if (node.isEmpty() || status.isEmpty() || !outlets.follows()
                || status.get().connectedPeers().isEmpty()) {
            return;
        }
        Optional<NodeKey> key = keys.stream()
                .filter(one -> one.address().equals(node.get().account())).findFirst();
        Optional<String> objection = key.isEmpty()
                ? Optional.of("the registry names the key of " + node.get().account()
                        + ", which is not among this node's keys")
                : objectionToLog(node.get(), status.get());
        objection.ifPresentOrElse(this::object, () -> post(node.get(), key.get()));
    }

    /** The last that it sees of its own record: those who go on do not let it in any more. */
    private void reportLeft(OrderingStatus status) {
        boolean leaves = own.filter(node -> node.stage() == MemberRegistry.Stage.LEAVING)
                .isPresent();
        if (!leaves || status.learner().isEmpty() || hasLeft) return;
        hasLeft = true;
        log.left(self.number(), status.epoch());
    }

    private static Optional<String> objectionToLog(MemberRegistry.Node node,
            OrderingStatus status) {
        boolean isNamed = Bytes.fromHexString(status.incarnation()).equals(node.incarnation());
        return isNamed ? Optional.empty()
                : Optional.of("the registry names the log " + node.incarnation()
                        + ", and this node has " + status.incarnation());
    }

    private void object(String reason) {
        if (!reason.equals(lastObjection)) log.cannotJoin(self.number(), reason);
        lastObjection = reason;
    }

    private void post(MemberRegistry.Node node, NodeKey key) {
        long now = System.nanoTime();
        if (now - sentNanos < REPEAT_MILLIS * 1_000_000 || outlets.isWaiting(node.account()))
            return;
        sentNanos = now;
        switch (transactions.submit(key, MemberRegistry.ADDRESS, Bytes.concatenate(READY,
                UInt256.of(Integer.toUnsignedLong(node.number())).toBytes()), READY_GAS)) {
            case TransactionSubmitter.Submission.Accepted(var hash) ->
                    log.readyPosted(self.number(), hash);
            case TransactionSubmitter.Submission.Refused(var _, String message) ->
                    object("the transaction that says so is refused: " + message);
        }
    }
}
