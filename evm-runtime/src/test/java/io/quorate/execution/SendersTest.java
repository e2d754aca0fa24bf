package io.quorate.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.TestChain;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class SendersTest {
    private final AtomicInteger recoveries = new AtomicInteger();
    private final Senders senders = new Senders(100, (transaction, fork) -> {
        recoveries.incrementAndGet();
        return TransactionCodec.sender(transaction, fork);
    });

    @Test
    void recoversATransactionOnceWhicheverWayItComes() throws DecodeException {
        RecoveredTransaction signed = TestChain.transfer(1, 0, Address.ofLow(5), UInt256.ONE);
        assertThat(senders.sender(signed.transaction(), signed.hash(), Fork.PRAGUE))
                .isEqualTo(TestChain.address(1));
        assertThat(senders.recover(signed.encoded())).isEqualTo(signed);
        assertThat(senders.recover(signed.encoded())).isEqualTo(signed);
        assertThat(recoveries).hasValue(1);
    }

    @Test
    void threadsThatAskAtTheSameTimeWorkOnce() throws Exception {
        int threads = 4;
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int nonce = 0; nonce < 20; nonce++) {
                RecoveredTransaction signed = TestChain.transfer(1, nonce, Address.ofLow(5),
                        UInt256.ONE);
                List<Future<RecoveredTransaction>> answers = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    answers.add(pool.submit(() -> {
                        start.await();
                        return senders.recover(signed.encoded());
                    }));
                }
                for (Future<RecoveredTransaction> answer : answers) {
                    assertThat(answer.get()).isEqualTo(signed);
                }
            }
        }
        assertThat(recoveries).hasValue(20);
    }

    /** Else a replica that had it from a client of an old chain would take what others leave out. */
    @Test
    void remembersNothingThatForksDisagreeAbout() throws DecodeException {
        RecoveredTransaction signed = TestChain.transfer(1, 0, Address.ofLow(5), UInt256.ONE);
        Signature low = signed.transaction().signature();
        UInt256 order = Secp256k1.HALF_ORDER.plus(Secp256k1.HALF_ORDER).plus(UInt256.ONE);
        Transaction high = new Transaction.DynamicFee(Optional.of(TestChain.CHAIN_ID), 0,
                UInt256.ONE, UInt256.of(2_000_000_000L), 21_000, Optional.of(Address.ofLow(5)),
                UInt256.ONE, Bytes.EMPTY, List.of(),
                new Signature(low.r(), order.minus(low.s()), 1 - low.yParity()));
        Bytes encoded = TransactionCodec.encode(high);
        assertThat(senders.sender(high, Keccak256.hash(encoded),
                Fork.FRONTIER)).isEqualTo(TestChain.address(1));
        assertThatThrownBy(() -> senders.recover(encoded)).isInstanceOf(DecodeException.class);
    }

    @Test
    void refusesWhatNoKeySigned() {
        Transaction unsigned = new Transaction.DynamicFee(Optional.of(TestChain.CHAIN_ID), 0,
                UInt256.ONE, UInt256.ONE, 21_000, Optional.of(Address.ofLow(5)), UInt256.ONE,
                Bytes.EMPTY, List.of(), new Signature(UInt256.of(5), UInt256.ONE, 0));
        Bytes encoded = TransactionCodec.encode(unsigned);
        assertThatThrownBy(() -> senders.recover(encoded)).isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> senders.recover(encoded)).isInstanceOf(DecodeException.class);
    }
}
