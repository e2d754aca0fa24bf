package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.rlp.DecodeException;
import io.quorate.execution.Senders;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TransactionCodec;
import io.quorate.node.bench.Wallet;
import io.quorate.node.pool.PayloadCodec;
import io.quorate.node.pool.PoolLimits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class PoolGossipTest {
    private static final long CHAIN_ID = 1337;
    private static final long LIMIT_SECONDS = 60;

    private final Intake intake = new Intake(PoolLimits.DEFAULT, _ -> Optional.empty(), () -> {
        throw new IllegalStateException("nothing is decoded here");
    }, new Senders(16), new Intake.Outlets() {
        @Override
        public void tellPeers(RecoveredTransaction transaction) {
            throw new IllegalStateException("no client is here");
        }

        @Override
        public void workAvailable() {
            throw new IllegalStateException("no client is here");
        }
    }, new Refusals(0, () -> 0));
    private final BlockingQueue<Greeting> sent = new LinkedBlockingQueue<>();

    private record Greeting(int peer, Bytes frame) {}

    /** It may lead, and what was said while it was away is offered again only after seconds. */
    @Test
    void peerThatConnectsIsToldWhatClientsGaveToThisReplica()
            throws DecodeException, InterruptedException {
        RecoveredTransaction own = add(0, true);
        add(1, false);
        try (SenderRecovery recovery = new SenderRecovery()) {
            PoolGossip gossip = new PoolGossip(intake, recovery, _ -> {}, _ -> {},
                    (peer, frame) -> sent.add(new Greeting(peer, frame)), _ -> {}, "test");
            gossip.greet(2);
            Greeting greeting = sent.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(greeting).isNotNull();
            assertThat(greeting.peer()).isEqualTo(2);
            assertThat(PayloadCodec.decode(greeting.frame(), 10)).containsExactly(own.encoded());
        }
    }

    @Test
    void peerThatComesAndGoesIsToldOnceInAWhile() {
        Greetings greetings = new Greetings();
        assertThat(greetings.isDue(1, 0)).isTrue();
        assertThat(greetings.isDue(1, Greetings.PERIOD_MILLIS - 1)).isFalse();
        assertThat(greetings.isDue(2, Greetings.PERIOD_MILLIS - 1)).isTrue();
        assertThat(greetings.isDue(1, Greetings.PERIOD_MILLIS)).isTrue();
    }

    private RecoveredTransaction add(int account, boolean isLocal) throws DecodeException {
        RecoveredTransaction transaction = TransactionCodec.recover(Wallet
                .numbered(CHAIN_ID, account, CHAIN_ID).sign(Optional.empty(), Bytes.EMPTY, 21_000));
        intake.pool().add(transaction, (_, _) -> Optional.empty(), isLocal);
        assertThat(intake.pool().find(transaction.hash())).as(List.of(account).toString())
                .isPresent();
        return transaction;
    }
}
