package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.FeeMode;
import io.quorate.execution.Permissions;
import io.quorate.execution.Senders;
import io.quorate.jsonrpc.TransactionSubmitter.Submission;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.node.bench.Wallet;
import io.quorate.node.pool.PayloadCodec;
import io.quorate.node.pool.PoolLimits;
import io.quorate.node.pool.TransactionRules;
import io.quorate.state.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A transaction reaches a replica from a client, from peers and in a decided batch. */
class SenderRecoveryTest {
    private static final long CHAIN_ID = 7;
    private static final TransactionRules RULES = new TransactionRules(
            new ExecutionRules(Fork.OSAKA, UInt256.of(CHAIN_ID), FeeMode.FEE_BLIND,
                    Optional.empty(), ExecutionRules.OSAKA_TRANSACTION_GAS_MAX),
            60_000_000, UInt256.ZERO, 128 << 10, Permissions.NONE);

    private final AtomicInteger recoveries = new AtomicInteger();
    private final Senders senders = new Senders(1_000, (transaction, fork) -> {
        recoveries.incrementAndGet();
        return TransactionCodec.sender(transaction, fork);
    });
    private final Intake intake = new Intake(PoolLimits.DEFAULT,
            address -> Optional.of(new Account(0, UInt256.of(1_000_000), Hash.EMPTY)),
            () -> RULES, senders, new Intake.Outlets() {
                @Override
                public void tellPeers(RecoveredTransaction transaction) {
                    told.add(transaction);
                }

                @Override
                public void workAvailable() {
                    hasWork = true;
                }
            }, new Refusals(0, () -> 0));
    private final List<RecoveredTransaction> told = new ArrayList<>();
    private boolean hasWork;

    @Test
    void recoversATransactionOnceHoweverItComes() {
        try (SenderRecovery recovery = new SenderRecovery(senders);
                PoolGossip gossip = new PoolGossip(intake, recovery, frame -> {}, frame -> {},
                        (peer, frame) -> {}, _ -> {}, "test")) {
            List<Bytes> fromClients = signed(1, 3);
            List<Bytes> fromPeers = signed(2, 40);
            for (Bytes raw : fromClients) {
                assertThat(intake.submit(raw)).isInstanceOf(Submission.Accepted.class);
            }
            assertThat(told).hasSize(3);
            gossip.onGossip(frame(fromPeers));
            gossip.onGossip(frame(fromClients));
            gossip.onGossip(frame(fromPeers));
            awaitBackground(recovery);
            assertThat(hasWork).isTrue();
            assertThat(intake.pool().snapshot().pending()).isNotEmpty();

            List<Bytes> decided = new ArrayList<>(fromClients);
            decided.addAll(fromPeers);
            decided.addAll(fromPeers); // a batch may repeat what another has
            assertThat(recovery.recoverAll(decided)).allMatch(Optional::isPresent);
            assertThat(recoveries).hasValue(43);
        }
    }

    private static List<Bytes> signed(int key, int count) {
        Wallet wallet = Wallet.numbered(5, key, CHAIN_ID);
        List<Bytes> signed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            signed.add(wallet.sign(Optional.of(Address.ofLow(9)), Bytes.EMPTY, 21_000));
        }
        return signed;
    }

    private static Bytes frame(List<Bytes> encoded) {
        return PayloadCodec.encode(encoded.stream().map(SenderRecoveryTest::known).toList());
    }

    /** What a peer sends: it recovered the sender for itself. */
    private static RecoveredTransaction known(Bytes encoded) {
        try {
            return TransactionCodec.recover(encoded);
        } catch (DecodeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The background is one thread: what was handed to it before is done then. */
    private static void awaitBackground(SenderRecovery recovery) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        recovery.execute(() -> done.complete(null));
        done.join();
    }
}
